"""Opens the database that the settings name, with its keys."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from rugwijzer.settings import Settings, SettingsError

from .crypto import KeysError, Vault, new_key
from .database import Database

#: Only on a laptop: keys made at the first start, beside the data of that laptop.
LAPTOP_KEYS = Path("var/sleutels.json")


def open_database(settings: Settings | None = None, laptop_keys: Path = LAPTOP_KEYS) -> Database:
    """The database of the settings (of the environment); it connects when it is first used.

    Raises SettingsError when production lacks a key, or when a key is malformed.
    """
    settings = settings or Settings.from_env(process="store")
    keys, lookup = settings.store_keys, settings.lookup_key
    if settings.env == "production" and not (keys and lookup):
        raise SettingsError("RUGWIJZER_STORE_KEYS en RUGWIJZER_LOOKUP_KEY ontbreken")
    if not keys or not lookup:
        keys, lookup = _keys_of_this_laptop(laptop_keys)
    try:
        return Database(settings.database_url, Vault(keys, lookup))
    except KeysError:
        raise SettingsError(
            "RUGWIJZER_STORE_KEYS is geen lijst van Fernet-sleutels; "
            "maak er een met: python -m rugwijzer.run store nieuwe-sleutel"
        ) from None


def _keys_of_this_laptop(path: Path) -> tuple[tuple[str, ...], str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {"sleutels": [new_key()], "zoeksleutel": secrets.token_urlsafe(32)}
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh, file)
    try:
        # A link is made whole or not at all, and never over keys that exist.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    kept = json.loads(path.read_text())
    return tuple(kept["sleutels"]), str(kept["zoeksleutel"])
