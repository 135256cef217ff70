"""Reading YAML with the fast loader, and one kind of error for content that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentError(ValueError):
    """A content file is wrong; the text is Dutch and names the file."""


def read_yaml(path: Path) -> Any:
    """Parse one YAML file; raises ContentError when it is missing or not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf8"), Loader=_LOADER)  # noqa: S506 (a safe loader)
    except FileNotFoundError as error:
        raise ContentError(f"{path} bestaat niet") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{path} is geen geldige YAML: {error}") from error
