"""Every mistake of the register is told with its file, its line and what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commitments.errors import ConfigurationError
from commitments.register import load_register
from commitments.yaml_files import LARGEST_FILE_BYTES
from tests.register.conftest import Register

NATO = "arrangements/nato.yaml"
SHARE = "commitments/nato-defence-share.yaml"
PLEDGE = "commitments/nato-investment-pledge-2024.yaml"
RESPOND = "commitments/equipment-request-acknowledgement.yaml"


def test_the_register_as_it_is_has_no_mistake(register: Register) -> None:
    assert register.mistakes() == []


FAIR = "formula: { kind: fair_share, among: nato, ability: gdp }"
# file, text that stands in it once, what replaces it, text in whose line the mistake is, message
CHANGES = {
    "a formula in another unit": (
        SHARE,
        "  money_base: gdp",
        f"  {FAIR}",
        "unit: percent",
        "a fair_share is told in ratio; unit is percent",
    ),
    "a total of nobody": (
        SHARE,
        "  money_base: gdp",
        "  formula: { kind: share_of_total, among: pact }",
        "formula:",
        "among pact is not registered",
    ),
    "left out of the total and bound": (
        SHARE,
        "  money_base: gdp",
        "  formula: { kind: share_of_total, among: nato, without: [{ party: BEL, reason: why }] }",
        "formula:",
        "BEL is left out of the total and bound; exempt it too",
    ),
    "a total that those bound do not count in": (
        SHARE,
        "  money_base: gdp",
        "  formula: { kind: share_of_total, among: quad }",
        "formula:",
        "ALB is bound but is not a member of quad",
    ),
    "money_base of growth": (
        SHARE,
        "  money_base: gdp",
        "  money_base: gdp\n  formula: { kind: growth }",
        "money_base:",
        "money_base says nothing of a growth",
    ),
    "a burden nobody carries": (
        NATO,
        "    - party: ISL",
        "    - party: JPN",
        "- party: JPN",
        "burden_sharing leaves out JPN, which is no member",
    ),
    "a key missing": (
        SHARE,
        "title: At least",
        "# title: At least",
        "id: nato",
        "title is missing",
    ),
    "a key unknown": (SHARE, "cadence:", "cadense:", "cadense:", "cadense is not a key we know"),
    "a negative target": (
        SHARE,
        "at_least: 2",
        "at_least: -2",
        "at_least",
        "greater than 0, got -2",
    ),
    "a target of nothing": (
        SHARE,
        "at_least: 2",
        "at_least: 0",
        "at_least",
        "greater than 0, got 0",
    ),
    "a target that is no number": (SHARE, "at_least: 2", "at_least: .nan", "at_least", "finite"),
    "a decimal comma": (SHARE, "at_least: 2", "at_least: '2,0'", "at_least", "valid decimal"),
    "a truth for a number": (SHARE, "at_least: 2", "at_least: yes", "at_least", "got 'yes'"),
    "a negative margin": (SHARE, "margin: 0.2", "margin: -0.1", "margin", "greater than or equal"),
    "a day that does not exist": (
        SHARE,
        "effective_from: 2023-07-11",
        "effective_from: 2023-02-30",
        "effective_from",
        "day value is outside expected range, got '2023-02-30'",
    ),
    "a month that does not exist": (
        SHARE,
        "dated: 2023-07-11",
        "dated: 2023-13-01",
        "dated:",
        "month value is outside expected range",
    ),
    "words for a day": (
        SHARE,
        "effective_from: 2023-07-11",
        "effective_from: next year",
        "effective_from",
        "valid date",
    ),
    "an end before the start": (
        SHARE,
        "effective_until: null",
        "effective_until: 2023-07-10",
        "effective_until:",
        "effective_until must not be before effective_from",
    ),
    "another name than the file's": (
        SHARE,
        "id: nato-defence-share",
        "id: nato-share",
        "id: nato-share",
        "id nato-share must equal the file's name, nato-defence-share",
    ),
    "an identifier with capitals": (
        SHARE,
        "id: nato-defence-share",
        "id: NATO",
        "id: NATO",
        "should match pattern",
    ),
    "an arrangement unknown": (
        SHARE,
        "arrangement: nato",
        "arrangement: warsaw",
        "arrangement:",
        "arrangement warsaw is not registered; known: afghanistan-response-2020,",
    ),
    "a source unknown": (
        SHARE,
        "source: nato-defence-expenditure",
        "source: rumours",
        "source: rumours",
        "source rumours is not declared; known: ecb-reference-rates, equipment-requests",
    ),
    "a kind unknown": (SHARE, "kind: threshold", "kind: hope", "rule:", "'hope'"),
    "a cadence unknown": (SHARE, "cadence: year", "cadence: fortnight", "cadence", "'fortnight'"),
    "a unit unknown": (SHARE, "unit: percent", "unit: apples", "unit:", "'apples'"),
    "no indicator": (
        SHARE,
        "  indicator: defence-share-gdp\n",
        "",
        "measure:",
        "a threshold rule needs measure.indicator",
    ),
    "an address without TLS": (SHARE, "url: https://", "url: http://", "url:", "pattern"),
    "an exempt party that is no member": (
        SHARE,
        "- party: ISL",
        "- party: IRL",
        "- party: IRL",
        "IRL is exempted but is not a member of nato",
    ),
    "an exempt party unknown": (
        SHARE,
        "party: ISL",
        "party: ISX",
        "party: ISX",
        "party ISX is not",
    ),
    "obligors unknown": (
        SHARE,
        "obligors: members",
        "obligors: [NLD, ZZZ]",
        "obligors",
        "party ZZZ is not an ISO 3166-1 alpha-3 code",
    ),
    "no obligor": (
        SHARE,
        "obligors: members",
        "obligors: []",
        "obligors",
        "name at least one party",
    ),
    "a member unknown": (NATO, "party: NOR", "party: NRW", "party: NRW", "party NRW is not"),
    "Norway as YAML 1.1 would spoil it": (
        NATO,
        "party: NOR",
        "party: NO",
        "party: NO",
        "party NO is not an ISO 3166-1 alpha-3 code or an organisation we know, got 'NO'",
    ),
    "a region unknown": (
        NATO,
        "regions: [nato-europe",
        "regions: [mitteleuropa",
        "regions:",
        "regions must be among indo-pacific, nato-europe, middle-east, africa, western-hemisphere; "
        "got mitteleuropa",
    ),
    "a key twice": (
        SHARE,
        "beneficiary:",
        "title: again\nbeneficiary:",
        "title: again",
        "duplicate",
    ),
    "a tab": (SHARE, "cadence: year", "\tcadence: year", "cadence", "not readable as YAML"),
    "two documents": (SHARE, "cadence: year", "---\ncadence: year", "---", "another document"),
    "a merged key": (
        SHARE,
        "cadence: year",
        "<<: {mood: good}\ncadence: year",
        "id:",
        "mood is not",
    ),
    "a key that is a number": (SHARE, "cadence: year", "1: x\ncadence: year", "1: x", "strings"),
    "a part unknown": (
        PLEDGE,
        "nato-defence-share-2024,",
        "hope,",
        "parts:",
        "part hope is not registered; known: afghanistan-2020-commitments-paid,",
    ),
    "a part that is the whole": (
        PLEDGE,
        "nato-defence-share-2024,",
        "nato-investment-pledge-2024,",
        "parts:",
        "part nato-investment-pledge-2024 has parts itself; name those instead",
    ),
    "a part of another arrangement": (
        PLEDGE,
        "nato-defence-share-2024,",
        "equipment-request-acknowledgement,",
        "parts:",
        "part equipment-request-acknowledgement is equipment-cooperation, and nato here; they must",
    ),
    "a part in force later": (
        PLEDGE,
        "nato-defence-share-2024,",
        "nato-defence-share,",
        "parts:",
        "part nato-defence-share is in force from 2023-07-11 until no end; this commitment must",
    ),
    "a part that ends before": (
        PLEDGE,
        "effective_until: 2024-12-31",
        "effective_until: 2025-01-01",
        "parts:",
        "part nato-defence-share-2024 is in force from 2014-09-05 until 2024-12-31; this",
    ),
    "one part": (
        PLEDGE,
        ", nato-equipment-share-2024]",
        "]",
        "parts:",
        "at least 2 items",
    ),
    "a part twice": (
        PLEDGE,
        "[nato-defence-share-2024,",
        "[nato-equipment-share-2024,",
        "parts:",
        "a part is named twice",
    ),
    "a whole that is measured": (
        PLEDGE,
        "cadence: year",
        "cadence: year\nreporting: {due_days: 1, delinquent_days: 1}",
        "reporting:",
        "all_of is judged by its parts; leave reporting to them",
    ),
    "a member before there was anything to join": (
        NATO,
        "party: BEL, joined_on: 1949-08-24",
        "party: BEL, joined_on: 1939-08-24",
        "party: BEL, joined",
        "BEL joined before started_on, 1949-08-24",
    ),
    "a rule that is not measured": (
        PLEDGE,
        "kind: all_of\n  parts: [nato-defence-share-2024, nato-equipment-share-2024]",
        "kind: sustain",
        "rule:",
        "a sustain rule needs measure; add it",
    ),
    "a Python object": (
        SHARE,
        "cadence: year",
        "mood: !!python/object/apply:os.getcwd []\ncadence: year",
        "mood",
        "mood is not a key we know",
    ),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"), CHANGES.values(), ids=CHANGES.keys()
)
def test_a_mistake_is_told_at_its_line(
    register: Register, file: str, old: str, new: str, place: str, message: str
) -> None:
    register.change(file, old, new)
    found = register.mistakes()
    line = register.line_of(file, place)
    assert any(
        mistake.startswith(f"register/{file}:{line}: ") and message in mistake for mistake in found
    ), found


WHOLE_FILES = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "remarks alone": (b"# nothing yet\n", "expected a mapping"),
    "a list": (b"- a\n- b\n", "expected a mapping"),
    "a word": (b"hello\n", "expected a mapping"),
    "not UTF-8": ("title: café\n".encode("latin-1"), "not UTF-8 text at byte 10"),
    "a NUL byte": (b"title: \x00\n", "not readable as YAML"),
    "too large": (b"#" * (LARGEST_FILE_BYTES + 1), f"larger than {LARGEST_FILE_BYTES} bytes"),
    "too deep": (b"a: " + b"[" * 700, "nested too deeply"),
    "a quote not closed": (b"title: 'x\n", "not readable as YAML"),
}


@pytest.mark.parametrize(("content", "message"), WHOLE_FILES.values(), ids=WHOLE_FILES.keys())
def test_a_file_that_cannot_be_read_is_one_mistake(
    register: Register, content: bytes, message: str
) -> None:
    register.write(SHARE, content)
    (found,) = register.mistakes()
    assert found.startswith(f"register/{SHARE}")
    assert message in found
    assert "\n" not in found


def test_references_of_aliases_do_not_blow_up(register: Register) -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefg", "bcdefgh")]  # noqa: B905
    register.write(SHARE, "\n".join(lines).encode())
    assert any("h is not a key we know" in mistake for mistake in register.mistakes())


def test_a_file_of_the_largest_size_is_still_read(register: Register) -> None:
    text = (register.folder / SHARE).read_bytes()
    register.write(SHARE, text + b"#" * (LARGEST_FILE_BYTES - len(text)))
    assert register.mistakes() == []


def test_all_mistakes_of_all_files_are_told_at_once(register: Register) -> None:
    register.change(SHARE, "title: At least", "titel: At least")
    register.change(SHARE, "at_least: 2", "at_least: -2")
    register.change(SHARE, "effective_from: 2023-07-11", "effective_from: 2023-02-30")
    register.change(NATO, "party: NOR", "party: NO")
    register.change(RESPOND, "arrangement: equipment-cooperation", "arrangement: nowhere")
    register.write("commitments/nato-halt-decline.yaml", b"")
    found = register.mistakes()
    expected = [
        f"register/{SHARE}:{register.line_of(SHARE, 'at_least')}: ",
        f"register/{SHARE}:{register.line_of(SHARE, 'effective_from')}: ",
        f"register/{SHARE}:{register.line_of(SHARE, 'titel')}: titel is not a key",
        f"register/{SHARE}:1: title is missing",
        f"register/{NATO}:{register.line_of(NATO, 'party: NO')}: ",
        f"register/{RESPOND}:{register.line_of(RESPOND, 'arrangement:')}: ",
        "register/commitments/nato-halt-decline.yaml: the file is empty",
    ]
    for start in expected:
        assert any(mistake.startswith(start) for mistake in found), (start, found)
    with pytest.raises(ConfigurationError) as caught:
        load_register(register.folder, sources=register.sources)
    assert sorted(found) == sorted(str(mistake) for mistake in caught.value.mistakes)
    assert str(caught.value).count("\n") == len(found) - 1
    assert caught.value.exit_code == 2


MEMBERSHIPS: dict[str, tuple[str, bool]] = {
    "left and came back": (
        "joined_on: 1950-04-04, left_on: 1966-01-01|joined_on: 2009-04-04",
        True,
    ),
    "back on the day it left": (
        "joined_on: 1950-04-04, left_on: 1966-01-01|joined_on: 1966-01-01",
        True,
    ),
    "back a day too early": (
        "joined_on: 1950-04-04, left_on: 1966-01-02|joined_on: 1966-01-01",
        False,
    ),
    "twice without leaving": ("joined_on: 1950-04-04|joined_on: 2009-04-04", False),
    "told in the other order": (
        "joined_on: 2009-04-04|joined_on: 1950-04-04, left_on: 1966-01-01",
        True,
    ),
    "left before it joined": ("joined_on: 1966-01-02, left_on: 1966-01-01", False),
    "left on the day it joined": ("joined_on: 1966-01-01, left_on: 1966-01-01", False),
}


@pytest.mark.parametrize(("dates", "is_right"), MEMBERSHIPS.values(), ids=MEMBERSHIPS.keys())
def test_memberships_of_one_party_do_not_overlap(
    register: Register, dates: str, is_right: bool
) -> None:
    entries = "".join(f"  - {{party: JPN, {entry}}}\n" for entry in dates.split("|"))
    register.change(NATO, "members:\n", f"members:\n{entries}")
    found = register.mistakes()
    assert (found == []) == is_right, found
    assert all(NATO in mistake for mistake in found)


def test_a_waived_party_must_be_a_member(register: Register) -> None:
    waiver = "{{party: {}, author: a, reason: b, starts_on: 2024-01-01, ends_on: {}}}"
    path = register.folder / SHARE
    text = path.read_text()
    for entry, told in (
        (waiver.format("NLD", "2024-01-01"), None),
        (waiver.format("NLD", "2023-12-31"), "ends_on must not be before starts_on"),
        (waiver.format("JPN", "2024-12-31"), "JPN is waived but is not a member of nato"),
    ):
        path.write_text(f"{text}\nwaivers:\n  - {entry}\n")
        found = register.mistakes()
        assert found == [] if told is None else told in found[0]


def test_a_folder_without_files_is_no_register(register: Register) -> None:
    for path in register.folder.rglob("*.yaml"):
        path.unlink()
    (found,) = register.mistakes()
    assert "is this the register?" in found


def test_no_mistake_names_the_machine(register: Register) -> None:
    register.change(SHARE, "at_least: 2", "at_least: -2")
    assert all(str(register.folder.parent) not in mistake for mistake in register.mistakes())


Change = Callable[[str], str]
UNCHANGED: dict[str, Change] = {
    "a remark": lambda text: f"# looked at in May\n{text}",
    "a remark within": lambda text: text.replace("cadence: year", "cadence: year  # by year"),
    "blank lines": lambda text: text.replace("cadence", "\n\ncadence"),
    "keys in another order": lambda text: text.replace("cadence: year\n", "") + "cadence: year\n",
    "quotes": lambda text: text.replace("cadence: year", 'cadence: "year"'),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "a default written out": lambda text: f"{text}illustrative: false\n",
}


@pytest.mark.parametrize("change", UNCHANGED.values(), ids=UNCHANGED.keys())
def test_the_version_ignores_what_says_nothing(register: Register, change: Change) -> None:
    before = register.version()
    text = (register.folder / SHARE).read_text()
    assert change(text) != text
    register.write(SHARE, change(text).encode())
    assert register.mistakes() == []
    assert register.version() == before


CHANGED: dict[str, tuple[str, str]] = {
    "a target": ("at_least: 2", "at_least: 2.5"),
    "a margin": ("margin: 0.2", "margin: 0.3"),
    "a title": ("title: At least", "title: At  least"),
    "a day": ("effective_from: 2023-07-11", "effective_from: 2023-07-12"),
    "a reason": ("no armed forces;", "no armed forces:"),
    "a page": ("place: Paragraph 27", "place: Paragraph 28"),
}


@pytest.mark.parametrize(("old", "new"), CHANGED.values(), ids=CHANGED.keys())
def test_the_version_changes_with_what_is_said(register: Register, old: str, new: str) -> None:
    before = register.version()
    register.change(SHARE, old, new)
    assert register.version() != before


def test_the_version_changes_with_a_file_more_or_less(register: Register) -> None:
    before = register.version()
    (register.folder / SHARE).unlink()
    assert register.version() != before


def test_a_mistake_of_a_whole_file_does_not_print_the_file(register: Register) -> None:
    register.change(NATO, "regions: [nato-europe", "regions: [mitteleuropa")
    (told,) = register.mistakes()
    assert told.endswith("western-hemisphere; got mitteleuropa")
