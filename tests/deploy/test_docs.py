"""docs/beheer.md names what there is: processes, secrets, commands and files."""

from __future__ import annotations

import re

import pytest

from rugwijzer.run.launcher import KNOWN
from rugwijzer.run.processes import DEFINITIONS
from tests.tools import ROOT

PAGE = (ROOT / "docs" / "beheer.md").read_text()


@pytest.mark.parametrize("name", DEFINITIONS)
def test_process_and_its_port_are_in_the_table(name: str) -> None:
    [row] = re.findall(rf"^\| `{name}` \| (\S+) \|", PAGE, re.M)
    assert row == str(DEFINITIONS[name].port or "-")


def test_every_secret_is_explained() -> None:
    secrets = {secret for d in DEFINITIONS.values() for secret in d.secrets}
    assert {secret for secret in secrets if f"`{secret}`" not in PAGE} == set()


def test_the_table_says_who_gets_each_secret() -> None:
    part = PAGE.split("## Geheimen")[1].split("\n## ")[0]
    told = {
        secret: set(who.split(", "))
        for names, who in re.findall(r"^\| (`.+?`) \|.*\| ([^|]+) \|$", part, re.M)
        for secret in re.findall(r"`(\w+)`", names)
    }
    got: dict[str, set[str]] = {}
    for name, definition in DEFINITIONS.items():
        for secret in definition.secrets:
            got.setdefault(secret, set()).add(name)
    assert {secret: told.get(secret) for secret in got} == got


def test_every_command_of_the_launcher_exists() -> None:
    named = re.findall(r"rugwijzer\.run (?:--check )?(\w+)", PAGE)
    assert len(named) > 5 and set(named) <= set(KNOWN)


def test_every_file_of_deploy_that_is_named_exists() -> None:
    named = {path.rstrip(".") for path in re.findall(r"\bdeploy/[\w./@-]+", PAGE)}
    made = {"deploy/backups", "deploy/certificaten"}
    assert {path for path in named - made if not (ROOT / path).exists()} == set()
    units = {path.name for path in (ROOT / "deploy/systemd").iterdir()}
    assert {"rugwijzer.target", "rugwijzer@.service", "rugwijzer-backup.timer"} <= units
