"""Settings of the gateway as a server: addresses, sessions, limits, who may reach it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from .reading import SettingsError, Topic, hidden, setting, variable


@dataclass(frozen=True)
class Serving(Topic):
    """Where the gateway listens, what it calls and how much one visitor may ask."""

    env: str = setting(
        "laptop",
        "laptop of production; production weigert zonder echte geheimen",
        ("laptop", "production"),
    )
    secret: str = hidden("tekent de sessies; ten minste 32 tekens")
    engine_secret: str = hidden("deelt de gateway met Rasa; ten minste 32 tekens")
    host: str = setting("127.0.0.1", "adres waarop de gateway luistert")
    port: int = setting(8000, "poort waarop de gateway luistert")
    engine_url: tuple[str, ...] = setting(
        ("http://127.0.0.1:5005",), "adres van Rasa, alleen van binnen; meer dan één met komma's"
    )
    engine_timeout_s: float = setting(8.0, "zo lang mag een antwoord duren; dan gelden de regels")
    session_seconds: int = setting(3600, "zo lang is een sessie geldig")
    max_conversations: int = setting(10_000, "gesprekken waarvan de knoppen bewaard blijven")
    session_rate: float = setting(20.0, "nieuwe sessies per seconde per adres")
    session_burst: int = setting(1000, "nieuwe sessies ineens per adres")
    message_rate: float = setting(5.0, "berichten per seconde per sessie")
    message_burst: int = setting(40, "berichten ineens per sessie")
    address_rate: float = setting(100.0, "aanvragen per seconde per adres")
    address_burst: int = setting(2000, "aanvragen ineens per adres")
    heartbeat_s: float = setting(15.0, "een levensteken op de stroom van eigen berichten")
    trusted_proxies: str = setting("", "adressen van eigen proxy's, met komma's; leeg is geen")
    allowed_origins: tuple[str, ...] = setting(
        (), "sites die de chat en de API mogen gebruiken (CORS)"
    )
    frame_ancestors: tuple[str, ...] = setting((), "sites die de pagina in een frame mogen tonen")
    secrets_dir: str = setting("", "map met geheimen als bestanden, voor python -m rugwijzer.run")
    public_url: str = setting(
        "", "adres in koppelingen voor patiënten, https://naam; leeg is dat van tablet en portaal"
    )

    def check(self) -> None:
        """A port, and origins without a path or a joker."""
        super().check()
        if not self.port < 65536:
            raise SettingsError(f"{variable('port')} is een poort van 1 tot 65535")
        if not self.engine_url:
            raise SettingsError(f"{variable('engine_url')} ontbreekt")
        for name in ("allowed_origins", "frame_ancestors"):
            for origin in getattr(self, name):
                _check_origin(origin, variable(name))
        if self.public_url:
            _check_origin(self.public_url, variable("public_url"))

    def site(self, asked: str = "") -> str:
        """The address in front of every link: the public one, the one `asked` for, or this machine's own."""
        own = asked or f"http://{self.host}:{self.port}"
        return (self.public_url or own).rstrip("/")


def _check_origin(origin: str, name: str) -> None:
    parts = urlsplit(origin)
    plain = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in ("http", "https") or origin != plain or not parts.hostname:
        raise SettingsError(f"{name}: https://naam, zonder pad")
    if any(c in origin for c in " ;,*'\"\r\n"):
        raise SettingsError(f"{name}: geen jokertekens")
