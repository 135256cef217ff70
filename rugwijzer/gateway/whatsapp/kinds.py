"""Pure: the kinds of message that WhatsApp knows, as this assistant tells them apart."""

from __future__ import annotations

TEXT, CHOICE, MEDIA = "text", "choice", "media"

#: Meta's types and the text of data/whatsapp.yml that answers each.
META = {
    "audio": "spraak",
    "voice": "spraak",
    "image": "foto",
    "video": "video",
    "document": "document",
    "location": "locatie",
    "contacts": "contact",
    "sticker": "sticker",
    "reaction": "reactie",
    "revoke": "verwijderd",
}
UNKNOWN = "onbekend"


def of_mime(mime: str) -> str:
    """The text for a file of this type."""
    if mime == "image/webp":
        return "sticker"
    known = {"audio": "spraak", "image": "foto", "video": "video"}
    return known.get(mime.split("/")[0].lower(), "document")
