"""`python -m rugwijzer.report`: the weekly report for editors, of the last whole week."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, timezone
from pathlib import Path

from rugwijzer.settings import Settings, SettingsError

from .weekly import FOLDER, keep, last_week, make, remove_old


def main(arguments: list[str] | None = None) -> int:
    """Write the report and print where it is; 2 when a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m rugwijzer.report")
    parser.add_argument("--maandag", type=date.fromisoformat, help="eerste dag, zoals 2026-11-16")
    parser.add_argument("--map", type=Path, default=FOLDER, help="waar het bericht komt")
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        print(f"Het weekbericht kan niet worden gemaakt: {error}", file=sys.stderr)
        return 2
    now = datetime.now(timezone.utc)
    monday = chosen.maandag or last_week(now)
    print(keep(make(settings, monday, now), monday, chosen.map))
    remove_old(settings.report_keep_days, now, chosen.map)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
