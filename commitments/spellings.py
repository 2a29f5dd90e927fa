"""Words beyond ASCII whose spelling is public knowledge: countries, months, languages, money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale, localedata

_WORD = re.compile(r"[^\W\d_]{3,}")
# A word of three letters is easily formed by chance from the bytes of another: `São` is written in
# fifty languages, most others in one.
_SHORT = 3
_LANGUAGES_OF_SHORT = 10


@cache
def words() -> Mapping[str, int]:
    """In how many languages of Unicode CLDR a word, folded, is used: `türkiye`, `côte`, `février`.

    Takes half a second at the first call.
    """
    counts = Counter(word for locale in _languages() for word in set(_words(locale)))
    return MappingProxyType(
        {
            word: count
            for word, count in counts.items()
            if len(word) > _SHORT or count >= _LANGUAGES_OF_SHORT
        }
    )


def languages_of(word: str) -> int:
    """In how many languages this is a word, if written as words are: small, Capitalised, CAPITALS.

    Zero for words we do not know, and for those of ASCII alone.
    """
    is_ordinary = word.islower() or word.istitle() or word.isupper()
    return words().get(fold(word), 0) if is_ordinary else 0


def fold(word: str) -> str:
    """A word without capitals; the Turkish dotted İ, too, becomes i."""
    return word.casefold().replace("i\u0307", "i")


def _languages() -> Iterator[Locale]:
    return (Locale.parse(name) for name in localedata.locale_identifiers() if "_" not in name)


def _words(locale: Locale) -> Iterator[str]:
    found = (word for name in _names(locale) for word in _WORD.findall(fold(name)))
    return (word for word in found if not word.isascii())


def _names(locale: Locale) -> Iterator[str]:
    yield from locale.territories.values()
    yield from locale.languages.values()
    yield from locale.currencies.values()
    for months in locale.months.values():
        yield from months.get("wide", {}).values()
