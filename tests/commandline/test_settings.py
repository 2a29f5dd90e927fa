"""Settings come from the environment; what is wrong is named, what is secret is not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitments.errors import ConfigurationError
from pipelines.check import find_mistakes
from pipelines.doctor import shown_settings
from pipelines.readers.contract import Limits
from pipelines.settings import PREFIX, Settings, load_settings

SECRETS = {
    "CATALOGUE": "postgresql://clerk:sesame-4711@localhost/pledges",
    "S3_SECRET": "sesame-4712",
    "SMTP_PASSWORD": "sesame-4713",
}


def test_the_defaults_need_nothing_installed_or_started(environment: dict[str, str]) -> None:
    settings = Settings(home=Path("var"))
    assert settings.home_party == "USA"
    assert settings.catalogue is None
    assert settings.smtp_host is None
    location = settings.location()
    assert location.catalogue == Path("var/lake/catalogue.sqlite").absolute()
    assert location.data == str(Path("var/lake/data").absolute())
    assert location.store is None


def test_everything_lives_under_the_home(settings: Settings) -> None:
    for name in ("inbox", "archive", "reports", "outbox", "docs", "staging"):
        assert getattr(settings, name).parent == settings.home


WRONG = {
    "HOME_PARTY": ["US", "usa", "ZZZ", ""],
    "CATALOGUE": ["mysql://host/db", "catalogue.sqlite"],
    "MEMORY_LIMIT": ["2", "2 GB", "lots", "2GB; DROP", ""],
    "SETTLE_SECONDS": ["-1", "601", "soon", ""],
    "LARGEST_FILE_MB": ["0", "-5", "1.5"],
    "SMTP_PORT": ["0", "65536", "smtp"],
    "SMTP_STARTTLS": ["perhaps"],
    "S3_USE_TLS": ["perhaps"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_named_by_its_variable(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    (mistake,) = caught.value.mistakes
    assert mistake.file == f"{PREFIX}{name}"
    assert mistake.message
    assert caught.value.exit_code == 2


def test_a_wrong_setting_tells_what_was_given_and_what_it_is_for(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}SETTLE_SECONDS", "soon")
    with pytest.raises(ConfigurationError, match=r"got 'soon'; correct or unset it \(A file in"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SETLE_SECONDS", "sets nothing, PLEDGEWATCH_SETTLE_SECONDS would; "),
        ("MAIL_SERVER", "sets nothing; "),
    ],
)
def test_check_names_a_variable_that_sets_nothing(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    assert find_mistakes(load_settings()) == []
    monkeypatch.setenv(f"{PREFIX}{name}", "1")
    (mistake,) = find_mistakes(load_settings())
    assert str(mistake).startswith(f"{PREFIX}{name}: {told}")


RIGHT = {
    "HOME_PARTY": "NLD",
    "CATALOGUE": "host=localhost dbname=pledges",
    "MEMORY_LIMIT": "500MB",
    "SETTLE_SECONDS": "600",
    "LARGEST_FILE_MB": "1",
    "SMTP_PORT": "65535",
    "SMTP_STARTTLS": "false",
}


@pytest.mark.parametrize(("name", "value"), RIGHT.items())
def test_a_right_value_is_taken(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)
    assert name.lower() in load_settings().model_fields_set


def test_all_wrong_values_are_told_at_once(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, values in WRONG.items():
        monkeypatch.setenv(f"{PREFIX}{name}", values[0])
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert {mistake.file for mistake in caught.value.mistakes} == {f"{PREFIX}{n}" for n in WRONG}


def test_secrets_are_not_shown(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"{PREFIX}{name}", value)
    settings = load_settings()
    shown = {item.variable: item.value for item in shown_settings(settings)}
    for name in SECRETS:
        assert shown[f"{PREFIX}{name}"] == "(set, not shown)"
    assert "sesame" not in f"{shown} {settings!r} {settings}"


def test_a_wrong_secret_is_told_without_being_shown(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}CATALOGUE", "mysql://clerk:sesame-4711@localhost/pledges")
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert "sesame" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_every_setting_is_shown_with_its_meaning_and_whether_it_is_the_default(
    settings: Settings,
) -> None:
    shown = shown_settings(settings)
    assert [item.variable for item in shown] == [
        f"{PREFIX}{name.upper()}" for name in Settings.model_fields
    ]
    assert all(item.meaning for item in shown)
    given = {item.variable for item in shown if not item.is_default}
    assert given == {f"{PREFIX}HOME", f"{PREFIX}SETTLE_SECONDS"}


def test_an_object_store_is_used_when_the_data_lie_in_one(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATA", "s3://pledges/lake")
    monkeypatch.setenv(f"{PREFIX}S3_KEY_ID", "key")
    monkeypatch.setenv(f"{PREFIX}S3_SECRET", "sesame")
    store = load_settings().location().store
    assert store is not None
    assert (store.key_id, store.secret, store.use_tls) == ("key", "sesame", True)


def test_limits_are_what_the_settings_say_and_the_contract_says_otherwise(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().limits() == Limits()
    names = ("LARGEST_FILE_MB", "LARGEST_EXPANDED_MB", "MOST_ROWS", "MOST_COLUMNS")
    for value, name in enumerate(names, start=11):
        monkeypatch.setenv(f"{PREFIX}{name}", str(value))
    expected = Limits(file_mb=11, expanded_mb=12, rows=13, columns=14)
    assert load_settings().limits() == expected
