"""Settings from the environment, with defaults that are safe on a laptop: a topic a file.

A new one goes into the file of its topic, with its line of documentation.
"""

from .practice import Practice
from .reading import PREFIX, SettingsError
from .uses import SECRETS_OF
from .whole import Settings, environment_names

__all__ = ["PREFIX", "SECRETS_OF", "Practice", "Settings", "SettingsError", "environment_names"]
