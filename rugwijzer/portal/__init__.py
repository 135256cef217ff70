"""The physiotherapist's pages and the patient's own page: server-rendered, working without JavaScript."""

from .app import create_portal

__all__ = ["create_portal"]
