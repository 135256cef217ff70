"""A real PostgreSQL for tests and benchmarks, with Debian's programs, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rugwijzer.run.ports import free_port

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/opt/homebrew/bin")


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, or None when PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(os.path.realpath(on_path)).parent
    found = [p for place in _PLACES for p in sorted(Path("/").glob(place[1:]), reverse=True)]
    return next((p for p in found if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)


@contextmanager
def running_postgres(*options: str) -> Iterator[str]:
    """A server on loopback while the block runs; yields the URL of an empty database."""
    with restartable_postgres(*options) as (url, _):
        yield url


@contextmanager
def restartable_postgres(*options: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """As `running_postgres`, with what crashes the server and starts it again."""
    folder = programs()
    if folder is None:
        raise RuntimeError("PostgreSQL is niet geïnstalleerd (apt install postgresql)")
    port = free_port()
    # PostgreSQL refuses to run as root; Debian's package makes the user postgres.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="rugwijzer-pg-") as home:
        if user:
            os.chown(home, user.pw_uid, user.pw_gid)
        data = f"{home}/data"
        _run(user, folder / "initdb", "-D", data, "-U", "rugwijzer", "-A", "trust", "-E", "UTF8")
        listen = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c max_connections=60"
        extra = " ".join(f"-c {option}" for option in options)
        start = ("-D", data, "-l", f"{home}/log", "-w", "-o", f"{listen} {extra}", "start")
        _run(user, folder / "pg_ctl", *start)

        def restart() -> None:
            _run(user, folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
            _run(user, folder / "pg_ctl", *start)

        try:
            yield f"postgresql://rugwijzer@127.0.0.1:{port}/postgres", restart
        finally:
            _run(user, folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(user: pwd.struct_passwd | None, program: Path, *arguments: str) -> None:
    subprocess.run(
        [str(program), *arguments],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
    )
