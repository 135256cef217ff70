"""QR codes as one SVG path, which a page can draw under a strict Content-Security-Policy."""

from __future__ import annotations

from itertools import groupby

import segno


def drawing(text: str) -> dict[str, object]:
    """The QR code of a text: `size` in modules with its quiet zone, and the `path` of dark modules.

    The path goes into `<svg viewBox="0 0 size size"><path d="path"/></svg>`, dark on white.
    """
    code = segno.make(text, error="m", micro=False)
    parts = []
    rows = list(code.matrix_iter(border=4))
    for y, row in enumerate(rows):
        x = 0
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                parts.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return {"size": len(rows), "path": "".join(parts)}
