"""`python -m scripts.release`: builds sdist and wheel, and lets the assistant answer from the wheel.

The wheel is installed in an environment of its own that borrows the locked packages of .venv. There,
outside the checkout, its gateway serves the page and escalates an alarm signal by the rules it
carries, and its action server knows its actions. Nothing is published. 1 when something is missing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from rugwijzer.run.ports import free_port

from .tools import ROOT, uv

DIST = ROOT / "build" / "release"
#: Folders of the checkout, and where the wheel holds them.
PACKED = {
    "rugwijzer": "rugwijzer",
    "actions": "actions",
    "web": "rugwijzer/web",
    "data": "rugwijzer/data",
}
_START_S = 60.0
_SIGNAL = "ik kan niet plassen"


class ReleaseError(Exception):
    """What is wrong with the release, for who makes it."""


def version() -> str:
    """The version of pyproject.toml, the only place where one changes it."""
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    if found is None:
        raise ReleaseError("pyproject.toml noemt geen versie")
    return found.group(1)


def build() -> Path:
    """Build both; the wheel is made from the sdist, so the sdist is complete. Returns the wheel."""
    shutil.rmtree(DIST, ignore_errors=True)
    command = [uv(), "build", "--quiet", "--python", sys.executable, "--out-dir", str(DIST)]
    subprocess.run(command, cwd=ROOT, check=True)
    wheel = DIST / f"rugwijzer-{version()}-py3-none-any.whl"
    if not wheel.exists() or not (DIST / f"rugwijzer-{version()}.tar.gz").exists():
        raise ReleaseError(f"er is geen wheel en sdist van {version()} in {DIST}")
    return wheel


def differences(wheel: Path, root: Path = ROOT) -> list[str]:
    """Files of the checkout that the wheel lacks or has otherwise."""
    wrong = []
    with ZipFile(wheel) as packed:
        inside = set(packed.namelist())
        for folder, place in PACKED.items():
            for path in sorted((root / folder).rglob("*")):
                if not path.is_file() or "__pycache__" in path.parts:
                    continue
                name = f"{place}/{path.relative_to(root / folder).as_posix()}"
                if name not in inside or packed.read(name) != path.read_bytes():
                    wrong.append(name)
    return wrong


def install(wheel: Path, folder: Path) -> tuple[Path, Path]:
    """An environment with the wheel and the packages of .venv: its Python and its site-packages."""
    subprocess.run(
        [uv(), "venv", "--quiet", "--python", sys.executable, str(folder)], check=True, cwd=ROOT
    )
    python = folder / "bin" / "python"
    command = [uv(), "pip", "install", "--quiet", "--no-deps", "--python", str(python), str(wheel)]
    subprocess.run(command, check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (borrowed,) = {Path(p) for p in sys.path if p.endswith("site-packages") and ".venv" in p}
    (site / "borrowed.pth").write_text(f"{borrowed}\n")
    return python, site


@contextmanager
def running(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[None]:
    """A process in a folder that is not the checkout; what it said is shown when it fails."""
    log = folder / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
    try:
        yield
    except ReleaseError as error:
        raise ReleaseError(f"{error}\n{log.read_text()[-2000:]}") from error
    finally:
        process.terminate()
        process.wait(30)


def ask(url: str, body: object = None, token: str = "") -> Any:
    """The JSON or text of an address; raises OSError when there is none."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=20) as reply:
        text = reply.read().decode()
        return json.loads(text) if "json" in reply.headers["Content-Type"] else text


def until(question: Callable[[], Any], seconds: float = _START_S) -> Any:
    """Ask again until there is an answer; raises ReleaseError when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return question()
        except OSError as error:
            if time.monotonic() > deadline:
                raise ReleaseError(f"geen antwoord: {error}") from error
            time.sleep(0.1)


def try_gateway(python: Path, environment: dict[str, str], folder: Path) -> None:
    """The page, and an alarm signal without an engine."""
    url = f"http://127.0.0.1:{environment['RUGWIJZER_PORT']}"
    with running([str(python), "-m", "rugwijzer.gateway"], environment, folder):
        until(lambda: ask(f"{url}/live"))
        if "<html" not in ask(f"{url}/"):
            raise ReleaseError("de pagina zit niet in de wheel")
        try:
            raise ReleaseError(f"/health zegt zonder Rasa niet 503: {ask(f'{url}/health')}")
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise ReleaseError(f"/health geeft {error.code}") from error
        session = ask(f"{url}/api/v1/sessions", {"surface": "website"})["session"]

        def alarm() -> None:
            """Until the rules have been read, the fixed text stands in for them."""
            [said, *_] = ask(f"{url}/api/v1/messages", {"text": _SIGNAL}, session)["messages"]
            if (said["kind"], said.get("level")) != ("escalation", "spoed"):
                raise OSError(f"'{_SIGNAL}' gaf {said}")

        until(alarm)


def try_actions(python: Path, environment: dict[str, str], folder: Path) -> None:
    """The action server, with what it is to carry out."""
    port = str(free_port())
    command = [str(python), "-m", "rasa_sdk", "--actions", "actions", "--port", port]
    with running(command, environment, folder):
        known = {a["name"] for a in until(lambda: ask(f"http://127.0.0.1:{port}/actions"))}
    missing = {"action_faq", "action_rode_vlag", "validate_triage_form"} - known
    if missing:
        raise ReleaseError(f"de wheel mist acties: {', '.join(sorted(missing))}")


def origin(python: Path, environment: dict[str, str], folder: Path) -> list[Path]:
    """From where the environment takes the code."""
    code = "import rugwijzer, actions, rugwijzer.triage as t; print(rugwijzer.__file__, actions.__file__, t.__file__)"
    done = subprocess.run(
        [str(python), "-c", code],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [Path(p) for p in done.stdout.split()]


def main() -> int:
    """Build, compare, install, run."""
    try:
        wheel = build()
        if wrong := differences(wheel):
            raise ReleaseError(f"niet zoals de bron: {', '.join(wrong[:10])}")
        with tempfile.TemporaryDirectory(prefix="rugwijzer-release-") as made:
            folder = Path(made).resolve()
            python, site = install(wheel, folder / "env")
            environment = {
                **{k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}},
                "PYTHONWARNINGS": "ignore",
                "RASA_TELEMETRY_ENABLED": "false",
                "RUGWIJZER_PORT": str(free_port()),
                "RUGWIJZER_ENGINE_URL": f"http://127.0.0.1:{free_port()}",
                "RUGWIJZER_DATA_DIR": str(site / "rugwijzer" / "data"),
                "RUGWIJZER_DATABASE_URL": f"sqlite:///{folder}/rugwijzer.sqlite",
                "RUGWIJZER_TRACKER_URL": f"sqlite:///{folder}/gesprekken.sqlite",
            }
            if any(site not in path.parents for path in origin(python, environment, folder)):
                raise ReleaseError("de code komt niet uit de wheel")
            try_gateway(python, environment, folder)
            try_actions(python, environment, folder)
    except (ReleaseError, LookupError, subprocess.CalledProcessError) as error:
        print(f"Deze uitgave kan niet uit: {error}", file=sys.stderr)
        return 1
    print(f"{wheel.name}: gateway en acties antwoorden uit de wheel. {DIST}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
