"""An SDMX-ML data message as a stream: what is said of all, of a group, a series, an observation.

Source: SDMX 2.0, 2.1 and 3.0, section 3, SDMX-ML data messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from pipelines.readers.bounded import BoundedStream
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.kinds import XML_ROOTS
from pipelines.readers.sdmx_texts import (
    PASSED_OVER,
    SHOWN,
    TIME_PERIOD,
    Texts,
    Wording,
    codes_of,
    gathered,
    merged,
)
from pipelines.readers.xml_elements import local_name, parts

_GENERIC = {"GenericData", "GenericTimeSeriesData"}
_CONTAINERS = frozenset({"DataSet", "Series"})
_ALL_DIMENSIONS = "AllDimensions"
# Attributes by which a data set speaks of itself; 2.0 writes them among those of the structure.
_OF_DATA_SET = {
    *("action", "dataScope", "datasetID", "setID", "structureRef", "keyFamilyURI"),
    *("dataProviderID", "dataProviderSchemeAgencyId", "dataProviderSchemeId"),
    *("dataflowAgencyID", "dataflowID", "publicationPeriod", "publicationYear"),
    *("reportingBeginDate", "reportingEndDate", "validFromDate", "validToDate"),
}
# Source: SDMX 2.1, section 7, error codes: a response cut to what was asked or can be served.
_CUT_SHORT = {"130", "510"}


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the message says of itself, and its structures by the name data sets refer to."""

    facts: Mapping[str, str] = field(default_factory=dict)
    structures: Mapping[str, str] = field(default_factory=dict)
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A data set as it begins."""

    texts: Texts


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What a data set says of all its observations, or of those with this key.

    `key` is None where the structure alone knows which of the texts are the key.
    """

    key: Texts | None
    texts: Texts


@dataclass(kw_only=True)
class Series:
    """A series: its key and attributes, complete when its first observation comes."""

    place: str
    texts: Texts
    observations: int = 0


@dataclass(frozen=True, kw_only=True)
class Observation:
    """An observation, of a series or with a key of its own."""

    place: str
    series: Series | None
    texts: Texts


Item = Header | DataSet | Shared | Observation


def message_items(stream: BoundedStream, *, limits: Limits) -> Iterator[Item]:
    """The items of a message, in their order.

    Raises:
        RefusedFileError: when it is no data message, or is not whole.
    """
    reading: _Reading | None = None
    for depth, element in parts(stream, containers=_CONTAINERS, limits=limits):
        if reading is None:
            reading = _Reading(_root(element))
        elif depth == 1:
            yield from reading.of_message(element)
        elif depth == 2:
            yield from reading.of_data_set(element)
        else:
            yield from reading.of_series(element)


