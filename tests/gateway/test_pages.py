"""rugwijzer.gateway.pages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from rugwijzer.gateway.app import create_app
from rugwijzer.gateway.failsafe import Rules
from rugwijzer.gateway.pages import WEB
from rugwijzer.settings import Settings

from .conftest import ScriptedEngine, client_of

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/tablet", "text/html; charset=utf-8"),
        ("/balie", "text/html; charset=utf-8"),
        ("/verder", "text/html; charset=utf-8"),
        ("/samenvatting", "text/html; charset=utf-8"),
        ("/tablet-worker.js", "text/javascript; charset=utf-8"),
        ("/web/tablet/tablet.webmanifest", "application/manifest+json"),
        ("/web/rugwijzer.js", "text/javascript; charset=utf-8"),
        ("/web/style.css", "text/css; charset=utf-8"),
        ("/web/icon.svg", "image/svg+xml"),
        ("/web/fonts/atkinson-hyperlegible-next.woff2", "font/woff2"),
        ("/demo", "text/html; charset=utf-8"),
    ],
)
async def test_a_file_has_its_type_and_is_sent_once(app: Starlette, path: str, kind: str) -> None:
    async with client_of(app) as client:
        first = await client.get(path)
        again = await client.get(path, headers={"If-None-Match": f"W/{first.headers['etag']}"})
    assert (first.status_code, first.headers["content-type"]) == (200, kind)
    assert (again.status_code, again.content) == (304, b"")


async def test_what_the_pages_name_is_there(app: Starlette) -> None:
    async with client_of(app) as client:
        for page in ("/", "/tablet", "/demo", "/balie", "/verder", "/samenvatting"):
            text = (await client.get(page)).text
            names = re.findall(r'(?:src|href)="(/[^"#]+)"', text)
            assert len(names) >= 4
            for name in names:
                assert (await client.get(name)).status_code == 200


async def test_the_practice_is_filled_in_safely(settings: Settings, rules: Rules) -> None:
    app = create_app(replace(settings, praktijk_naam='De "Linde" <b>'), ScriptedEngine(), rules)
    async with client_of(app) as client:
        text = (await client.get("/")).text
    assert "De &quot;Linde&quot; &lt;b&gt;" in text
    assert 'practice-phone="030-2345678"' in text
    assert "{{" not in text


async def test_a_file_is_packed_for_who_takes_that(app: Starlette) -> None:
    async with client_of(app) as client:
        forms = {}
        for accepted in ("gzip", "br, gzip;q=0.5", "identity", "gzip;q=0", ""):
            reply = await client.get("/web/chat.css", headers={"Accept-Encoding": accepted})
            assert reply.headers["vary"] == "Accept-Encoding"
            forms[accepted] = (reply.headers.get("content-encoding"), reply.headers["etag"])
            assert "rugwijzer-chat" in reply.text
        font = await client.get("/web/fonts/atkinson-hyperlegible-next.woff2")
    assert [forms[a][0] for a in forms] == ["gzip", "gzip", None, None, None]
    assert forms["gzip"][1] != forms["identity"][1]
    assert "content-encoding" not in font.headers


async def test_the_whole_component_is_under_20_kb(app: Starlette) -> None:
    names = [path.name for path in WEB.glob("*.js")] + ["chat.css", "windows.css"]
    size = 0
    async with client_of(app) as client:
        for name in names:
            async with client.stream("GET", f"/web/{name}") as reply:
                assert reply.headers["content-encoding"] == "gzip"
                size += len(b"".join([part async for part in reply.aiter_raw()]))
    assert 10_000 < size < 20_000


async def test_a_fictional_practice_is_not_shown_in_production(
    settings: Settings, rules: Rules
) -> None:
    app = create_app(
        replace(settings, env="production", portal_in_gateway=False), ScriptedEngine(), rules
    )
    async with client_of(app) as client:
        assert (await client.get("/demo")).status_code == 404


async def test_nothing_outside_the_folder_is_served(app: Starlette) -> None:
    async with client_of(app) as client:
        for path in ("/web/../pyproject.toml", "/web/%2e%2e/pyproject.toml", "/web//etc/passwd"):
            assert (await client.get(path)).status_code == 404


async def test_the_front_end_never_makes_markup_or_styles_of_text() -> None:
    for path in WEB.rglob("*.js"):
        code = path.read_text("utf8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code)
    for path in WEB.rglob("*.html"):
        code = path.read_text("utf8")
        assert not re.search(r"\sstyle=|\son\w+=|<style|https?://", code)
