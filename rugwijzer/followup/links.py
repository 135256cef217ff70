"""The patient's personal link: nothing to store, nothing to guess, and worthless when replaced."""

from __future__ import annotations

import hmac

from sqlalchemy.orm import Session

from rugwijzer.store.courses import ENDED, INVITED, Course
from rugwijzer.store.crypto import Vault
from rugwijzer.store.database import vault_of

_MAC = 32


def token(vault: Vault, course: Course) -> str:
    """What stands at the end of the link: the course's id and 128 bits that only the key can make."""
    return f"{course.id}{_mac(vault, course)}"


def find(session: Session, raw: str) -> Course | None:
    """The course of a token; None when it was forged, replaced or ended."""
    course: Course | None = session.get(Course, raw[:32]) if len(raw) == 32 + _MAC else None
    if course is None or course.state == ENDED:
        return None
    right = hmac.compare_digest(raw[32:].encode(), _mac(vault_of(session), course).encode())
    return course if right else None


def replace(course: Course) -> None:
    """Make every link that was given out worthless."""
    course.link_version += 1


def is_invitation(course: Course) -> bool:
    """Whether the patient has not agreed yet."""
    return bool(course.state == INVITED)


def _mac(vault: Vault, course: Course) -> str:
    return vault.lookup("course-link", f"{course.id}:{course.link_version}")[:_MAC]
