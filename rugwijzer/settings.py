"""Settings from the environment, with defaults that are safe on a laptop.

Each field of `Settings` is one variable: `RUGWIJZER_` and the field's name in capitals. The `doc` of
a field is its line in the documentation.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import secrets_check
from .knowledge.office_hours import DEFAULT_HOURS, OfficeHours, OfficeHoursError
from .secrets_check import DESK_SECRET_LENGTH, SECRET_LENGTH, SecretError

PREFIX = "RUGWIJZER_"
_SECRETS = ("secret", "engine_secret")
#: What a provider handed out; production only refuses an example.
_HANDED_OUT = (
    "whatsapp_token",
    "whatsapp_app_secret",
    "whatsapp_verify_token",
    "twilio_auth_token",
)
#: Off, numbers only, or also the words of unanswered questions (opt-in).
REPORTS = ("uit", "cijfers", "zinnen")
#: The setting that switches a channel on, and what the channel then needs.
_CHANNELS = {
    "whatsapp_phone_number_id": (
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
    ),
    "twilio_account_sid": ("twilio_auth_token", "twilio_sender", "public_url"),
}


class SettingsError(ValueError):
    """A setting that is missing or wrong; the text names the variable, never its value."""


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


def _secret(doc: str, default: Any = "") -> Any:
    """A setting that never shows in a representation."""
    return field(default=default, repr=False, metadata={"doc": doc})


@dataclass(frozen=True)
class Settings:
    """What the gateway needs to know. Durations are seconds, rates are per second."""

    env: str = _setting("laptop", "laptop of production; production weigert zonder echte geheimen")
    secret: str = _secret("tekent de sessies; ten minste 32 tekens")
    engine_secret: str = _secret("deelt de gateway met Rasa; ten minste 32 tekens")
    host: str = _setting("127.0.0.1", "adres waarop de gateway luistert")
    port: int = _setting(8000, "poort waarop de gateway luistert")
    engine_url: str = _setting(
        "http://127.0.0.1:5005", "adres van Rasa, alleen van binnen; meer dan één met komma's"
    )
    engine_timeout_s: float = _setting(8.0, "zo lang mag een antwoord duren; dan gelden de regels")
    session_seconds: int = _setting(3600, "zo lang is een sessie geldig")
    max_conversations: int = _setting(10_000, "gesprekken waarvan de knoppen bewaard blijven")
    session_rate: float = _setting(20.0, "nieuwe sessies per seconde per adres")
    session_burst: int = _setting(1000, "nieuwe sessies ineens per adres")
    message_rate: float = _setting(5.0, "berichten per seconde per sessie")
    message_burst: int = _setting(40, "berichten ineens per sessie")
    address_rate: float = _setting(100.0, "aanvragen per seconde per adres")
    address_burst: int = _setting(2000, "aanvragen ineens per adres")
    heartbeat_s: float = _setting(15.0, "een levensteken op de stroom van eigen berichten")
    trusted_proxies: str = _setting("", "adressen van eigen proxy's, met komma's; leeg is geen")
    allowed_origins: tuple[str, ...] = _setting(
        (), "sites die de chat en de API mogen gebruiken (CORS)"
    )
    frame_ancestors: tuple[str, ...] = _setting((), "sites die de pagina in een frame mogen tonen")
    praktijk_naam: str = _setting("", "naam van de praktijk, op de pagina")
    praktijk_telefoon: str = _setting("", "nummer van de huisarts, in de adviezen")
    huisartsenpost_telefoon: str = _setting("", "nummer buiten kantoortijd, in de adviezen")
    openingstijden: str = _setting(
        DEFAULT_HOURS, "wanneer de praktijk te bellen is; op feestdagen dicht; of altijd"
    )
    tablet_idle_s: float = _setting(60.0, "zo lang stilte op de tablet; dan wist hij het gesprek")
    tablet_networks: tuple[str, ...] = _setting(
        (), "netwerken van de tablets; leeg is overal vandaan"
    )
    link_s: float = _setting(600.0, "zo lang is een link naar de telefoon te openen, één keer")
    whatsapp_nummer: str = _setting(
        "", "nummer van WhatsApp op de tablet, landcode eerst; bij Twilio vanzelf"
    )
    desk_secret: str = field(
        default="",
        repr=False,
        metadata={"doc": "wachtwoord van /balie; leeg is geen balie; ten minste 16 tekens"},
    )
    data_dir: Path = field(default=Path("data"), metadata={"doc": "map met de inhoud"})
    secrets_dir: str = _setting("", "map met geheimen als bestanden, voor python -m rugwijzer.run")
    public_url: str = _setting(
        "", "adres voor telefoons van patiënten, https://naam; leeg is dat van de tablet"
    )
    database_url: str = _secret(
        "database van patiënten en berichten (SQLAlchemy)", "sqlite:///var/rugwijzer.sqlite"
    )
    tracker_url: str = _secret(
        "de tracker store van endpoints.yml, om te wissen", "sqlite:///var/gesprekken.sqlite"
    )
    store_keys: tuple[str, ...] = _secret("Fernet-sleutels, de nieuwste voorop", ())
    lookup_key: str = _secret("sleutel om adressen terug te vinden; wisselt nooit", "")
    whatsapp_phone_number_id: str = _setting("", "nummer-id bij Meta; leeg is geen WhatsApp")
    whatsapp_token: str = _secret("toegangssleutel van de systeemgebruiker bij Meta")
    whatsapp_app_secret: str = _secret("app-geheim waarmee Meta zijn berichten ondertekent")
    whatsapp_verify_token: str = _secret("eigen woord waarmee Meta de webhook controleert")
    whatsapp_graph_url: str = _setting(
        "https://graph.facebook.com/v24.0", "adres en versie van de Graph API"
    )
    whatsapp_template: str = _setting("vraag_klaar", "sjabloon met de koppeling naar een vraag")
    whatsapp_reopen_template: str = _setting("bericht_klaar", "sjabloon dat om een antwoord vraagt")
    twilio_account_sid: str = _setting("", "account bij Twilio; leeg is geen Twilio")
    twilio_auth_token: str = _secret("geheim van het Twilio-account")
    twilio_sender: str = _setting("", "afzender bij Twilio, zoals whatsapp:+31201234567")
    twilio_url: str = _setting("https://api.twilio.com", "adres van Twilio")
    twilio_template: str = _setting("", "Content SID van vraag_klaar")
    twilio_reopen_template: str = _setting("", "Content SID van bericht_klaar")
    whatsapp_in_doubt_s: float = _setting(
        60.0, "zo lang wacht een bericht dat misschien verzonden is op een status"
    )
    followup_off_whatsapp: bool = _setting(
        True, "houdt vragen over klachten van de opvolging van WhatsApp af (ja of nee)"
    )
    worker_secret: str = _secret("deelt de werker met Rasa, om een check-in te beginnen")
    redis_url: str = _secret(
        "wat gateways, Rasa en werkers delen, redis://; leeg is één machine, zonder Redis"
    )
    smtp_url: str = _secret("mailserver, smtp:// of smtps://; leeg is geen e-mail")
    mail_from: str = _setting("opvolging@localhost", "afzender van de e-mail")
    followup_workers: int = _setting(2, "taken die een werker tegelijk doet")
    followup_keep_days: int = _setting(365, "dagen dat een beëindigd traject bewaard blijft")
    conversation_keep_days: int = _setting(
        30, "dagen stilte waarna een gesprek gewist wordt; ten minste 1, langer dan een sessie"
    )
    audit_keep_days: int = _setting(1826, "dagen dat het logboek van het portaal bewaard blijft")
    portal_in_gateway: bool = _setting(True, "toont het portaal in de gateway (ja of nee)")
    portal_port: int = _setting(8001, "poort van het portaal als eigen proces")
    portal_idle_s: int = _setting(900, "zo lang mag iemand in het portaal niets doen")
    portal_session_s: int = _setting(36_000, "zo lang duurt een sessie in het portaal hoogstens")

    metrics_host: str = _setting("", "adres van de cijfers voor Prometheus; leeg is geen cijfers")
    metrics_port: int = _setting(
        9464, "poort van die cijfers: gateway; het portaal en de werker nemen de twee erna"
    )
    metrics_token: str = _secret(
        "sleutel voor die cijfers; moet als het adres niet van deze machine is; ten minste 32 tekens"
    )
    report: str = _setting(
        "uit", "weekbericht voor redacteuren: uit, cijfers of zinnen (zie docs/privacy.md)"
    )
    report_keep_days: int = _setting(90, "dagen dat een weekbericht bewaard blijft")

    def __post_init__(self) -> None:
        """Refuse values that cannot work; raises SettingsError."""
        if self.env not in ("laptop", "production"):
            raise SettingsError(f"{PREFIX}ENV is laptop of production")
        if not 0 < self.port < 65536:
            raise SettingsError(f"{PREFIX}PORT is een poort van 1 tot 65535")
        for item in fields(self):
            value = getattr(self, item.name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number and not 0 < value < float("inf"):
                raise SettingsError(f"{PREFIX}{item.name.upper()} is groter dan 0")
        if self.session_seconds > self.conversation_keep_days * 86_400:
            raise SettingsError(f"{PREFIX}CONVERSATION_KEEP_DAYS is korter dan een sessie duurt")
        try:
            OfficeHours.parse(self.openingstijden)
        except OfficeHoursError as error:
            raise SettingsError(f"{PREFIX}OPENINGSTIJDEN: {error}") from None
        for origin in (*self.allowed_origins, *self.frame_ancestors):
            _check_origin(origin, "ALLOWED_ORIGINS en FRAME_ANCESTORS")
        for network in self.tablet_networks:
            _check_network(network)
        if self.public_url:
            _check_origin(self.public_url, "PUBLIC_URL")
        if self.whatsapp_nummer and not re.fullmatch(r"[1-9]\d{7,14}", self.whatsapp_nummer):
            raise SettingsError(
                f"{PREFIX}WHATSAPP_NUMMER: alleen cijfers, bijvoorbeeld 31612345678"
            )
        try:
            if self.metrics_host not in secrets_check.OWN_MACHINE:
                secrets_check.check_secret(f"{PREFIX}METRICS_TOKEN", self.metrics_token)
            if self.report not in REPORTS:
                raise SettingsError(f"{PREFIX}REPORT is {', '.join(REPORTS)}")
            if self.env == "production":
                self._check_secrets()
        except SecretError as error:
            raise SettingsError(str(error)) from None
        self._check_whatsapp()

    def _check_secrets(self) -> None:
        """Production has real secrets for all that is switched on; raises SecretError."""
        named = {name: f"{PREFIX}{name.upper()}" for name in (f.name for f in fields(self))}
        for name in _SECRETS:
            secrets_check.check_secret(named[name], getattr(self, name))
        if self.worker_secret or not self.followup_off_whatsapp:
            secrets_check.check_secret(named["worker_secret"], self.worker_secret)
        if self.desk_secret:
            secrets_check.check_secret(named["desk_secret"], self.desk_secret, DESK_SECRET_LENGTH)
        if self.portal_in_gateway or self.whatsapp_phone_number_id or self.twilio_account_sid:
            # Names and addresses of patients are sealed with these.
            if not self.store_keys:
                raise SecretError(f"{named['store_keys']} ontbreekt; productie start niet zonder")
            secrets_check.check_secret(named["lookup_key"], self.lookup_key)
        for name in _HANDED_OUT:
            if getattr(self, name):
                secrets_check.check_example(named[name], getattr(self, name))
        every = (*_SECRETS, "worker_secret", "desk_secret", "lookup_key")
        secrets_check.check_different({named[n]: getattr(self, n) for n in every})
        secrets_check.check_server(named["redis_url"], self.redis_url, needed=True)
        for name in ("database_url", "tracker_url"):
            secrets_check.check_server(named[name], getattr(self, name))
        secrets_check.check_mail(named["smtp_url"], self.smtp_url)

    def _check_whatsapp(self) -> None:
        """A channel that is switched on has all that it needs, on a laptop as well."""
        for switch, needed in _CHANNELS.items():
            missing = [n for n in needed if getattr(self, switch) and not getattr(self, n)]
            if missing:
                raise SettingsError(
                    f"{PREFIX}{missing[0].upper()} ontbreekt; {PREFIX}{switch.upper()} "
                    "kan niet zonder"
                )
        stored = self.whatsapp_phone_number_id or self.twilio_account_sid
        if self.env == "production" and stored:
            if not self.public_url.startswith("https://"):
                raise SettingsError(f"{PREFIX}PUBLIC_URL is in productie een https-adres")
            for name in ("whatsapp_graph_url", "twilio_url"):
                if not getattr(self, name).startswith("https://"):
                    raise SettingsError(f"{PREFIX}{name.upper()} is in productie een https-adres")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; on a laptop a missing secret becomes a random one of this start.

        Raises SettingsError when a value is wrong, or when production lacks a real secret.
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for item in fields(cls):
            raw = environ.get(PREFIX + item.name.upper(), "").strip()
            if raw:
                values[item.name] = _parse(item.name, raw, item.default)
        if values.get("env", "laptop") == "laptop":
            for name in _SECRETS:
                values.setdefault(name, secrets.token_urlsafe(SECRET_LENGTH))
        return cls(**values)


def environment_names() -> dict[str, str]:
    """Every variable and its line of documentation, in order."""
    return {PREFIX + f.name.upper(): f.metadata["doc"] for f in fields(Settings)}


def _parse(name: str, raw: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"ja": True, "nee": False}[raw.lower()]
        if isinstance(default, tuple):
            return tuple(part.strip() for part in raw.split(",") if part.strip())
        if isinstance(default, int | float | Path):
            return type(default)(raw)
    except KeyError:
        raise SettingsError(f"{PREFIX}{name.upper()} is ja of nee") from None
    except ValueError:
        raise SettingsError(f"{PREFIX}{name.upper()} is geen getal") from None
    return raw


def _check_origin(origin: str, name: str) -> None:
    parts = urlsplit(origin)
    plain = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in ("http", "https") or origin != plain or not parts.hostname:
        raise SettingsError(f"{PREFIX}{name}: https://naam, zonder pad")
    if any(c in origin for c in " ;,*'\"\r\n"):
        raise SettingsError(f"{PREFIX}{name}: geen jokertekens")


def _check_network(network: str) -> None:
    try:
        ipaddress.ip_network(network)
    except ValueError:
        raise SettingsError(
            f"{PREFIX}TABLET_NETWORKS: adressen zoals 192.168.1.0/24, met komma's"
        ) from None
