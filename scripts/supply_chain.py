"""`python -m scripts.supply_chain`: which locked packages are known to be weak, and the SBOM.

    audit   asks pip-audit (OSV) about every package of uv.lock; 1 when it finds what nobody accepted,
            0 when not, 0 with a line that says so when the database cannot be reached
    sbom    writes build/sbom.cdx.json, CycloneDX 1.6, from uv.lock

A new advisory must not turn a build red overnight that was green: the test suite holds the list of
accepted ones against uv.lock only. CI runs `audit` behind the tests and shows what it finds; a release
needs its 0.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from .tools import ROOT, command, uv

ACCEPTED = Path(__file__).with_name("accepted_advisories.yml")
SBOM = ROOT / "build" / "sbom.cdx.json"
_DATABASE = ("api.osv.dev", 443)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)")


@dataclass(frozen=True)
class Accepted:
    """One advisory that is known and accepted."""

    package: str
    version: str
    id: str
    reason: str


def accepted(path: Path = ACCEPTED) -> tuple[date, list[Accepted]]:
    """When the list was decided, and the list."""
    raw = yaml.safe_load(path.read_text(encoding="utf8"))
    return raw["decided"], [Accepted(**entry) for entry in raw["accepted"]]


def locked() -> dict[str, str]:
    """Every package that is installed with the assistant, with its version, from uv.lock."""
    export = ("export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet")
    done = subprocess.run([uv(), *export], cwd=ROOT, check=True, capture_output=True, text=True)
    found = (_PIN.match(line) for line in done.stdout.splitlines())
    return {m.group(1).lower(): m.group(2) for m in found if m}


def unaccepted(report: dict[str, Any], known: list[Accepted]) -> list[str]:
    """The findings of a report of pip-audit that are not on the list, each on a line."""
    allowed = {(a.package, a.version, a.id) for a in known}
    lines = []
    for package in report["dependencies"]:
        name, version = package["name"], package.get("version", "")
        for weakness in package.get("vulns", []):
            names = {weakness["id"], *weakness.get("aliases", [])}
            if not any((name, version, one) in allowed for one in names):
                fixed = ", ".join(weakness.get("fix_versions", [])) or "nog niet"
                lines.append(f"{name} {version}: {' '.join(sorted(names))}; opgelost in: {fixed}")
    return lines


def reachable() -> bool:
    """Whether the database of advisories can be asked from here."""
    try:
        socket.create_connection(_DATABASE, 3).close()
    except OSError:
        return False
    return True


def audit() -> int:
    """Ask about every locked package."""
    decided, known = accepted()
    if not reachable():
        print(f"{_DATABASE[0]} is niet te bereiken: de lijst van {decided} is niet bijgewerkt.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text("".join(f"{name}=={version}\n" for name, version in locked().items()))
        options = ("--requirement", str(pins), "--no-deps", "--disable-pip")
        report = ("--vulnerability-service", "osv", "--format", "json")
        done = subprocess.run(
            command("pip-audit", *options, *report), capture_output=True, text=True, check=False
        )
    if not done.stdout.startswith("{"):
        print(f"pip-audit werkte niet:\n{done.stderr[-2000:]}", file=sys.stderr)
        return 2
    found = unaccepted(json.loads(done.stdout), known)
    print("\n".join(found) or f"Niets buiten de lijst van {decided} ({len(known)} aanvaard).")
    return 1 if found else 0


def sbom(path: Path = SBOM) -> int:
    """Write the bill of materials."""
    pins = "".join(f"{name}=={version}\n" for name, version in locked().items())
    path.parent.mkdir(parents=True, exist_ok=True)
    options = ("--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON")
    subprocess.run(
        command("cyclonedx-py", "requirements", "-", *options, "-o", str(path)),
        cwd=ROOT,
        input=pins,
        text=True,
        check=True,
    )
    print(path)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 2 when a tool could not be run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.supply_chain")
    parser.add_argument("command", choices=("audit", "sbom"))
    chosen = parser.parse_args(arguments)
    try:
        return audit() if chosen.command == "audit" else sbom()
    except (LookupError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
