"""Settings of the two ways to WhatsApp: Meta and Twilio."""

from __future__ import annotations

from dataclasses import dataclass

from .reading import Topic, hidden, setting


@dataclass(frozen=True)
class WhatsAppSettings(Topic):
    """Both are off until their first setting is there."""

    whatsapp_phone_number_id: str = setting("", "nummer-id bij Meta; leeg is geen WhatsApp")
    whatsapp_token: str = hidden("toegangssleutel van de systeemgebruiker bij Meta")
    whatsapp_app_secret: str = hidden("app-geheim waarmee Meta zijn berichten ondertekent")
    whatsapp_verify_token: str = hidden("eigen woord waarmee Meta de webhook controleert")
    whatsapp_graph_url: str = setting(
        "https://graph.facebook.com/v24.0", "adres en versie van de Graph API"
    )
    whatsapp_template: str = setting("vraag_klaar", "sjabloon met de koppeling naar een vraag")
    whatsapp_reopen_template: str = setting("bericht_klaar", "sjabloon dat om een antwoord vraagt")
    twilio_account_sid: str = setting("", "account bij Twilio; leeg is geen Twilio")
    twilio_auth_token: str = hidden("geheim van het Twilio-account")
    twilio_sender: str = setting("", "afzender bij Twilio, zoals whatsapp:+31201234567")
    twilio_url: str = setting("https://api.twilio.com", "adres van Twilio")
    twilio_template: str = setting("", "Content SID van vraag_klaar")
    twilio_reopen_template: str = setting("", "Content SID van bericht_klaar")
    whatsapp_in_doubt_s: float = setting(
        60.0, "zo lang wacht een bericht dat misschien verzonden is op een status"
    )
