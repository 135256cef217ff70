"""Two gateways and two engines on a real PostgreSQL and Redis, all of which die once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from benchmarks.serving.machines import machines
from benchmarks.serving.many import all_trouble, measure


def test_no_turn_is_lost_doubled_or_out_of_order_whatever_dies(tmp_path: Path) -> None:
    with machines(tmp_path / "log.txt") as world:
        result = asyncio.run(measure(world, 40, 3, all_trouble, at_once=20))
    assert result["turns"] == 240
    assert result["overlapping_pairs"] > 30
    bad = {key: result[key] for key in ("lost", "doubled", "reordered", "wrong_answers")}
    assert not any(bad.values()), result
    assert not any(status >= 500 for status in result["errors"]), result
