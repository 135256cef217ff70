"""How this project calls Rasa: from which folder, with which environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The folder of the project, from which everything runs.
ROOT = Path(__file__).resolve().parents[2]


def rasa_environment() -> dict[str, str]:
    """The environment for Rasa: no telemetry, no noise."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
    }


def rasa_command(*arguments: str) -> list[str]:
    """Rasa's command line within this environment."""
    return [sys.executable, "-m", "rasa", *arguments]
