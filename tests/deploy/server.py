"""A clinic's server in a folder: the image's files, secrets, PostgreSQL, Redis, Caddy, every process."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psutil
import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import create_engine

from rugwijzer.run.launcher import with_secrets
from rugwijzer.run.ports import free_port
from rugwijzer.settings import PREFIX
from tests import tools
from tests.postgres import running_postgres
from tests.redis_server import running_redis

from . import image

#: Rasa's own start on a busy machine.
READY_S = 240
GATEWAYS, ENGINES = 2, 1


class Server:
    """The running production set, behind the proxy at `url`."""

    def __init__(self, folder: Path, postgres: str, redis_url: str) -> None:
        """Lay out the files and start; `postgres` and `redis_url` are host:port."""
        self.app = folder / "app"
        self.app.mkdir()
        image.lay_out(self.app)
        self.secrets = folder / "geheimen"
        script = tools.ROOT / "deploy" / "geheimen.sh"
        arguments = [str(self.secrets), postgres, redis_url]
        subprocess.run(["sh", str(script), *arguments], check=True, capture_output=True)
        self.port, self.portal_port = free_port(), free_port()
        self.https_port, self.http_port, self.check_port = free_port(), free_port(), free_port()
        self.url = f"https://localhost:{self.https_port}"
        self.certificate = certificate(folder)
        self.log = folder / "log.txt"
        self._folder = folder

    def environment(self) -> dict[str, str]:
        """What compose.yml sets, with the addresses of this machine; nothing of the tests' own."""
        bare = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        return bare | {
            "PYTHONPATH": str(self.app),
            "RUGWIJZER_ENV": "production",
            "RUGWIJZER_SECRETS_DIR": str(self.secrets),
            "RUGWIJZER_PORT": str(self.port),
            "RUGWIJZER_PORTAL_PORT": str(self.portal_port),
            "RUGWIJZER_PUBLIC_URL": "https://localhost",
            "RUGWIJZER_TRUSTED_PROXIES": "127.0.0.1",
            "RUGWIJZER_OPENINGSTIJDEN": "altijd",
            # Not the default: it makes a process ask for a secret that others do not have.
            "RUGWIJZER_FOLLOWUP_OFF_WHATSAPP": "nee",
        }

    def gateways(self) -> list[str]:
        """The addresses of the gateways themselves."""
        return [f"http://127.0.0.1:{self.port + 100 * n}" for n in range(GATEWAYS)]

    def start(self) -> None:
        """Start every process and wait until the first gateway says that all of it can answer."""
        command = [sys.executable, "-m", "rugwijzer.run.production"]
        command += ["--gateways", str(GATEWAYS), "--engines", str(ENGINES)]
        self.process = subprocess.Popen(
            command,
            cwd=self.app,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._read, args=(ready,), daemon=True).start()
        if not ready.wait(READY_S) or self.process.poll() is not None:
            raise RuntimeError(f"productie startte niet:\n{self.log.read_text()[-3000:]}")

    def _read(self, ready: threading.Event) -> None:
        assert self.process.stdout is not None
        with self.log.open("w") as out:
            for line in self.process.stdout:
                out.write(line)
                out.flush()
                if line.startswith("Rugwijzer is klaar"):
                    ready.set()
        ready.set()

    @contextmanager
    def proxy(self) -> Iterator[None]:
        """Caddy with the project's own Caddyfile and a certificate of this run."""
        addresses = " ".join(url.removeprefix("http://") for url in self.gateways())
        key = self.certificate.with_name("sleutel.pem")
        environment = {
            **os.environ,
            "HOME": str(self._folder),
            "SITE": "localhost",
            "TLS": f"tls {self.certificate} {key}",
            "GATEWAYS": addresses,
            "PORTALS": f"127.0.0.1:{self.portal_port}",
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.https_port),
            "CHECK_PORT": str(self.check_port),
        }
        config = str(tools.ROOT / "deploy" / "Caddyfile")
        tools.passes("caddy", "version")
        command = tools.command("caddy", "run", "--adapter", "caddyfile", "--config", config)
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as running:
            try:
                transport = httpx.HTTPTransport(retries=8)
                with httpx.Client(transport=transport) as client:
                    client.get(f"http://127.0.0.1:{self.check_port}/").raise_for_status()
                yield
            finally:
                running.send_signal(signal.SIGTERM)
                running.wait(20)

    def children(self) -> dict[str, list[psutil.Process]]:
        """The processes of the set by what they run; Rasa's helpers are left out."""
        marks = {
            "gateway": "rugwijzer.gateway",
            "portal": "rugwijzer.portal",
            "worker": "rugwijzer.followup.worker",
            "actions": "rasa_sdk",
            "engine": "rugwijzer.run.light_rasa",
        }
        found: dict[str, list[psutil.Process]] = {name: [] for name in marks}
        for child in psutil.Process(self.process.pid).children():
            words = child.cmdline()
            name = next(name for name, mark in marks.items() if mark in words)
            found[name].append(child)
        return found

    def values(self) -> list[str]:
        """Every secret value of this server."""
        return [v for p in self.secrets.iterdir() if (v := p.read_text().strip())]

    def with_secrets(self, *names: str) -> dict[str, str]:
        """The environment of a process that has these secrets."""
        return with_secrets(names, self.environment())

    def stop(self) -> int:
        """End it as systemd would; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """The server with everything it needs, started and behind its proxy."""
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres("fsync=off"))
        redis_url = stack.enter_context(running_redis())
        # The database of geheimen.sh.
        engine = create_engine(postgres, future=True, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE rugwijzer")
        engine.dispose()
        server = Server(folder, _address(postgres), _address(redis_url))
        password = (server.secrets / "redis_password").read_text()
        redis.Redis.from_url(redis_url).config_set("requirepass", password)
        server.start()
        stack.callback(lambda: server.process.poll() is None and server.stop())
        stack.enter_context(server.proxy())
        yield server


def _address(url: str) -> str:
    return url.partition("//")[2].rpartition("@")[2].partition("/")[0]


def certificate(folder: Path) -> Path:
    """A certificate for localhost, signed by itself, with its key in sleutel.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "sleutel.pem").write_bytes(private)
    path = folder / "keten.pem"
    path.write_bytes(made.public_bytes(pem))
    return path
