"""rugwijzer.settings."""

from __future__ import annotations

import pytest

from rugwijzer.settings import Practice, Settings, SettingsError, environment_names

GOOD = "w3-Tq8zK1mVx5bR9dYp2LhN7cJf4GsQe0"


def production(**values: str) -> dict[str, str]:
    base = {
        "ENV": "production",
        "SECRET": GOOD,
        "ENGINE_SECRET": GOOD[::-1],
        "STORE_KEYS": "k",
        "LOOKUP_KEY": "m2-Vq7xB9kTz4cR1wYp8LhN5dJf3GsQe6",
    }
    return {f"RUGWIJZER_{k}": v for k, v in (base | values).items()}


def test_laptop_needs_nothing_and_makes_its_own_secrets() -> None:
    one, other = Settings.from_env({}), Settings.from_env({})
    assert (one.env, one.host, one.port) == ("laptop", "127.0.0.1", 8000)
    assert len(one.secret) >= 32 and one.secret != other.secret
    assert one.secret != one.engine_secret


def test_production_starts_with_real_secrets() -> None:
    assert Settings.from_env(production()).secret == GOOD


@pytest.mark.parametrize("name", ["SECRET", "ENGINE_SECRET"])
@pytest.mark.parametrize(
    "value", ["", "qv7-te-kort", "a" * 40, "changeme-" + GOOD, "voorbeeld" * 5]
)
def test_production_refuses_a_secret_that_is_not_one(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"RUGWIJZER_{name} ") as caught:
        Settings.from_env(production(**{name: value}))
    assert not value or value not in str(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        {"ENV": "test"},
        {"REPORT": "alles"},
        {"PORT": "tachtig"},
        {"PORT": "0"},
        {"ENGINE_TIMEOUT_S": "-1"},
        {"SESSION_SECONDS": "0"},
        {"MESSAGE_RATE": "nan"},
        {"OPENINGSTIJDEN": "overdag"},
        {"ALLOWED_ORIGINS": "*"},
        {"FRAME_ANCESTORS": "https://a.nl; script-src *"},
    ],
)
def test_a_wrong_value_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.from_env({f"RUGWIJZER_{k}": v for k, v in values.items()})


def test_values_are_read_with_their_type() -> None:
    settings = Settings.from_env(
        {
            "RUGWIJZER_PORT": "8123",
            "RUGWIJZER_ENGINE_TIMEOUT_S": "2.5",
            "RUGWIJZER_ALLOWED_ORIGINS": "https://a.nl, https://b.nl",
        }
    )
    assert (settings.port, settings.engine_timeout_s) == (8123, 2.5)
    assert settings.allowed_origins == ("https://a.nl", "https://b.nl")


SITE = "https://rug.praktijk.nl"
META = {
    "WHATSAPP_PHONE_NUMBER_ID": "1",
    "WHATSAPP_TOKEN": "EAAtoken7HqKm29xVbTz",
    "WHATSAPP_APP_SECRET": "5kQ2b7Wn8zH2mXv6bT0q",
    "WHATSAPP_VERIFY_TOKEN": "controle-9Zx-w8Kp4tLm",
}
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "t",
    "TWILIO_SENDER": "whatsapp:+31201234567",
    "PUBLIC_URL": SITE,
}
MAIL = {"MAIL_FROM": "opvolging@praktijk.nl", "SMTP_URL": "smtps://mail.praktijk.nl"}


