"""The processes of compose.yml, really running: PostgreSQL, Redis, TLS, and Rasa out of reach."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest
from sqlalchemy import create_engine, text

from rugwijzer.run.processes import DEFINITIONS
from tests.postgres import programs
from tests.redis_server import program

from .server import ENGINES, GATEWAYS, Server, running_server

pytestmark = pytest.mark.live

#: Rasa's HTTP API, its channels, the action server, and tricks with the path.
RASA = [
    ("GET", "/version"),
    ("GET", "/status"),
    ("GET", "/domain"),
    ("PUT", "/model"),
    ("POST", "/model/train"),
    ("POST", "/model/parse"),
    ("GET", "/conversations/x/tracker"),
    ("POST", "/conversations/x/tracker/events"),
    ("POST", "/conversations/x/trigger_intent"),
    ("GET", "/webhooks/rugwijzer/health"),
    ("POST", "/webhooks/rugwijzer/message"),
    ("POST", "/webhooks/rugwijzer/checkin"),
    ("POST", "/webhooks/rugwijzer/forget"),
    ("POST", "/webhooks/rest/webhook"),
    ("POST", "/webhook"),
    ("POST", "/actions"),
]
TRICKS = [
    "/web/../model",
    "/web/%2e%2e/model",
    "/web/..%2fmodel",
    "//model",
    "/webhooks/whatsapp/../rugwijzer/message",
    "/webhooks/twilio/..%2frugwijzer/message",
    "/api/v1/%2e%2e/%2e%2e/conversations/x/tracker",
    "/fysio/../model",
    "/MODEL",
    "/metrics",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if (programs() is None or program() is None) and not os.environ.get("CI"):
        pytest.skip("PostgreSQL of Redis is niet geïnstalleerd")
    with running_server(tmp_path_factory.mktemp("productie")) as running:
        yield running


@pytest.fixture(scope="module")
def site(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, verify=str(server.certificate), timeout=30) as client:
        yield client


def say(client: httpx.Client, words: str) -> list[dict[str, object]]:
    session = client.post("/api/v1/sessions", json={"surface": "website"}).json()["session"]
    headers = {"Authorization": f"Bearer {session}"}
    reply = client.post("/api/v1/messages", json={"text": words}, headers=headers)
    assert reply.status_code == 200
    return list(reply.json()["messages"])


def test_patient_gets_an_answer_over_tls(site: httpx.Client) -> None:
    assert site.get("/").status_code == 200
    assert say(site, "Welk matras is goed voor mijn rug?")[0]["kind"] == "answer"
    [first, *_] = say(site, "Ik kan sinds vanochtend niet meer plassen en mijn rug doet pijn")
    assert first["kind"] == "escalation"
    assert site.get("/health").json()["parts"]["engine"] == "ok"


def test_every_gateway_answers(server: Server) -> None:
    for url in server.gateways():
        with httpx.Client(base_url=url, timeout=30) as client:
            assert say(client, "Mag ik sporten met rugpijn?")[0]["kind"] == "answer"


def test_portal_runs_apart_and_behind_the_same_address(server: Server, site: httpx.Client) -> None:
    page = site.get("/fysio/inloggen")
    assert page.status_code == 200 and "wachtwoord" in page.text.lower()
    assert httpx.get(f"{server.gateways()[0]}/fysio/inloggen").status_code == 404


def test_plain_http_only_leads_to_tls(server: Server) -> None:
    reply = httpx.get(f"http://localhost:{server.http_port}/")
    assert reply.status_code == 308
    assert reply.headers["location"].startswith("https://localhost")


@pytest.mark.parametrize(("method", "path"), RASA)
def test_rasa_is_not_found_at_the_proxy_or_the_gateway(
    server: Server, site: httpx.Client, method: str, path: str
) -> None:
    secret = (server.secrets / "engine_secret").read_text()
    # Even who knows the shared secret gets nowhere.
    headers = {"Authorization": f"Bearer {secret}"}
    body = {"sender": "website-x", "surface": "website", "text": "hoi"}
    json = body if method != "GET" else None
    assert site.request(method, path, headers=headers, json=json).status_code == 404
    direct = httpx.request(method, server.gateways()[0] + path, headers=headers, json=json)
    assert direct.status_code in (404, 405)


@pytest.mark.parametrize("path", TRICKS)
def test_no_spelling_of_a_path_gets_past_the_proxy(server: Server, path: str) -> None:
    # Raw, because a client tidies a path before it sends it.
    status = raw_status(server, path)
    assert status in (308, 400, 404), status


def raw_status(server: Server, path: str) -> int:
    import ssl

    context = ssl.create_default_context(cafile=str(server.certificate))
    with (
        socket.create_connection(("127.0.0.1", server.https_port), 10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        secure.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        return int(secure.recv(64).split()[1])


def test_every_process_listens_on_loopback_only(server: Server) -> None:
    listening = {
        name: [
            c.laddr
            for process in processes
            for member in (process, *process.children(recursive=True))
            for c in member.net_connections(kind="inet")
            if c.status == psutil.CONN_LISTEN
        ]
        for name, processes in server.children().items()
    }
    assert len(listening["engine"]) >= ENGINES and len(listening["gateway"]) >= GATEWAYS
    assert not listening["worker"]
    for name, addresses in listening.items():
        assert {a.ip for a in addresses} <= {"127.0.0.1"}, name


def test_another_machine_cannot_connect_to_rasa(server: Server) -> None:
    outside = [
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family == socket.AF_INET and not address.address.startswith("127.")
    ]
    for port in engine_ports(server):
        socket.create_connection(("127.0.0.1", port), 5).close()
        # 127.0.0.2 is this machine as well, but not the address that Rasa is bound to.
        for address in ("127.0.0.2", *outside):
            with pytest.raises(OSError, match=r"refused|timed out"):
                socket.create_connection((address, port), 2)


def engine_ports(server: Server) -> list[int]:
    words = [process.cmdline() for process in server.children()["engine"]]
    return [int(w[w.index("-p") + 1]) for w in words]


def test_even_inside_rasa_has_no_http_api_and_asks_the_secret(server: Server) -> None:
    for port in engine_ports(server):
        base = f"http://127.0.0.1:{port}"
        for method, path in (("PUT", "/model"), ("GET", "/conversations/x/tracker")):
            assert httpx.request(method, base + path).status_code == 404
        assert httpx.post(f"{base}/webhooks/rugwijzer/message", json={}).status_code == 401


def test_conversations_are_in_postgresql_and_nowhere_on_disk(
    server: Server, site: httpx.Client
) -> None:
    say(site, "Welk matras is goed voor mijn rug?")
    engine = create_engine((server.secrets / "database_url").read_text(), future=True)
    with engine.connect() as connection:
        query = "SELECT count(*) FROM events WHERE data LIKE '%matras%'"
        assert connection.execute(text(query)).scalar_one() > 0
    engine.dispose()
    assert not list(server.app.rglob("*.sqlite"))


def test_no_secret_is_on_a_command_line_or_in_the_log(server: Server) -> None:
    processes = [p for group in server.children().values() for p in group]
    shown = "\n".join(" ".join(process.cmdline()) for process in processes)
    shown += server.log.read_text()
    assert not [value for value in server.values() if value in shown]


def test_process_knows_only_its_own_secrets(server: Server) -> None:
    for name, processes in server.children().items():
        known = {
            variable.removeprefix("RUGWIJZER_").lower()
            for process in processes
            for variable, value in process.environ().items()
            if value in server.values()
        }
        assert known <= set(DEFINITIONS[name].secrets), name


@pytest.mark.parametrize("name", [n for n, d in DEFINITIONS.items() if d.ready])
def test_health_check_of_compose_says_yes(server: Server, name: str) -> None:
    process = server.children()[name][0]
    port = next(
        c.laddr.port for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN
    )
    command = [sys.executable, "-m", "rugwijzer.run", "--check", "--port", str(port), name]
    ended = subprocess.run(command, cwd=server.app, env=server.environment(), timeout=20)
    assert ended.returncode == 0


@pytest.mark.last
def test_everything_stops_together(server: Server) -> None:
    processes = [
        member
        for group in server.children().values()
        for process in group
        for member in (process, *process.children(recursive=True))
    ]
    assert len(processes) >= GATEWAYS + ENGINES + 3
    began = time.monotonic()
    assert server.stop() == 0
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not alive
    assert time.monotonic() - began < 30
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.gateways()[0])
    # And the proxy, which is another service, tells the patient whom to call.
    with httpx.Client(verify=str(server.certificate), timeout=30) as client:
        down = client.get(server.url)
    assert down.status_code in (502, 503) and "112" in down.text
