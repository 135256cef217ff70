"""Settings of the tablet, the desk and the way to the own phone."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from .reading import SettingsError, Topic, hidden, setting, variable


@dataclass(frozen=True)
class WaitingRoom(Topic):
    """Where tablets stand, how long they wait, and who may see the desk."""

    tablet_idle_s: float = setting(60.0, "zo lang stilte op de tablet; dan wist hij het gesprek")
    tablet_networks: tuple[str, ...] = setting(
        (), "netwerken van de tablets; leeg is overal vandaan"
    )
    link_s: float = setting(600.0, "zo lang is een link naar de telefoon te openen, één keer")
    whatsapp_nummer: str = setting(
        "", "nummer van WhatsApp op de tablet, landcode eerst; bij Twilio vanzelf"
    )
    desk_secret: str = hidden("wachtwoord van /balie; leeg is geen balie; ten minste 16 tekens")

    def check(self) -> None:
        """Networks, and a number as WhatsApp writes it."""
        super().check()
        for network in self.tablet_networks:
            _check_network(network)
        if self.whatsapp_nummer and not re.fullmatch(r"[1-9]\d{7,14}", self.whatsapp_nummer):
            name = variable("whatsapp_nummer")
            raise SettingsError(f"{name}: alleen cijfers, bijvoorbeeld 31612345678")


def _check_network(network: str) -> None:
    try:
        ipaddress.ip_network(network)
    except ValueError:
        name = variable("tablet_networks")
        raise SettingsError(f"{name}: adressen zoals 192.168.1.0/24, met komma's") from None