@pytest.mark.parametrize(
    ("channel", "missing"), [(c, name) for c in (META, TWILIO, MAIL) for name in list(c)[1:]]
)
def test_a_channel_that_is_switched_on_needs_all_of_its_settings(
    channel: dict[str, str], missing: str
) -> None:
    values = {f"RUGWIJZER_{k}": v for k, v in channel.items() if k != missing}
    with pytest.raises(SettingsError, match=f"RUGWIJZER_{missing} "):
        Settings.from_env(values)
    Settings.from_env(values | {f"RUGWIJZER_{missing}": channel[missing]})


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://rug.praktijk.nl"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": SITE, "STORE_KEYS": ""}, "STORE_KEYS"),
        (
            {"PUBLIC_URL": SITE, "WHATSAPP_GRAPH_URL": "http://graph.nl"},
            "WHATSAPP_GRAPH_URL",
        ),
        ({"PUBLIC_URL": SITE, "LOOKUP_KEY": ""}, "LOOKUP_KEY"),
    ],
)
def test_production_with_whatsapp_refuses_to_start_without_keys(
    values: dict[str, str], missing: str
) -> None:
    with pytest.raises(SettingsError, match=f"RUGWIJZER_{missing} "):
        Settings.from_env(production(**(META | values)))


@pytest.mark.parametrize("address", ["", "http://rug.praktijk.nl"])
def test_production_sends_no_personal_link_without_an_https_address(address: str) -> None:
    with pytest.raises(SettingsError, match="RUGWIJZER_PUBLIC_URL "):
        Settings.from_env(production(**MAIL, PUBLIC_URL=address))
    Settings.from_env(production(**MAIL, PUBLIC_URL=SITE))


def test_a_switch_is_ja_or_nee() -> None:
    assert Settings.from_env({}).followup_off_whatsapp is True
    assert (
        Settings.from_env({"RUGWIJZER_FOLLOWUP_OFF_WHATSAPP": "nee"}).followup_off_whatsapp is False
    )
    with pytest.raises(SettingsError, match="ja of nee"):
        Settings.from_env({"RUGWIJZER_FOLLOWUP_OFF_WHATSAPP": "true"})


def test_mail_without_a_sender_is_refused() -> None:
    with pytest.raises(SettingsError, match="RUGWIJZER_MAIL_FROM "):
        Settings.from_env({"RUGWIJZER_SMTP_URL": MAIL["SMTP_URL"]})


def test_a_key_of_the_figures_serves_for_nothing_else() -> None:
    with pytest.raises(SettingsError, match="RUGWIJZER_METRICS_TOKEN is dezelfde"):
        Settings.from_env(production(METRICS_TOKEN=GOOD))


def test_secrets_do_not_show_and_every_setting_has_a_line_of_documentation() -> None:
    assert GOOD not in repr(Settings.from_env(production()))
    assert all(environment_names().values())


@pytest.mark.parametrize(
    "values",
    [
        {"RUGWIJZER_PUBLIC_URL": "praktijk.nl"},
        {"RUGWIJZER_PUBLIC_URL": "https://praktijk.nl/pad"},
        {"RUGWIJZER_WHATSAPP_NUMMER": "0612345678"},
        {"RUGWIJZER_WHATSAPP_NUMMER": "+31612345678"},
        {"RUGWIJZER_TABLET_NETWORKS": "wachtkamer"},
        {"RUGWIJZER_TABLET_NETWORKS": "192.168.1.7/24"},
        {"RUGWIJZER_TABLET_IDLE_S": "0"},
        {"RUGWIJZER_LINK_S": "-1"},
    ],
)
def test_a_wrong_setting_of_the_waiting_room_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.from_env(values)


def test_the_desk_is_optional_but_never_with_a_weak_password_in_production() -> None:
    assert Settings.from_env(production()).desk_secret == ""
    with pytest.raises(SettingsError, match="RUGWIJZER_DESK_SECRET"):
        Settings.from_env(production() | {"RUGWIJZER_DESK_SECRET": "balie"})


