"""The part `rounds` of a source's file: what it may say, and every mistake with file and line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from commitments.model import Cadence
from commitments.register import load_register
from pipelines.check import find_mistakes
from pipelines.expected import rounds_of
from pipelines.settings import Settings
from pipelines.sources import load_sources
from tests.receiving.writing import HOUSE, written
from warehouse.rounds import PUBLISHER, Expected

SOURCES = HOUSE / "pipelines" / "sources"
NAME = "nato-defence-expenditure.yaml"
ALONE = Expected(party=PUBLISHER)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A register of one arrangement, so that reading it takes no time, and a source to change."""
    folder = tmp_path_factory.mktemp("declared")
    bundled = HOUSE / "commitments" / "register" / "arrangements" / "nato.yaml"
    register = folder / "register"
    written(register / "arrangements", bundled.read_bytes(), name=bundled.name)
    written(register / "arrangements", b"id: broken\n", name="broken.yaml")
    (folder / "audiences").mkdir()
    return Settings(
        home=folder / "home",
        register_folder=register,
        sources_folder=folder / "sources",
        audiences_folder=folder / "audiences",
    )


@pytest.fixture
def declared(settings: Settings) -> Callable[[str, str], Path]:
    """NATO's source with a text of it changed."""

    def change(old: str, new: str) -> Path:
        text = (SOURCES / NAME).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        return written(settings.sources_folder, text.replace(old, new).encode(), name=NAME)

    return change


# What stands in the file once, what replaces it, text in whose line the mistake is, message
CHANGES = {
    "an arrangement unknown": (
        "arrangement: nato",
        "arrangement: warsaw",
        "arrangement: warsaw",
        "arrangement warsaw is not registered; known: nato",
    ),
    "an indicator unknown": (
        "indicators: [defence-share-gdp]",
        "indicators: [defence-share-gdp, mood]",
        "indicators: [defence-share-gdp, mood]",
        "indicator mood is not declared by this source; it has: defence-share-gdp,",
    ),
    "a day that does not exist": (
        "effective_from: 2023-01-01",
        "effective_from: 2023-02-30",
        "effective_from: 2023-02-30",
        "day value is outside expected range",
    ),
    "an end before the start": (
        "effective_from: 2023-01-01",
        "effective_from: 2023-01-01\n    effective_until: 2022-12-31",
        "effective_until: 2022-12-31",
        "effective_until must not be before effective_from",
    ),
    "a cadence unknown": ("cadence: year", "cadence: decade", "cadence: decade", "'decade'"),
    "a deadline before the period's end": (
        "due_days: 0",
        "due_days: -1",
        "reporting: {due_days: -1",
        "greater than or equal to 0",
    ),
    "members of nothing": (
        "    arrangement: nato\n",
        "",
        "expects: members",
        "expects: members needs the arrangement",
    ),
    "an arrangement nobody asks for": (
        "expects: members",
        "expects: [NLD]",
        "expects: [NLD]",
        "anything else has none",
    ),
    "exemptions of others than members": (
        "expects: members\n    arrangement: nato",
        "expects: publisher",
        "exemptions:",
        "exemptions are of members",
    ),
    "an exempt party that is no member": (
        "- party: ISL",
        "- party: IRL",
        "- party: IRL",
        "IRL is exempted but is not a member of nato",
    ),
    "a party unknown": (
        "expects: members",
        "expects: [NLD, ZZZ]",
        "expects: [NLD, ZZZ]",
        "party ZZZ is not an ISO 3166-1 alpha-3 code",
    ),
    "nobody": ("expects: members", "expects: []", "expects: []", "name at least one party"),
    "somebody unknown": ("expects: members", "expects: all", "expects: all", "'publisher'"),
    "a round twice": (
        "rounds:\n",
        "rounds:\n"
        "  - {id: defence-share, name: Again, cadence: year, effective_from: 2023-01-01,"
        " expects: publisher, reporting: {due_days: 0, delinquent_days: 0}}\n",
        "- id: defence-share\n",
        "round defence-share is declared twice",
    ),
    "a key unknown": (
        "cadence: year",
        "cadence: year\n    due: never",
        "due: never",
        "due is not a key we know",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "message"), CHANGES.values(), ids=CHANGES.keys())
def test_a_mistake_is_told_at_its_line(
    old: str,
    new: str,
    place: str,
    message: str,
    declared: Callable[[str, str], Path],
    settings: Settings,
) -> None:
    text = declared(old, new).read_text(encoding="utf-8")
    line = text[: text.index(place)].count("\n") + 1
    found = [str(mistake) for mistake in find_mistakes(settings)]
    start = f"sources/{NAME}:{line}: "
    assert any(start in mistake and message in mistake for mistake in found), found


def test_an_arrangement_that_is_broken_is_told_where_it_is(
    declared: Callable[[str, str], Path], settings: Settings
) -> None:
    declared("arrangement: nato", "arrangement: broken")
    found = [str(mistake) for mistake in find_mistakes(settings)]
    assert any("arrangements/broken.yaml" in mistake for mistake in found)
    assert not any(NAME in mistake and "arrangement" in mistake for mistake in found)


def test_a_source_of_activities_has_no_rounds(tmp_path: Path, settings: Settings) -> None:
    bundled = (SOURCES / "equipment-requests.yaml").read_text(encoding="utf-8")
    part = (
        "rounds:\n  - {id: cases, name: Cases, cadence: year, effective_from: 2023-01-01,"
        " expects: publisher, reporting: {due_days: 0, delinquent_days: 0}}\n"
    )
    written(tmp_path, (bundled + part).encode(), name="equipment-requests.yaml")
    changed = settings.model_copy(update={"sources_folder": tmp_path})
    line = bundled.count("\n") + 1
    (mistake,) = (one for one in find_mistakes(changed) if one.file.endswith("requests.yaml"))
    assert (mistake.line, mistake.message) == (
        line,
        "rounds are of figures, and this source declares no indicators",
    )


def test_the_bundled_rounds_are_sound() -> None:
    register = load_register(HOUSE / "commitments" / "register")
    rounds = {
        (item.source, item.round): item for item in rounds_of(load_sources(SOURCES), register)
    }
    nato = rounds["nato-defence-expenditure", "defence-share"]
    assert (nato.cadence, nato.effective_from) == (Cadence.YEAR, date(2023, 1, 1))
    assert len(nato.expected) == 32
    assert [one.party for one in nato.expected if one.exemption] == ["ISL"]
    publishers = {key[0] for key, item in rounds.items() if item.expected == (ALONE,)}
    assert publishers == {
        *("ecb-reference-rates", "kiel-ukraine-support", "un-regular-budget", "world-bank")
    }
