"""Encryption of what identifies a patient, and look-up of it without decrypting."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeysError(ValueError):
    """Keys that are missing or malformed; the text never quotes one."""


class Unreadable(Exception):
    """Sealed with a key that is not among the keys any more."""


class Vault:
    """Seals with the first key and opens with any of them (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, keys: Sequence[str], lookup_key: str) -> None:
        """Take Fernet keys, the newest first, and the key of look-ups, which never changes.

        Raises KeysError.
        """
        if not keys or not lookup_key:
            raise KeysError("no keys")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise KeysError("a key is not 32 bytes in url-safe base64") from None
        self._lookup_key = lookup_key.encode("utf8")

    def seal(self, text: str) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(text.encode("utf8", "replace"))

    def open(self, sealed: bytes) -> str:
        """Decrypt; raises Unreadable."""
        try:
            return self._fernet.decrypt(bytes(sealed)).decode("utf8")
        except InvalidToken:
            raise Unreadable("sealed with an unknown key") from None

    def readable(self, sealed: bytes | None) -> str | None:
        """Decrypt; None for nothing, and for what no key opens."""
        try:
            return None if sealed is None else self.open(sealed)
        except Unreadable:
            return None

    def reseal(self, sealed: bytes) -> bytes:
        """The same content under the newest key; raises Unreadable."""
        try:
            return self._fernet.rotate(bytes(sealed))
        except InvalidToken:
            raise Unreadable("sealed with an unknown key") from None

    def lookup(self, purpose: str, value: str) -> str:
        """A keyed hash (64 hexadecimal digits): equal for equal values, useless without the key."""
        message = f"{purpose}\0{value}".encode("utf8", "replace")
        return hmac.new(self._lookup_key, message, hashlib.sha256).hexdigest()


def new_key() -> str:
    """A fresh Fernet key."""
    return Fernet.generate_key().decode("ascii")
