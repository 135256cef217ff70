"""Every process starts with exactly its own secrets, whatever is switched on; nobody has a secret to spare."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from starlette.routing import Route

from actions import followup as actions
from rugwijzer.followup.worker import context_of
from rugwijzer.gateway.app import create_app
from rugwijzer.portal import __main__ as portal
from rugwijzer.report import __main__ as report
from rugwijzer.run import launcher
from rugwijzer.run.processes import DEFINITIONS, OPTIONAL_SECRETS
from rugwijzer.settings import PREFIX, SECRETS_OF, Settings, SettingsError
from rugwijzer.store import __main__ as store
from tests.tools import ROOT

#: What beheer.md tells to fill in for what is switched on; the rest geheimen.sh makes.
FILLED = {
    "desk_secret": "kamperfoelie-7-bij-de-voordeur",
    "smtp_url": "smtps://jan:Kq82-xyz-zz@mail.praktijk.nl",
    "whatsapp_token": "EAAtoken7HqKm29xVbTz",
    "whatsapp_app_secret": "5kQ2b7Wn8zH2mXv6bT0q",
    "whatsapp_verify_token": "controle-9Zx-w8Kp4tLm",
    "twilio_auth_token": "7c1f0e9b2a5d48836e4f",
    "metrics_token": "t6-Qz8mW1nVx5bR9dYp2LhN7cJf4GsKe3",
}
#: Settings that switch something on by having a value, each with what belongs to it.
SWITCHED_ON = (
    {"WHATSAPP_PHONE_NUMBER_ID": "1"},
    {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_SENDER": "whatsapp:+31201234567"},
    {"MAIL_FROM": "opvolging@praktijk.nl"},
    {"METRICS_HOST": "0.0.0.0"},
)
FIXED = {"ENV": "production", "PUBLIC_URL": "https://rug.praktijk.nl"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The secrets of a practice that uses everything."""
    made = tmp_path_factory.mktemp("geheimen")
    script = str(ROOT / "deploy" / "geheimen.sh")
    subprocess.run(["sh", script, str(made)], check=True, capture_output=True)
    for name, value in FILLED.items():
        (made / name).unlink()
        (made / name).write_text(value)
    return made


def environment(folder: Path, process: str, **switches: str) -> dict[str, str]:
    """What a process of production finds: its own secrets and the settings of all."""
    shared = {f"{PREFIX}{k}": v for k, v in (FIXED | switches).items()}
    found = launcher.with_secrets(
        SECRETS_OF[process], shared | {f"{PREFIX}SECRETS_DIR": str(folder)}
    )
    if "MAIL_FROM" not in switches:
        # A mail server without a sender is refused; without mail its file is empty.
        found.pop(f"{PREFIX}SMTP_URL", None)
    return found


def choices() -> Iterator[list[dict[str, str]]]:
    """Every setting that is ja or nee, or one of a few words, with its values."""
    for item in fields(Settings):
        name = item.name.upper()
        if isinstance(item.default, bool):
            yield [{name: "ja"}, {name: "nee"}]
        elif item.name != "env" and item.metadata.get("choices"):
            yield [{name: value} for value in item.metadata["choices"]]


def combinations() -> Iterator[dict[str, str]]:
    on_or_off = [[{}, switch] for switch in SWITCHED_ON]
    for chosen in itertools.product(*choices(), *on_or_off):
        yield {name: value for part in chosen for name, value in part.items()}


@pytest.mark.parametrize("process", SECRETS_OF)
def test_process_starts_with_its_own_secrets_whatever_is_switched_on(
    folder: Path, process: str
) -> None:
    tried = 0
    for switches in combinations():
        settings = Settings.from_env(environment(folder, process, **switches), process)
        assert settings.env == "production"
        tried += 1
    # Two switches of ja or nee, three kinds of report, and what is on by having a value.
    assert tried == 2 * 2 * 3 * 2 ** len(SWITCHED_ON)


def test_every_process_of_the_table_has_its_secrets_from_one_place() -> None:
    assert {n: d.secrets for n, d in launcher.KNOWN.items()} == dict(SECRETS_OF)
    assert set(DEFINITIONS) < set(SECRETS_OF)


def test_every_setting_that_never_shows_is_a_secret_of_somebody() -> None:
    hidden = {item.name for item in fields(Settings) if not item.repr}
    assert {name for names in SECRETS_OF.values() for name in names} == hidden


