"""benchmarks.nlu.floors."""

from __future__ import annotations

from typing import Any

from benchmarks.nlu.floors import floors

OURS = {
    "accuracy": 0.95, "wrong_answer": 0.02, "oos_answered": 0.0, "turn_p50_ms": 10, "train_s": 60,
}  # fmt: skip
STOCK = {
    "accuracy": 0.8, "turn_p50_ms": 40, "train_s": 4000,
    "delivered": {"accuracy": 0.85}, "chosen": {"accuracy": 0.8}, "first_guess": {"accuracy": 0.86},
}  # fmt: skip


def held(ours: dict[str, Any], stock: dict[str, Any] | None, epochs: int = 100) -> dict[str, Any]:
    engines = {"rugwijzer": ours} | ({"rasa_init": stock} if stock else {})
    return {f.name: f.held for f in floors(engines, epochs)}


def test_all_targets_reached() -> None:
    assert set(held(OURS, STOCK).values()) == {True}


def test_each_floor_can_fail() -> None:
    worse = {
        "accuracy": ("accuracy", 0.91),
        "wrong_answer": ("wrong_answer", 0.05),
        "oos_answered": ("oos_answered", 0.06),
        "turn_p50_to_stock_ratio": ("turn_p50_ms", 29),
        "train_to_stock_ratio": ("train_s", 2001),
    }
    for name, (key, value) in worse.items():
        assert held({**OURS, key: value}, STOCK)[name] is False


def test_errors_are_held_against_stock_at_its_best_threshold() -> None:
    ratio = next(
        f for f in floors({"rugwijzer": OURS, "rasa_init": STOCK}, 100) if "errors" in f.name
    )
    assert round(ratio.value or 0, 3) == round(0.05 / 0.14, 3)


def test_what_was_not_measured_is_not_failed() -> None:
    for outcome in (held(OURS, None), held(OURS, STOCK, epochs=2)):
        assert outcome["accuracy"] is True
        assert outcome["errors_to_stock_ratio"] is None
        assert outcome["train_to_stock_ratio"] is None
