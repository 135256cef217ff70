"""Settings of the practice: its content, its numbers and its hours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rugwijzer.knowledge.leveltexts import Phones
from rugwijzer.knowledge.office_hours import (
    DEFAULT_HOURS,
    OfficeHours,
    OfficeHoursError,
    PracticeClock,
)

from .reading import SettingsError, Topic, setting, variable


@dataclass(frozen=True)
class Practice(Topic):
    """Whose assistant it is, and when and where to call. The action server reads this topic alone."""

    data_dir: Path = setting(Path("data"), "map met de inhoud")  # noqa: RUF009 (a field)
    praktijk_naam: str = setting("", "naam van de praktijk, op de pagina")
    praktijk_telefoon: str = setting("", "nummer van de huisarts, in de adviezen")
    huisartsenpost_telefoon: str = setting("", "nummer buiten kantoortijd, in de adviezen")
    openingstijden: str = setting(
        DEFAULT_HOURS, "wanneer de praktijk te bellen is; op feestdagen dicht; of altijd"
    )

    def check(self) -> None:
        """Opening hours that can be read."""
        super().check()
        try:
            OfficeHours.parse(self.openingstijden)
        except OfficeHoursError as error:
            raise SettingsError(f"{variable('openingstijden')}: {error}") from None

    @property
    def clock(self) -> PracticeClock:
        """When the practice is open."""
        return PracticeClock(OfficeHours.parse(self.openingstijden))

    @property
    def phones(self) -> Phones:
        """The numbers to call."""
        return Phones(self.praktijk_telefoon, self.huisartsenpost_telefoon)