class _Reading:
    """Where in the message we are."""

    def __init__(self, root: str) -> None:
        self._wording = Wording(is_generic=root in _GENERIC)
        self._is_compact = root == "CompactData"
        self._header = Header()
        self._series: Series | None = None
        self._series_count = 0
        self._flat_count = 0

    def of_message(self, element: Element) -> Iterator[Item]:
        name = local_name(element)
        if name == "Header":
            self._header = _header(element)
            yield self._header
        elif name == "DataSet":
            yield self._data_set(element)
        elif name == "Footer":
            _refuse_cut_short(element)
        else:
            raise RefusedFileError(f"the message holds <{name[:80]}>, which SDMX-ML does not know")

    def of_data_set(self, element: Element) -> Iterator[Item]:
        name = local_name(element)
        if name == "Series":
            self._series_count += 1
            self._series = Series(
                place=f"Series {self._series_count}", texts=self._wording.own(element)
            )
        elif name == "Obs":
            self._flat_count += 1
            texts = self._wording.texts(element)
            codes = codes_of(self._wording.key(element) or texts)
            yield Observation(place=f"Obs {self._flat_count}{codes}", series=None, texts=texts)
        elif name == "KeyFamilyRef":
            yield Shared(key={}, texts={"STRUCTURE_ID": "".join(element.itertext()).strip()})
        elif name in {"Attributes", "Comp"}:
            yield Shared(key={}, texts=gathered(self._wording.said(element)))
        elif name in {"Group", "Atts"} or (
            self._is_compact and name not in PASSED_OVER | _CONTAINERS
        ):
            yield self._group(element)
        elif name not in PASSED_OVER:
            raise RefusedFileError(f"a data set holds <{name[:80]}>, which SDMX-ML does not know")

    def of_series(self, element: Element) -> Iterator[Item]:
        series = self._series
        if series is None or local_name(element) in PASSED_OVER:
            return
        if local_name(element) != "Obs":
            self._add(series, element)
            return
        if not series.observations and not self._wording.is_generic:
            series.place += codes_of(series.texts)
        series.observations += 1
        texts = self._wording.texts(element)
        at = texts.get(self._wording.dimension, "")[:SHOWN]
        place = f"{series.place}, Obs {series.observations}{f' ({at})' if at else ''}"
        yield Observation(place=place, series=series, texts=texts)

    def _add(self, series: Series, element: Element) -> None:
        name = local_name(element)
        if series.observations:
            raise RefusedFileError(
                f"{series.place}: <{name[:80]}> stands behind observations it is of; "
                "write it before them"
            )
        said = gathered(self._wording.said(element))
        if name == "SeriesKey":
            series.place += codes_of(said)
        series.texts = merged(series.texts, said)

    def _data_set(self, element: Element) -> DataSet:
        told = {_name(key): text for key, text in element.attrib.items()}
        reference = told.get("structureRef", "")
        self._series = None
        dimension = self._header.dimensions.get(reference, TIME_PERIOD)
        self._wording = replace(self._wording, dimension=dimension)
        action = told.get("action") or self._header.facts.get("DataSetAction")
        texts = {"STRUCTURE_ID": self._header.structures.get(reference), "ACTION": action}
        own = {
            key: text for key, text in self._wording.own(element).items() if key not in _OF_DATA_SET
        }
        return DataSet(texts=merged({key: text for key, text in texts.items() if text}, own))

    def _group(self, element: Element) -> Shared:
        if element.find("{*}Series") is not None:
            raise RefusedFileError("a group holds series, which are not read; send them beside it")
        if self._wording.is_generic:
            texts = self._wording.texts(element)
            key = self._wording.key(element)
            return Shared(key=key, texts={k: text for k, text in texts.items() if k not in key})
        return Shared(key=None, texts=self._wording.texts(element))


def _name(key: str) -> str:
    return key.rpartition("}")[2]


def _root(element: Element) -> str:
    name = local_name(element)
    if name not in XML_ROOTS["sdmx"]:
        raise RefusedFileError(
            f"expected an SDMX-ML message of data, which begins with one of "
            f"{', '.join(sorted(XML_ROOTS['sdmx']))}; found <{name[:80]}>"
        )
    return name


def _header(element: Element) -> Header:
    facts: Texts = {}
    structures: Texts = {}
    dimensions: Texts = {}
    for child in element:
        text = " ".join("".join(child.itertext()).split()) or None
        if local_name(child) != "Structure":
            told = (local_name(child), child.get("id") or text)
            facts = gathered((*facts.items(), told))
        elif name := child.get("structureID"):
            structures[name] = _structure(child)
            dimension = child.get("dimensionAtObservation", TIME_PERIOD)
            dimensions[name] = TIME_PERIOD if dimension == _ALL_DIMENSIONS else dimension
    return Header(facts=facts, structures=structures, dimensions=dimensions)


def _structure(element: Element) -> str:
    """`ECB:EXR(1.0)`, as SDMX-CSV writes it."""
    for part in element.iter():
        name = local_name(part)
        if name == "Ref":
            version = f"({part.get('version')})" if part.get("version") else ""
            return f"{part.get('agencyID', '')}:{part.get('id', '')}{version}"
        if name in {"URN", "Structure", "StructureUsage"} and "=" in (part.text or ""):
            return (part.text or "").rpartition("=")[2].strip()
    return ""


def _refuse_cut_short(footer: Element) -> None:
    for message in footer:
        if message.get("severity") == "Error" or message.get("code") in _CUT_SHORT:
            told = " ".join(" ".join(message.itertext()).split())[:SHOWN]
            raise RefusedFileError(
                f"the publisher says in the footer that the message is not whole: {told}; "
                "ask for less at once"
            )
