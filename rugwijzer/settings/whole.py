"""All settings together, and what they ask of one another."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass, fields

from . import secrets
from .followup import FollowUp
from .practice import Practice
from .reading import SettingsError, read, variable
from .serving import Serving
from .storage import Storage
from .waitingroom import WaitingRoom
from .watching import Watching
from .whatsapp import WhatsAppSettings

_OWN = ("secret", "engine_secret")
#: What a provider handed out; production only refuses an example.
_HANDED_OUT = (
    "whatsapp_token",
    "whatsapp_app_secret",
    "whatsapp_verify_token",
    "twilio_auth_token",
)
#: The setting that switches a channel on, and what the channel then needs.
_CHANNELS = {
    "whatsapp_phone_number_id": (
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
    ),
    "twilio_account_sid": ("twilio_auth_token", "twilio_sender", "public_url"),
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
        self._check_channels()

    def _check_secrets(self) -> None:
        """Production has real secrets for all that is switched on."""
        named = {item.name: variable(item.name) for item in fields(self)}
        for name in _OWN:
            secrets.check_secret(named[name], getattr(self, name))
        if self.worker_secret or not self.followup_off_whatsapp:
            secrets.check_secret(named["worker_secret"], self.worker_secret)
        if self.desk_secret:
            length = secrets.DESK_SECRET_LENGTH
            secrets.check_secret(named["desk_secret"], self.desk_secret, length)
        if self.portal_in_gateway or self.whatsapp_phone_number_id or self.twilio_account_sid:
            # Names and addresses of patients are sealed with these.
            if not self.store_keys:
                raise SettingsError(f"{named['store_keys']} ontbreekt; productie start niet zonder")
            secrets.check_secret(named["lookup_key"], self.lookup_key)
        for name in _HANDED_OUT:
            if getattr(self, name):
                secrets.check_example(named[name], getattr(self, name))
        every = (*_OWN, "worker_secret", "desk_secret", "lookup_key")
        secrets.check_different({named[n]: getattr(self, n) for n in every})
        secrets.check_server(named["redis_url"], self.redis_url, needed=True)
        for name in ("database_url", "tracker_url"):
            secrets.check_server(named[name], getattr(self, name))
        secrets.check_mail(named["smtp_url"], self.smtp_url)

    def _check_channels(self) -> None:
        """A channel that is switched on has all that it needs, on a laptop as well."""
        for switch, needed in _CHANNELS.items():
            missing = [n for n in needed if getattr(self, switch) and not getattr(self, n)]
            if missing:
                raise SettingsError(
                    f"{variable(missing[0])} ontbreekt; {variable(switch)} kan niet zonder"
                )
        stored = self.whatsapp_phone_number_id or self.twilio_account_sid
        if self.env == "production" and stored:
            for name in ("public_url", "whatsapp_graph_url", "twilio_url"):
                if not getattr(self, name).startswith("https://"):
                    raise SettingsError(f"{variable(name)} is in productie een https-adres")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; on a laptop a missing secret becomes a random one of this start.

        Raises SettingsError when a value is wrong, or when production lacks a real secret.
        """
        values = read(cls, environ)
        if values.get("env", "laptop") == "laptop":
            for name in _OWN:
                values.setdefault(name, random.token_urlsafe(secrets.SECRET_LENGTH))
        return cls(**values)


def environment_names() -> dict[str, str]:
    """Every variable and its line of documentation, in order."""
    return {variable(item.name): item.metadata["doc"] for item in fields(Settings)}
