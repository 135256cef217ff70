"""Settings of the follow-up: worker, mail and portal."""

from __future__ import annotations

from dataclasses import dataclass

from .reading import Topic, hidden, setting


@dataclass(frozen=True)
class FollowUp(Topic):
    """The check-ins of the worker and the pages of the physiotherapist."""

    followup_off_whatsapp: bool = setting(
        True, "houdt vragen over klachten van de opvolging van WhatsApp af (ja of nee)"
    )
    worker_secret: str = hidden("deelt de werker met Rasa, om een check-in te beginnen")
    smtp_url: str = hidden("mailserver van de werker, smtp:// of smtps://")
    mail_from: str = setting("", "afzender van de e-mail; leeg is geen e-mail")
    followup_workers: int = setting(2, "taken die een werker tegelijk doet")
    followup_keep_days: int = setting(365, "dagen dat een beëindigd traject bewaard blijft")
    audit_keep_days: int = setting(1826, "dagen dat het logboek van het portaal bewaard blijft")
    portal_in_gateway: bool = setting(True, "toont het portaal in de gateway (ja of nee)")
    portal_port: int = setting(8001, "poort van het portaal als eigen proces")
    portal_idle_s: int = setting(900, "zo lang mag iemand in het portaal niets doen")
    portal_session_s: int = setting(36_000, "zo lang duurt een sessie in het portaal hoogstens")
