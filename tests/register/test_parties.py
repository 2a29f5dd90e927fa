"""A party is known however publishers turn its name, and never by the name of another."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from commitments.parties import spellings

OTHERWISE = {
    "the UK": "GBR",
    "U.S.": "USA",
    "Turkiye": "TUR",
    "Netherlands (Kingdom of the)": "NLD",
    "Bahamas (the)": "BHS",
    "The Gambia": "GMB",
    "Holy See": "VAT",
    "Korea (Republic of)": "KOR",
    "Republic of Korea": "KOR",
    "The Democratic Republic of the Congo": "COD",
    "Swaziland": "SWZ",
    "Chinese Taipei": "TWN",
}


@pytest.mark.parametrize(("name", "code"), OTHERWISE.items())
def test_a_party_is_known_by_its_name_in_another_order(name: str, code: str) -> None:
    plain = {re.sub("[(), ]+", " ", text.lower()).strip(): code for text, code in spellings()}
    assert plain[re.sub("[(), ]+", " ", name.lower()).strip()] == code


def test_no_spelling_is_made_up_that_two_parties_share() -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for text, code in spellings():
        codes[text.casefold()].add(code)
    assert [text for text, found in codes.items() if len(found) > 1] == []
    assert "korea" not in codes
    assert "virgin islands" not in codes
