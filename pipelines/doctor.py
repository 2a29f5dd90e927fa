"""Doctor: the settings in force and whether what they name can be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from pydantic import SecretStr

from commitments.errors import PledgewatchError
from pipelines.check import find_mistakes
from pipelines.settings import PREFIX, Settings
from pipelines.steps import opened_warehouse
from warehouse.reading import read_table_sizes

_PACKAGES = ("apache-airflow", "duckdb", "duckdb-extension-ducklake", "great-expectations")


@dataclass(frozen=True, kw_only=True)
class SettingShown:
    """One setting: its variable, its value with secrets hidden, where it came from."""

    variable: str
    value: str
    is_default: bool
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing examined."""

    what: str
    is_well: bool
    details: str


def shown_settings(settings: Settings) -> list[SettingShown]:
    """Every setting there is."""
    return [
        SettingShown(
            variable=f"{PREFIX}{name.upper()}",
            value=_shown(getattr(settings, name)),
            is_default=name not in settings.model_fields_set,
            meaning=field.description or "",
        )
        for name, field in type(settings).model_fields.items()
    ]


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set, not shown)"
    return "" if value is None else str(value)


def examine(settings: Settings) -> Iterator[Finding]:
    """Versions, reviewed files, and the warehouse."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield Finding(what="packages", is_well=True, details=packages)
    mistakes = find_mistakes(settings)
    details = f"{len(mistakes)} mistakes; see `pledgewatch check`" if mistakes else "no mistakes"
    yield Finding(what="reviewed files and settings", is_well=not mistakes, details=details)
    yield _warehouse(settings)


def _warehouse(settings: Settings) -> Finding:
    try:
        with opened_warehouse(settings) as warehouse:
            sizes: Mapping[str, int] = read_table_sizes(warehouse.connection)
    except PledgewatchError as error:
        return Finding(what="warehouse", is_well=False, details=str(error))
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sizes.items())
    return Finding(what="warehouse", is_well=True, details=told)
