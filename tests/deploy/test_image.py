"""The Dockerfile: linted, without root, and copying what exists and nothing more."""

from __future__ import annotations

import fnmatch
import re

from rugwijzer.run.processes import ENDPOINTS
from tests.tools import ROOT, passes

from . import image


def test_hadolint_is_content() -> None:
    passes("hadolint", str(image.DOCKERFILE))


def test_last_user_is_a_number_that_is_not_root() -> None:
    users = [line for line in image.stages()[image.STAGE] if line.startswith("USER ")]
    assert users[-1] == "USER 10001:10001"
    assert not any(line.startswith("USER ") for line in image.stages()["compleet"])


def test_packages_are_those_of_the_lock_file() -> None:
    [line] = [x for x in image.stages()["pakketten"] if "uv sync" in x]
    assert "--locked" in line and "--no-dev" in line
    assert any("uv==" in x for x in image.stages()["pakketten"])


def test_every_source_exists_and_passes_the_ignore_file() -> None:
    allowed = [
        line[1:]
        for line in (ROOT / "deploy/Dockerfile.dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    sources = {s for stage in image.stages() for group, _ in image.copied(stage) for s in group}
    for source in sources:
        found = [p.relative_to(ROOT).as_posix() for p in ROOT.glob(source)]
        assert found, source
        for path in found:
            parts = (path, path.partition("/")[0])
            assert any(fnmatch.fnmatch(part, p) for p in allowed for part in parts), path
    # And the ignore file lets nothing through that nobody copies.
    assert set(allowed) <= sources


def test_model_is_made_of_what_its_stage_copies() -> None:
    """Another import there would break the build only where images are built."""
    folders = ("knowledge", "nlu", "triage")
    files = [p for f in folders for p in (ROOT / "rugwijzer" / f).rglob("*.py")]
    room = ROOT / "rugwijzer" / "run"
    training = [room / f"{name}.py" for name in ("__init__", "rasa", "training")]
    text = "\n".join(p.read_text() for p in [*files, *training])
    imported = set(re.findall(r"^\s*(?:from|import) (?:\.\.|rugwijzer\.)(\w+)", text, re.M))
    assert imported <= set(folders)
    sources = [s for group, _ in image.copied("model") for s in group]
    assert {f"rugwijzer/{folder}" for folder in folders} <= set(sources)
    own = {n for p in training for n in re.findall(r"^from \.(\w+) import", p.read_text(), re.M)}
    needed = {p.relative_to(ROOT).as_posix() for p in training}
    assert needed <= set(sources) and own <= {p.stem for p in training}


def test_nothing_private_can_get_in() -> None:
    lines = (ROOT / "deploy/Dockerfile.dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert not any(rule.startswith(("!var", "!deploy/geheimen", "!deploy/.env")) for rule in rules)


def test_endpoints_of_production_are_in_the_image() -> None:
    assert (["deploy/endpoints.yml"], "deploy/") in image.copied()
    assert ENDPOINTS == "deploy/endpoints.yml"
