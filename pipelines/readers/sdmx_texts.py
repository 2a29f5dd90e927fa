"""What an element of an SDMX-ML data message says: texts by the dimension or attribute they are of.

Without the data structure definition, which nobody sends along, a dimension of structure-specific
data looks like an attribute; both are texts by their identifier here.

Source: SDMX 2.0, 2.1 and 3.0, section 3, SDMX-ML data messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pipelines.readers.contract import RefusedFileError
from pipelines.readers.xml_elements import local_name

Texts = dict[str, str]

TIME_PERIOD = "TIME_PERIOD"
OBS_VALUE = "OBS_VALUE"
PASSED_OVER = {"Annotations", "DataProvider", "Metadata", "MetadataSet"}
SHOWN = 100

_KEYS = {"SeriesKey", "GroupKey", "ObsKey"}
_CODE = re.compile(r"[A-Za-z0-9_@$-]+")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How a message says things: generic data in elements, structure-specific in attributes.

    `dimension` is the one that observations of a series differ in.
    """

    is_generic: bool
    dimension: str = TIME_PERIOD

    def texts(self, element: Element) -> Texts:
        """All that an element and what is in it say."""
        if not len(element):
            return self.own(element)
        said = [pair for child in element for pair in self.said(child)]
        return gathered((*self.own(element).items(), *said))

    def own(self, element: Element) -> Texts:
        """The attributes of an element that belong to the data and not to the format."""
        if self.is_generic:
            return {}
        return {key: text for key, text in element.attrib.items() if key[0] != "{" and text}

    def key(self, element: Element) -> Texts:
        """The part of it that is a key; empty where only the structure knows."""
        keys = [child for child in element if local_name(child) in _KEYS]
        return gathered(pair for child in keys for pair in self.said(child))

    def said(self, element: Element) -> Iterator[tuple[str, str | None]]:
        """What one part of a data set, group, series or observation says."""
        name = local_name(element)
        if name in _KEYS or name == "Attributes":
            yield from ((_identifier(value), value.get("value")) for value in element)
        elif name == "ObsDimension":
            yield element.get("id") or self.dimension, element.get("value")
        elif name == "Time":
            yield TIME_PERIOD, (element.text or "").strip()
        elif name == "ObsValue":
            yield OBS_VALUE, element.get("value")
        elif name == "Comp":
            values = ["".join(value.itertext()).strip() for value in element]
            yield _identifier(element), " | ".join(dict.fromkeys(filter(None, values)))
        elif name not in PASSED_OVER:
            raise RefusedFileError(f"<{name[:80]}> stands where SDMX-ML does not know it")


def merged(first: Texts, second: Texts) -> Texts:
    """Both; where they differ, both texts, `A | B`, which no declaration takes for one of them."""
    if first.keys().isdisjoint(second):
        return {**first, **second}
    return gathered((*first.items(), *second.items()))


def gathered(pairs: Iterable[tuple[str, str | None]]) -> Texts:
    """All that was sent, as `merged` does."""
    texts: Texts = {}
    for key, text in pairs:
        if text:
            known = texts.setdefault(key, text)
            if known != text:
                texts[key] = f"{known} | {text}"
    return texts


def _identifier(element: Element) -> str:
    """The identifier of a value, which 2.0 calls its concept."""
    found = element.get("id") or element.get("concept")
    if not found:
        raise RefusedFileError(
            f"<{local_name(element)[:80]}> does not say of which dimension or attribute it is"
        )
    return found


def codes_of(texts: Texts) -> str:
    """The codes by which a person finds it, ` (A.USA.GDP)`."""
    codes = [text for key, text in texts.items() if key != OBS_VALUE and _CODE.fullmatch(text)]
    return f" ({'.'.join(codes)[:SHOWN]})" if codes else ""
