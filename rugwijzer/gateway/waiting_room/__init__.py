"""The waiting room: tablets that wipe themselves, the desk that hears of alarms, the way to the own phone."""

from .surface import WaitingRoomSurface

__all__ = ["WaitingRoomSurface"]
