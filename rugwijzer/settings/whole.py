"""All settings together, and what they ask of one another."""

from __future__ import annotations

import secrets as random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields

from . import secrets
from .followup import FollowUp
from .practice import Practice
from .reading import SettingsError, read, variable
from .serving import Serving
from .storage import Storage
from .uses import not_of
from .waitingroom import WaitingRoom
from .watching import Watching
from .whatsapp import WhatsAppSettings

_OWN = ("secret", "engine_secret")
#: What a practice makes itself; production refuses one that can be guessed or that serves twice.
_MADE = (*_OWN, "worker_secret", "lookup_key")
#: What a provider handed out; production only refuses an example.
_HANDED_OUT = (
    "whatsapp_token",
    "whatsapp_app_secret",
    "whatsapp_verify_token",
    "twilio_auth_token",
)
#: What switches something on, and what that then needs.
_SWITCHES = {
    "whatsapp_phone_number_id": (
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
    ),
    "twilio_account_sid": ("twilio_auth_token", "twilio_sender", "public_url"),
    "mail_from": ("smtp_url",),
    "smtp_url": ("mail_from",),
}


@dataclass(frozen=True)
class Settings(Watching, FollowUp, WhatsAppSettings, Storage, WaitingRoom, Practice, Serving):
    """Every setting of the assistant. The last topic comes first in the documentation."""

    def check(self) -> None:
        """What each topic asks, and what they ask of one another; raises SettingsError."""
        super().check()
        if self.session_seconds > self.conversation_keep_days * 86_400:
            raise SettingsError(
                f"{variable('conversation_keep_days')} is korter dan een sessie duurt"
            )
        if self.env == "production":
            self._check_secrets()
            self._check_addresses()

    def _check_secrets(self) -> None:
        """In production every secret that is there is a real one."""
        named = {item.name: variable(item.name) for item in fields(self)}
        lengths = dict.fromkeys(_MADE, secrets.SECRET_LENGTH)
        lengths["desk_secret"] = secrets.DESK_SECRET_LENGTH
        for name, length in lengths.items():
            if getattr(self, name):
                secrets.check_secret(named[name], getattr(self, name), length)
        for name in _HANDED_OUT:
            if getattr(self, name):
                secrets.check_example(named[name], getattr(self, name))
        secrets.check_different({named[n]: getattr(self, n) for n in (*lengths, "metrics_token")})
        secrets.check_server(named["redis_url"], self.redis_url, needed=True)
        for name in ("database_url", "tracker_url"):
            secrets.check_server(named[name], getattr(self, name))
        secrets.check_mail(named["smtp_url"], self.smtp_url)

    def _check_addresses(self) -> None:
        """Personal links and WhatsApp never go over the internet in the clear."""
        wanted = ["public_url"] if self._on_whatsapp or self.mail_from else []
        if self._on_whatsapp:
            wanted += ["whatsapp_graph_url", "twilio_url"]
        for name in wanted:
            if not getattr(self, name).startswith("https://"):
                raise SettingsError(f"{variable(name)} is in productie een https-adres")

    @property
    def _on_whatsapp(self) -> bool:
        return bool(self.whatsapp_phone_number_id or self.twilio_account_sid)

    def _demand(self, absent: Collection[str]) -> None:
        """What is switched on has all that it needs, but for `absent`: secrets that only others use."""
        for switch, needed in _SWITCHES.items():
            for name in needed:
                if getattr(self, switch) and not getattr(self, name) and name not in absent:
                    raise SettingsError(
                        f"{variable(name)} ontbreekt; {variable(switch)} kan niet zonder"
                    )
        if self.metrics_host not in secrets.OWN_MACHINE and "metrics_token" not in absent:
            secrets.check_secret(variable("metrics_token"), self.metrics_token)
        if self.env == "production":
            for name in self._needed_in_production():
                if not getattr(self, name) and name not in absent:
                    raise SettingsError(f"{variable(name)} ontbreekt; productie start niet zonder")

    def _needed_in_production(self) -> Iterator[str]:
        yield from _OWN
        if not self.followup_off_whatsapp:
            yield "worker_secret"
        if self.portal_in_gateway or self._on_whatsapp:
            # Names and addresses of patients are sealed with these.
            yield from ("store_keys", "lookup_key")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, process: str = "") -> Settings:
        """Read the environment; on a laptop a missing secret becomes a random one of this start.

        `process` is one of SECRETS_OF: it is asked for no secret of the others. Without one all are
        asked, because all then run in this environment. Raises SettingsError when a value is wrong or
        what is switched on misses something, or when production lacks a real secret.
        """
        values = read(cls, environ)
        if values.get("env", "laptop") == "laptop":
            for name in _OWN:
                values.setdefault(name, random.token_urlsafe(secrets.SECRET_LENGTH))
        settings = cls(**values)
        settings._demand(not_of(process))
        return settings


def environment_names() -> dict[str, str]:
    """Every variable and its line of documentation, in order."""
    return {variable(item.name): item.metadata["doc"] for item in fields(Settings)}
