"""rugwijzer.gateway.waiting_room.qr."""

from __future__ import annotations

import re

import segno

from rugwijzer.gateway.waiting_room.qr import drawing

URL = "https://praktijk.nl/samenvatting#" + "a" * 43


def test_the_path_draws_exactly_the_dark_modules() -> None:
    drawn = drawing(URL)
    size = drawn["size"]
    assert isinstance(size, int)
    matrix = [[0] * size for _ in range(size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", str(drawn["path"])):
        for column in range(int(x), int(x) + int(width)):
            matrix[int(y)][column] = 1
    expected = segno.make(URL, error="m", micro=False).matrix_iter(border=4)
    assert matrix == [list(row) for row in expected]


def test_there_is_a_quiet_zone_around_it() -> None:
    drawn = drawing(URL)
    assert not re.search(r"M[0-3] |M\d+ [0-3]h", str(drawn["path"]))
