from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Assistant

from .client import Patient


@pytest.fixture
def patient(assistant: Assistant) -> Patient:
    """A new patient on the website."""
    return Patient(assistant.url)


@pytest.fixture
def new_patient(assistant: Assistant) -> Callable[[str], Patient]:
    """Make a patient on a surface."""
    return lambda surface: Patient(assistant.url, surface)
