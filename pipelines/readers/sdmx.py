"""SDMX-ML data messages of 2.0, 2.1 and 3.0: one row for each observation.

Source: https://sdmx.org/?page_id=5008, section 3, SDMX-ML
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.readers.bounded import MEGABYTE, check_cell, opened
from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.sdmx_message import (
    DataSet,
    Header,
    Item,
    Observation,
    Series,
    Shared,
    message_items,
)
from pipelines.readers.sdmx_texts import Texts, merged

# What a held data set or group weighs beside its texts, in characters.
_WEIGHT = 500

_Groups = Mapping[tuple[str, ...], Mapping[tuple[str | None, ...], Texts]]


def read_sdmx(file: Path, *, columns: Collection[str], limits: Limits) -> Table:
    """Every observation, with what is said of it, of its series, its groups and its data set.

    The columns are the identifiers of dimensions and attributes, as sent, with `STRUCTURE_ID` and
    `ACTION` as SDMX-CSV has them; `columns` are there even when the file has none of them. Where
    differing texts are sent for one, all are given: `A | B`. The facts are what the header says:
    `Prepared`, `Extracted`, `Sender`. The file is read twice: groups may follow their series.

    Raises:
        RefusedFileError: here, or late, from the rows.
    """
    survey = _Survey(limits)
    with opened(file, limits=limits) as stream:
        for item in message_items(stream, limits=limits):
            survey.take(item)
    found = (*survey.columns, *sorted(set(columns) - survey.columns.keys()))
    data_sets = [data_set.settled() for data_set in survey.data_sets]
    return Table(
        columns=found,
        rows=_rows(file, found, data_sets, limits=limits),
        facts=survey.facts,
    )


def describe_sdmx(file: Path, *, limits: Limits, first_bytes: int = MEGABYTE) -> tuple[str, ...]:
    """The columns that show in the first bytes.

    Raises:
        RefusedFileError: when none was found before the first mistake.
    """
    survey = _Survey(limits)
    try:
        with opened(file, limits=limits, first_bytes=first_bytes) as stream:
            for item in message_items(stream, limits=limits):
                survey.take(item)
    except RefusedFileError:
        if not survey.columns:
            raise
    return tuple(survey.columns)


@dataclass(frozen=True, kw_only=True)
class _Settled:
    """What counts for all observations of a data set, and for those with a key."""

    texts: Texts
    groups: _Groups


@dataclass(kw_only=True)
class _Surveyed:
    """A data set as far as it has been seen.

    `of_all` are the identifiers every observation has, the dimensions among them; None before the
    first observation.
    """

    texts: Texts
    shared: list[Shared] = field(default_factory=list)
    of_all: set[str] | None = None

    def observe(self, item: Observation) -> None:
        of_series = item.series.texts.keys() if item.series else set()
        if self.of_all is None:
            self.of_all = {*of_series, *item.texts}
        elif not all(name in item.texts or name in of_series for name in self.of_all):
            self.of_all &= {*of_series, *item.texts}

    def settled(self) -> _Settled:
        """With keys told from attributes: a key is of dimensions, which every observation has."""
        of_all = self.of_all or set()
        groups: dict[tuple[str, ...], dict[tuple[str | None, ...], Texts]] = {}
        for item in self.shared:
            key = item.key
            if key is None:
                key = {name: text for name, text in item.texts.items() if name in of_all}
            texts = {name: text for name, text in item.texts.items() if name not in key}
            names = tuple(sorted(key))
            group = groups.setdefault(names, {})
            values = tuple(key[name] for name in names)
            group[values] = merged(group.get(values, {}), texts)
        return _Settled(texts=self.texts, groups=groups)


class _Survey:
    """What must be known of the whole file before its first row is given."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = 0
        self._series: Series | None = None
        self.facts: Mapping[str, str] = {}
        self.columns: dict[str, None] = {}
        self.data_sets: list[_Surveyed] = []

    def take(self, item: Item) -> None:
        match item:
            case Header():
                self.facts = item.facts
            case DataSet():
                self._hold(item.texts)
                self.data_sets.append(_Surveyed(texts=item.texts))
            case Shared():
                self._hold({**(item.key or {}), **item.texts})
                self.data_sets[-1].shared.append(item)
            case Observation():
                self._observe(item)

    def _observe(self, item: Observation) -> None:
        if item.series is not None and item.series is not self._series:
            self._series = item.series
            self._meet(item.series.texts)
        self._meet(item.texts)
        self.data_sets[-1].observe(item)

    def _hold(self, texts: Texts) -> None:
        self._held += _WEIGHT + sum(len(name) + len(text) for name, text in texts.items())
        if self._held > self._limits.record_mb * MEGABYTE:
            raise RefusedFileError(
                f"what data sets and groups say of their observations is longer than "
                f"{self._limits.record_mb} MB (limit record_mb)"
            )
        self._meet(texts)

    def _meet(self, texts: Texts) -> None:
        if self.columns.keys() >= texts.keys():
            return
        self.columns.update(dict.fromkeys(texts))
        if len(self.columns) > self._limits.columns:
            raise RefusedFileError(
                f"there are more than {self._limits.columns} dimensions and attributes "
                f"(limit columns)"
            )


def _rows(
    file: Path, columns: tuple[str, ...], data_sets: list[_Settled], *, limits: Limits
) -> Iterator[Row]:
    remaining = iter(data_sets)
    with opened(file, limits=limits) as stream:
        of_series = None
        for item in message_items(stream, limits=limits):
            if isinstance(item, DataSet):
                data_set, of_series = next(remaining), None
            elif isinstance(item, Observation):
                if of_series is None or of_series.series is not item.series:
                    of_series = _OfSeries(data_set, item.series)
                texts = of_series.texts_of(item)
                yield _row(item.place, texts, columns, limits=limits)


class _OfSeries:
    """What counts for all observations of one series."""

    def __init__(self, data_set: _Settled, series: Series | None) -> None:
        own = series.texts if series else {}
        self.series = series
        self._texts = merged(data_set.texts, own)
        self._later: _Groups = {}
        for names, groups in data_set.groups.items():
            if own.keys() >= set(names):
                self._texts = merged(self._texts, _of_group(groups, names, own))
            else:
                self._later = {**self._later, names: groups}

    def texts_of(self, observation: Observation) -> Texts:
        """All that is said of an observation of this series."""
        texts = merged(self._texts, observation.texts)
        for names, groups in self._later.items():
            texts = merged(texts, _of_group(groups, names, texts))
        return texts


def _of_group(
    groups: Mapping[tuple[str | None, ...], Texts], names: tuple[str, ...], texts: Texts
) -> Texts:
    return groups.get(tuple(texts.get(name) for name in names), {})


def _row(place: str, texts: Texts, columns: tuple[str, ...], *, limits: Limits) -> Row:
    if max(map(len, texts.values()), default=0) > limits.cell_characters:
        for name, text in texts.items():
            check_cell(text, place=f"{place}, {name}", limits=limits)
    return (place, *map(texts.get, columns))
