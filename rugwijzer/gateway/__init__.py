"""The gateway: the only part that the outside can reach."""

from .app import create_app

__all__ = ["create_app"]
