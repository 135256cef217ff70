"""The least this project's pipeline must reach on its own test set; the targets of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Floor:
    """One demand; `value` is None when this run did not measure it."""

    name: str
    value: float | None
    limit: float
    at_least: bool = False

    @property
    def held(self) -> bool | None:
        """Whether it is met, None when it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def floors(engines: Figures, epochs: int) -> list[Floor]:
    """All floors. Stock only counts when it was trained with all of its 100 epochs."""
    ours = engines.get("rugwijzer", {})
    stock = engines.get("rasa_init", {}) if epochs >= 100 else {}
    return [
        Floor("accuracy", ours.get("accuracy"), 0.92, at_least=True),
        Floor("wrong_answer", ours.get("wrong_answer"), 0.04),
        Floor("oos_answered", ours.get("oos_answered"), 0.05),
        Floor("errors_to_stock_ratio", _errors(ours, stock), 0.5),
        Floor("turn_p50_to_stock_ratio", _ratio(ours, stock, "turn_p50_ms"), 0.7),
        Floor("train_to_stock_ratio", _ratio(ours, stock, "train_s"), 0.5),
    ]


def _ratio(ours: Mapping[str, Any], stock: Mapping[str, Any], key: str) -> float | None:
    return ours[key] / stock[key] if ours.get(key) and stock.get(key) else None


def _errors(ours: Mapping[str, Any], stock: Mapping[str, Any]) -> float | None:
    """Questions without the right answer, against stock at whichever threshold suits it best."""
    if ours.get("accuracy") is None or stock.get("accuracy") is None:
        return None
    best = max(
        stock[way]["accuracy"] for way in ("delivered", "chosen", "first_guess") if way in stock
    )
    return (1 - ours["accuracy"]) / max(1 - best, 1e-9)
