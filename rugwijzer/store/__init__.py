"""What is kept: patients by an opaque id, messages in and out, consent; identifying data encrypted."""

from .crypto import Vault
from .database import Database
from .opening import open_database

__all__ = ["Database", "Vault", "open_database"]
