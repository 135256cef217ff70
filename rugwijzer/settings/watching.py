"""Settings of the figures and of the weekly report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .reading import Topic, hidden, setting


@dataclass(frozen=True)
class Watching(Topic):
    """Who may read how it goes."""

    metrics_host: str = setting("", "adres van de cijfers voor Prometheus; leeg is geen cijfers")
    metrics_port: int = setting(
        9464, "poort van die cijfers: gateway; het portaal en de werker nemen de twee erna"
    )
    metrics_token: str = hidden(
        "sleutel voor die cijfers; moet als het adres niet van deze machine is; ten minste 32 tekens"
    )
    #: Off, numbers only, or also the words of unanswered questions (opt-in).
    report: str = setting(
        "uit",
        "weekbericht voor redacteuren: uit, cijfers of zinnen (zie docs/privacy.md)",
        ("uit", "cijfers", "zinnen"),
    )
    report_dir: Path = setting(Path("var/weekberichten"), "map van het weekbericht")  # noqa: RUF009 (a field)
    report_keep_days: int = setting(90, "dagen dat een weekbericht bewaard blijft")
