"""`python -m rugwijzer.store`: tables, keys and dead letters."""

from __future__ import annotations

import argparse
import sys

from rugwijzer.settings import SettingsError

from . import outbox, subject, tables
from .base import utcnow
from .crypto import Unreadable, new_key
from .opening import open_database

_EMPTY = (
    "Hier staat niets dat versleuteld is. Is dit wel de database van de praktijk? "
    "Haal de oude sleutel niet weg."
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 2 when a setting is wrong, 1 when the command could not be done."""
    parser = argparse.ArgumentParser(prog="python -m rugwijzer.store", description=tables.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("bijwerken", help="maak de tabellen of werk ze bij")
    commands.add_parser("nieuwe-sleutel", help="toon een nieuwe sleutel voor RUGWIJZER_STORE_KEYS")
    commands.add_parser("sleutels-wisselen", help="versleutel alles opnieuw met de eerste sleutel")
    commands.add_parser("dode-brieven", help="toon wat niet verzonden kon worden")
    again = commands.add_parser("opnieuw", help="verzend een dode brief opnieuw")
    again.add_argument("nummer", type=int)
    chosen = parser.parse_args(arguments)
    if chosen.command == "nieuwe-sleutel":
        print(new_key())
        return 0
    try:
        database = open_database()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    database.migrate()
    if chosen.command == "bijwerken":
        print("De tabellen zijn bijgewerkt.")
    elif chosen.command == "sleutels-wisselen":
        try:
            with database.begin() as session:
                count = subject.reseal(session)
        except Unreadable:
            print("Een oude sleutel ontbreekt: er is niets veranderd.", file=sys.stderr)
            return 1
        if not count:
            print(_EMPTY, file=sys.stderr)
            return 1
        print(f"{count} waarden staan onder de nieuwe sleutel.")
    elif chosen.command == "dode-brieven":
        with database.begin() as session:
            for row in outbox.dead(session):
                print(row.id, row.channel, row.changed_at.isoformat("minutes"), row.error)
    elif chosen.command == "opnieuw":
        with database.begin() as session:
            done = outbox.revive(session, chosen.nummer, utcnow())
        print("Staat weer klaar." if done else "Dat is geen dode brief met inhoud.")
        return 0 if done else 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
