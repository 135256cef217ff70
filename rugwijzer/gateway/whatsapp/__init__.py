"""WhatsApp, by Meta's Cloud API and by Twilio, on one shared core."""

from .channel import WhatsApp, providers

__all__ = ["WhatsApp", "providers"]
