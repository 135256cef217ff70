"""rugwijzer.settings."""

from __future__ import annotations

import pytest

from rugwijzer.settings import Settings, SettingsError, environment_names

GOOD = "w3-Tq8zK1mVx5bR9dYp2LhN7cJf4GsQe0"


def production(**values: str) -> dict[str, str]:
    base = {"ENV": "production", "SECRET": GOOD, "ENGINE_SECRET": GOOD[::-1]}
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


def test_secrets_do_not_show_and_every_setting_has_a_line_of_documentation() -> None:
    assert GOOD not in repr(Settings.from_env(production()))
    assert all(environment_names().values())
