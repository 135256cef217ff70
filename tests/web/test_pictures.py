"""docs/schermen.md shows every page at every width, and nothing that is not made."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.screenshots import WIDTHS, pictures

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_picture_that_is_made_is_shown_and_every_picture_shown_is_there() -> None:
    shown = re.findall(
        r"\(beelden/([a-z-]+)-(\d+)\.png\)", (DOCS / "schermen.md").read_text("utf8")
    )
    assert len(shown) == len(set(shown))
    made = {(name, str(width)) for name in pictures() for width in WIDTHS}
    files = {tuple(path.stem.rsplit("-", 1)) for path in (DOCS / "beelden").glob("*.png")}
    assert made <= set(shown) == files
