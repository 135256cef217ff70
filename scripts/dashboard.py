"""`python -m scripts.dashboard`: writes the Grafana dashboard, deploy/grafana/rugwijzer.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scripts.dashboard_panels import ROWS, Query

PATH = Path(__file__).resolve().parents[1] / "deploy" / "grafana" / "rugwijzer.json"
_SOURCE = {"type": "prometheus", "uid": "${bron}"}


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana imports it."""
    panels: list[dict[str, Any]] = []
    y = 0
    for title, row in ROWS:
        place = {"h": 1, "w": 24, "x": 0, "y": y}
        panels.append(
            {"type": "row", "title": title, "gridPos": place, "id": len(panels) + 1, "panels": []}
        )
        y += 1
        for number, (name, kind, unit, queries) in enumerate(row):
            place = {"h": 8, "w": 8, "x": 8 * (number % 3), "y": y + 8 * (number // 3)}
            panels.append(_panel(len(panels) + 1, name, kind, unit, queries, place))
        y += 8 * -(-len(row) // 3)
    variable = {"name": "bron", "label": "Bron", "type": "datasource", "query": "prometheus"}
    return {
        "title": "Rugwijzer",
        "uid": "rugwijzer",
        "tags": ["rugwijzer"],
        "schemaVersion": 39,
        "timezone": "Europe/Amsterdam",
        "refresh": "1m",
        "time": {"from": "now-24h", "to": "now"},
        "templating": {"list": [variable]},
        "panels": panels,
    }


def _panel(
    ident: int, name: str, kind: str, unit: str, queries: tuple[Query, ...], place: dict[str, int]
) -> dict[str, Any]:
    return {
        "id": ident,
        "title": name,
        "type": kind,
        "gridPos": place,
        "datasource": _SOURCE,
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [
            {"refId": chr(65 + i), "expr": expr, "legendFormat": legend, "datasource": _SOURCE}
            for i, (expr, legend) in enumerate(queries)
        ],
    }


def text() -> str:
    """The file's content."""
    return json.dumps(dashboard(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write it."""
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text(), encoding="utf8")
    print(PATH)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
