from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools import ROOT, passes


@pytest.fixture(scope="session")
def deploy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """deploy/ as it is after the first steps of docs/beheer.md: a filled .env and secrets."""
    folder = tmp_path_factory.mktemp("server") / "deploy"
    shutil.copytree(ROOT / "deploy", folder)
    shutil.copy(folder / "voorbeeld.env", folder / ".env")
    subprocess.run(["sh", str(folder / "geheimen.sh")], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def compose(deploy_folder: Path) -> dict[str, Any]:
    """compose.yml as Docker Compose itself understands it."""
    out = passes("docker-compose", "config", "--format", "json", cwd=deploy_folder)
    return dict(json.loads(out))