OTHER = "c4-Wn8zH2mXv6bT0qYr9KjP5eLg1DsFa7"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"STORE_KEYS": ""}, "STORE_KEYS"),
        ({"LOOKUP_KEY": "Q8z4-w"}, "LOOKUP_KEY"),
        ({"LOOKUP_KEY": GOOD}, "LOOKUP_KEY"),
        ({"ENGINE_SECRET": GOOD}, "ENGINE_SECRET"),
        ({"WORKER_SECRET": "x" * 40}, "WORKER_SECRET"),
        ({"FOLLOWUP_OFF_WHATSAPP": "nee"}, "WORKER_SECRET"),
        ({"REDIS_URL": "redis://redis:6379/0"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://:redis@redis:6379/0"}, "REDIS_URL"),
        ({"DATABASE_URL": "postgresql://rug:postgres-12345@db/rug"}, "DATABASE_URL"),
        ({"TRACKER_URL": "postgresql://rugwijzer-01x:rugwijzer-01x@db/rug"}, "TRACKER_URL"),
        ({**MAIL, "SMTP_URL": "smtp://jan:Kq82-xyz-zz@mail.praktijk.nl"}, "SMTP_URL"),
        ({**MAIL, "SMTP_URL": "smtps://jan:changeme@mail.praktijk.nl"}, "SMTP_URL"),
        ({**MAIL, "SMTP_URL": "http://mail.praktijk.nl"}, "SMTP_URL"),
        ({"WHATSAPP_VERIFY_TOKEN": "changeme"}, "WHATSAPP_VERIFY_TOKEN"),
    ],
)
def test_production_refuses_each_weak_secret_by_name_and_without_its_value(
    values: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=f"RUGWIJZER_{named}\\b") as caught:
        Settings.from_env(production(**values))
    assert all(len(v) < 4 or v not in str(caught.value) for v in values.values())
    # The same is fine on a laptop.
    assert Settings.from_env({f"RUGWIJZER_{k}": v for k, v in values.items()}).env == "laptop"


@pytest.mark.parametrize(
    "values",
    [
        {"PORTAL_IN_GATEWAY": "nee", "STORE_KEYS": "", "LOOKUP_KEY": ""},
        {"WORKER_SECRET": OTHER, "FOLLOWUP_OFF_WHATSAPP": "nee"},
        {"REDIS_URL": "redis://127.0.0.1:6379/0"},
        {"REDIS_URL": f"rediss://:{OTHER}@redis:6379/0"},
        {"DATABASE_URL": "postgresql://rug@db/rug"},
        {"DATABASE_URL": f"postgresql+psycopg2://rug:{OTHER}@db/rug"},
        {**MAIL, "SMTP_URL": "smtp://relay.praktijk.nl", "PUBLIC_URL": SITE},
        {**MAIL, "SMTP_URL": "smtps://jan:Kq82-xyz-zz@mail.praktijk.nl", "PUBLIC_URL": SITE},
    ],
)
def test_production_starts_with_what_is_sensible(values: dict[str, str]) -> None:
    assert Settings.from_env(production(**values)).env == "production"


def test_a_session_that_outlives_its_conversation_is_refused() -> None:
    values = {"CONVERSATION_KEEP_DAYS": "1", "SESSION_SECONDS": "90000"}
    with pytest.raises(SettingsError, match="CONVERSATION_KEEP_DAYS"):
        Settings.from_env({f"RUGWIJZER_{k}": v for k, v in values.items()})


@pytest.mark.parametrize("urls", ["http://rasa-a:5005, http://rasa-b:5005", "http://rasa:5005"])
def test_several_engines_are_named_with_commas(urls: str) -> None:
    settings = Settings.from_env({"RUGWIJZER_ENGINE_URL": urls})
    assert settings.engine_url == tuple(urls.split(", "))


def test_the_practice_is_read_alone_whatever_is_wrong_with_the_rest() -> None:
    environ = {"RUGWIJZER_PORT": "0", "RUGWIJZER_PRAKTIJK_TELEFOON": "030-1"}
    assert Practice.from_env(environ).phones.practice == "030-1"
    with pytest.raises(SettingsError, match="OPENINGSTIJDEN"):
        Practice.from_env({"RUGWIJZER_OPENINGSTIJDEN": "overdag"})
    with pytest.raises(SettingsError, match="PORT"):
        Settings.from_env(environ)