def test_nobody_has_what_only_another_uses() -> None:
    owners = {
        name: {p for p in DEFINITIONS if name in SECRETS_OF[p]} for name in hidden_of_processes()
    }
    for name in ("whatsapp_token", "whatsapp_app_secret", "whatsapp_verify_token"):
        assert owners[name] == {"gateway"}
    assert owners["twilio_auth_token"] == owners["desk_secret"] == {"gateway"}
    assert owners["smtp_url"] == {"worker"}
    assert owners["engine_secret"] == {"gateway", "engine"}
    assert owners["worker_secret"] == {"worker", "engine"}
    assert owners["secret"] == {"gateway", "portal", "worker"}
    assert owners["redis_url"] == {"gateway", "engine", "worker"}
    assert owners["tracker_url"] == {"gateway", "portal", "engine", "worker"}


def hidden_of_processes() -> set[str]:
    return {name for definition in DEFINITIONS.values() for name in definition.secrets}


@pytest.mark.parametrize(
    ("process", "switches", "needed"),
    [
        ("gateway", {"WHATSAPP_PHONE_NUMBER_ID": "1"}, "whatsapp_token"),
        ("gateway", SWITCHED_ON[1], "twilio_auth_token"),
        ("gateway", {}, "engine_secret"),
        ("worker", {"FOLLOWUP_OFF_WHATSAPP": "nee"}, "worker_secret"),
        ("worker", {"MAIL_FROM": "opvolging@praktijk.nl"}, "smtp_url"),
        ("worker", {"METRICS_HOST": "0.0.0.0"}, "metrics_token"),
        ("portal", {"METRICS_HOST": "0.0.0.0"}, "metrics_token"),
        ("portal", {}, "secret"),
    ],
)
def test_who_uses_a_secret_does_not_start_without_it(
    folder: Path, process: str, switches: dict[str, str], needed: str
) -> None:
    environ = environment(folder, process, **switches)
    del environ[PREFIX + needed.upper()]
    with pytest.raises(SettingsError, match=PREFIX + needed.upper()):
        Settings.from_env(environ, process)


@pytest.fixture
def own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Own:
    return Own(folder, tmp_path, monkeypatch)


class Own:
    """Puts a process of production into this one: its secrets, with a database that is here."""

    def __init__(self, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._place, self._monkeypatch = folder, place, monkeypatch

    def become(self, process: str) -> None:
        """Everything is switched on."""
        switches = {k: v for part in SWITCHED_ON for k, v in part.items()}
        environ = environment(
            self._folder, process, **switches, FOLLOWUP_OFF_WHATSAPP="nee", REPORT="cijfers"
        )
        for name in ("DATABASE_URL", "TRACKER_URL"):
            if PREFIX + name in environ:
                environ[PREFIX + name] = f"sqlite:///{self._place}/{name}.sqlite"
        environ[f"{PREFIX}DATA_DIR"] = str(ROOT / "data")
        for name, value in environ.items():
            self._monkeypatch.setenv(name, value)


def test_portal_makes_its_administrator(own: Own, capsys: pytest.CaptureFixture[str]) -> None:
    own.become("portal")
    assert portal.main(["beheerder", "naam@praktijk.nl", "Naam"]) == 0
    assert "Eerste wachtwoord" in capsys.readouterr().out


def test_gateway_is_built(own: Own) -> None:
    own.become("gateway")
    app = create_app(Settings.from_env(process="gateway"))
    paths = {route.path for route in app.routes if isinstance(route, Route)}
    assert {"/webhooks/whatsapp", "/webhooks/twilio"} <= paths


def test_actions_open_the_follow_up(own: Own) -> None:
    own.become("actions")
    actions.desk.cache_clear()
    try:
        assert actions.desk().content.plans
    finally:
        actions.desk.cache_clear()


def test_worker_has_its_mail_server_and_its_conversations(own: Own) -> None:
    own.become("worker")
    context = context_of(Settings.from_env(process="worker"))
    assert context.server is not None and context.sender.talks
    context.database.close()


def test_report_is_written_from_the_conversations_alone(own: Own, tmp_path: Path) -> None:
    own.become("report")
    assert report.main(["--map", str(tmp_path / "weken")]) == 0
    assert len(list((tmp_path / "weken").iterdir())) == 1


def test_store_is_brought_up_to_date(own: Own, capsys: pytest.CaptureFixture[str]) -> None:
    own.become("store")
    assert store.main(["bijwerken"]) == 0
    assert "bijgewerkt" in capsys.readouterr().out


def test_what_may_be_empty_is_what_can_be_switched_off() -> None:
    assert set(FILLED) == OPTIONAL_SECRETS
