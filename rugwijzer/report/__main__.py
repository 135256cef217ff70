"""`python -m rugwijzer.report`: the weekly report for editors, of the last whole week."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, timezone
from pathlib import Path

from rugwijzer.settings import Settings, SettingsError

from .weekly import keep, last_week, make, remove_old


def main(arguments: list[str] | None = None) -> int:
    """Write the report, print where it is and remove old ones; 2 when a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m rugwijzer.report")
    parser.add_argument("--maandag", type=date.fromisoformat, help="eerste dag, zoals 2026-11-16")
    parser.add_argument("--map", type=Path, help="waar het bericht komt, in plaats van de gewone")
    parser.add_argument("--opruimen", action="store_true", help="alleen oude berichten weggooien")
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings.from_env(process="report")
    except SettingsError as error:
        print(f"Het weekbericht kan niet worden gemaakt: {error}", file=sys.stderr)
        return 2
    now = datetime.now(timezone.utc)
    folder = chosen.map or settings.report_dir
    if not chosen.opruimen:
        monday = chosen.maandag or last_week(now)
        print(keep(make(settings, monday, now), monday, folder))
    remove_old(settings.report_keep_days, now, folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
