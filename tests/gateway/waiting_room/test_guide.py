"""rugwijzer.gateway.waiting_room.guide."""

from __future__ import annotations

import pytest

from rugwijzer.gateway.waiting_room.guide import Content, Guide, load_content
from rugwijzer.knowledge.files import ContentError
from rugwijzer.settings import Settings

pytestmark = pytest.mark.asyncio


async def test_names_are_there_as_soon_as_the_content_is() -> None:
    guide = Guide(lambda: load_content(Settings().data_dir))
    assert guide.name_of("hoge_rugpijn") == "hoge rugpijn"
    assert (await guide.content()).themes
    assert guide.name_of("plassen") == "problemen met plassen"


async def test_content_that_does_not_load_is_told_and_names_stay_readable() -> None:
    def broken() -> Content:
        raise ContentError("stuk")

    guide = Guide(broken)
    with pytest.raises(ContentError):
        await guide.content()
    assert guide.name_of("beide_benen") == "beide benen"
