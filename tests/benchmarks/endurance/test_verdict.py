"""benchmarks.endurance: growth is seen, noise and a warm-up are not growth."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.endurance import pictures
from benchmarks.endurance.log import Log
from benchmarks.endurance.trend import WARM_UP, trend, windows
from benchmarks.endurance.verdict import verdict

HOUR = 3600.0


def hour(value: Callable[[float], float], step: float = 5.0, noise: float = 0.0) -> Log:
    """A log whose gateway uses `value` MB, with steady turns."""
    chance, log = random.Random(3), Log()
    for number in range(int(HOUR / step)):
        at = number * step
        log.memory["gateway"].append((at, value(at) + chance.gauss(0, noise)))
        for kind in ("beurt", "whatsapp"):
            log.turns[kind].append((at, max(0.01, chance.gauss(0.1, 0.02))))
    return log


def test_steady_memory_with_noise_is_no_growth() -> None:
    figures, problems = verdict(hour(lambda _: 150.0, noise=3.0))
    assert problems == []
    assert abs(figures["memory_gateway_rise_mb"]) < 1
    assert figures["p50_beurt_s"] == pytest.approx(0.1, abs=0.02)


def test_a_warm_up_is_no_growth() -> None:
    warm = WARM_UP * HOUR
    assert verdict(hour(lambda at: 100 + 80 * min(at / warm, 1), noise=1.0))[1] == []


@pytest.mark.parametrize("leak", [8.0, 30.0, 200.0])
def test_a_leak_is_seen(leak: float) -> None:
    """So many MB an hour; 8 of 150 is the smallest that counts."""
    problems = verdict(hour(lambda at: 150 + leak * at / HOUR, noise=1.0))[1]
    assert len(problems) == 1 and "geheugen van gateway groeit" in problems[0]


def test_a_process_that_was_not_found_is_no_good_run() -> None:
    assert "geheugen van gateway is niet gemeten" in verdict(hour(lambda _: 0.0))[1][0]


def test_one_disturbed_minute_is_no_growth() -> None:
    assert verdict(hour(lambda at: 250.0 if 3400 < at < 3460 else 150.0, noise=1.0))[1] == []


@pytest.mark.parametrize(("rise", "seen"), [(0.0, False), (0.005, False), (0.08, True)])
def test_turns_that_take_ever_longer_are_seen(rise: float, seen: bool) -> None:
    log = hour(lambda _: 150.0)
    log.turns["beurt"] = [(at, s + rise * at / HOUR) for at, s in log.turns["beurt"]]
    problems = verdict(log)[1]
    assert [p for p in problems if "de tijd van beurt groeit" in p] == problems
    assert bool(problems) is seen


def test_a_busy_machine_is_named_but_excuses_nothing() -> None:
    log = hour(lambda _: 150.0)
    log.turns["beurt"] = [(at, s + 0.2 * at / HOUR) for at, s in log.turns["beurt"]]
    log.elsewhere = [(at, 1.2) for at, _ in log.turns["beurt"]]
    figures, problems = verdict(log)
    assert figures["elsewhere_cores"] == 1.2
    assert len(problems) == 1 and "1.2 kernen" in problems[0]


def test_a_mistake_and_a_run_that_is_too_short_are_problems() -> None:
    log = hour(lambda _: 150.0)
    log.mistake("geen advies na een alarmsignaal")
    assert ["geen advies" in p for p in verdict(log)[1]] == [True]
    short = Log()
    short.memory["gateway"] = [(0.0, 1.0), (5.0, 1.0)]
    assert [p for p in verdict(short)[1] if p.startswith("te weinig gemeten: geheugen")]
    with pytest.raises(ValueError):
        trend([], [])


def test_windows_are_percentiles_of_equal_stretches() -> None:
    times = [float(t) for t in range(100)]
    middles, half, most = windows(times, [1.0] * 50 + [3.0] * 50, 2)
    assert middles == [pytest.approx(24.75), pytest.approx(74.25)]
    assert (half, most) == ([1.0, 3.0], [1.0, 3.0])
    assert windows([], [], 4) == ([], [], [])


def test_both_curves_are_drawn(tmp_path: Path) -> None:
    log = hour(lambda _: 150.0, step=60.0)
    pictures.memory(log.memory, 720, tmp_path / "geheugen.svg", "Geheugen")
    times, half, most = windows(*zip(*log.turns["beurt"]), 10)  # type: ignore[arg-type]
    curves = {"p50": (times, half), "p95": (times, most)}
    pictures.latency(curves, 720, tmp_path / "tijd.svg", "Tijd")
    for name in ("geheugen.svg", "tijd.svg"):
        root = ET.parse(tmp_path / name).getroot()
        assert root.tag.endswith("svg")
        lines = [e for e in root.iter() if e.get("id", "").startswith("line2d")]
        assert len(lines) > 2
