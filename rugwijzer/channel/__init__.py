"""The one channel through which the gateway talks to Rasa."""

from .input_channel import RugwijzerInput

__all__ = ["RugwijzerInput"]
