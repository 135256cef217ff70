"""Settings of the figures and of the weekly report."""

from __future__ import annotations

from dataclasses import dataclass

from .reading import SettingsError, Topic, hidden, setting, variable
from .secrets import OWN_MACHINE, check_secret

#: Off, numbers only, or also the words of unanswered questions (opt-in).
REPORTS = ("uit", "cijfers", "zinnen")


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
    report: str = setting(
        "uit", "weekbericht voor redacteuren: uit, cijfers of zinnen (zie docs/privacy.md)"
    )
    report_keep_days: int = setting(90, "dagen dat een weekbericht bewaard blijft")

    def check(self) -> None:
        """Figures that another machine can read have a key, on a laptop as well."""
        super().check()
        if self.metrics_host not in OWN_MACHINE:
            check_secret(variable("metrics_token"), self.metrics_token)
        if self.report not in REPORTS:
            raise SettingsError(f"{variable('report')} is {', '.join(REPORTS)}")
