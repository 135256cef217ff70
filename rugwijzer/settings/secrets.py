"""What production refuses as a secret: missing, short, a filler, an example, or used twice.

Pure: names and values in, SettingsError out. The text of an error names the variable, never its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from .reading import SettingsError

#: A shorter secret can be guessed: 32 characters of url-safe base64 carry 192 bits.
SECRET_LENGTH = 32
#: The desk's password is typed by people; guessing it is slowed down as well.
DESK_SECRET_LENGTH = 16
#: The password of a server on the inner network.
PASSWORD_LENGTH = 12
_EXAMPLE_WORDS = (
    *("changeme", "change-me", "change_me", "verander", "example", "voorbeeld", "vervang"),
    *("password", "wachtwoord", "geheim123", "secret123", "postgres", "placeholder"),
)
#: Hosts that no other machine reaches; '' is none at all.
OWN_MACHINE = ("", "localhost", "127.0.0.1", "::1")


def check_secret(name: str, value: str, length: int = SECRET_LENGTH) -> None:
    """Refuse a missing, short or guessable secret."""
    if not value:
        raise SettingsError(f"{name} ontbreekt; productie start niet zonder")
    if len(value) < length:
        raise SettingsError(f"{name} is korter dan {length} tekens")
    check_example(name, value)


def check_example(name: str, value: str) -> None:
    """Refuse an example or a filler; what a provider handed out has its own length."""
    lower = value.lower()
    # Fewer than 8 different characters is a filler such as 'xxxx…', not a random secret.
    if any(word in lower for word in _EXAMPLE_WORDS) or len(set(value)) < 8:
        raise SettingsError(f"{name} is een voorbeeldwaarde; maak een eigen geheim")


def check_different(values: Mapping[str, str]) -> None:
    """Refuse one secret for two purposes: who learns the one would have the other."""
    seen: dict[str, str] = {}
    for name, value in values.items():
        if value and value in seen:
            raise SettingsError(f"{name} is dezelfde als {seen[value]}; maak er twee")
        seen[value] = name


def check_server(name: str, url: str, needed: bool = False) -> None:
    """Refuse a weak password in the URL of a server on another machine, or none where it is needed.

    `needed` is for servers that let anybody in without one, such as Redis. PostgreSQL may have it from
    a file or a certificate.
    """
    parts = urlsplit(url)
    if not parts.scheme or parts.scheme.startswith("sqlite") or _host(url) in OWN_MACHINE:
        return
    password = unquote(parts.password or "")
    if not password and not needed:
        return
    check_secret(f"{name} (wachtwoord)", password, PASSWORD_LENGTH)
    if password == unquote(parts.username or ""):
        raise SettingsError(f"{name} (wachtwoord) is gelijk aan de naam")


def check_mail(name: str, url: str) -> None:
    """Refuse a mail server that is neither on this machine nor reached by smtps or with a log-in.

    smtp:// begins TLS when the server offers it; a password goes over smtps:// only, because nobody
    can take that offer away on the road.
    """
    parts = urlsplit(url)
    if not url or _host(url) in OWN_MACHINE:
        return
    if parts.scheme not in ("smtp", "smtps"):
        raise SettingsError(f"{name} is smtp:// of smtps://")
    if parts.password:
        if parts.scheme != "smtps":
            raise SettingsError(f"{name} met een wachtwoord is in productie smtps://")
        check_example(f"{name} (wachtwoord)", unquote(parts.password))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return "?"
