"""The register as people reviewed it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from commitments import parties
from commitments.model import ArrangementKind, Commitment, Register, RuleKind
from commitments.register import load_register, schemas
from pipelines.check import find_mistakes, write_schemas
from pipelines.measures import indicators_of
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from tests.register.conftest import REGISTER

FILES = sorted(REGISTER.rglob("*.yaml"))
PROMISED = [path for path in FILES if path.parent != REGISTER]
SOURCES = load_sources(Settings().sources_folder)
LOADED = load_register(REGISTER, sources=SOURCES)
MEASURED = [item for item in LOADED.commitments if not item.parts]


@pytest.fixture
def loaded() -> Register:
    return LOADED


@pytest.mark.parametrize("path", PROMISED, ids=lambda path: path.stem)
def test_every_file_is_loaded(loaded: Register, path: Path) -> None:
    found = loaded.arrangement if path.parent.name == "arrangements" else loaded.commitment
    assert found(path.stem).id == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_fits_the_schema_editors_use(path: Path) -> None:
    kind = path.parent.name.removesuffix("s") if path in PROMISED else path.stem
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    tree = YAML(typ="safe").load(path)
    jsonschema.validate(json.loads(json.dumps(tree, default=str)), schema)


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_a_schema_and_refuses_keys_unknown(name: str) -> None:
    schema = json.loads(schemas()[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"mood": "good"}, schema)


def test_schemas_are_written_beside_the_register(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    moved = settings.model_copy(update={"register_folder": tmp_path / "register"})
    names = ["arrangement", "commitment", "fiscal-years"]
    assert write_schemas(moved) == [f"{name}.schema.json" for name in names]
    for name, content in schemas().items():
        assert (tmp_path / "register" / "schema" / name).read_text() == content


def test_nothing_people_write_has_a_mistake(settings: Settings) -> None:
    assert find_mistakes(settings) == []


def test_nato_has_its_32_members_each_once(loaded: Register) -> None:
    nato = loaded.arrangement("nato")
    assert nato.kind is ArrangementKind.ALLIANCE
    assert len(nato.members) == len({member.party for member in nato.members}) == 32
    joined = {member.party: member.joined_on for member in nato.members}
    assert joined["USA"] == joined["NOR"] == joined["ISL"] == date(1949, 8, 24)
    assert (joined["FIN"], joined["SWE"]) == (date(2023, 4, 4), date(2024, 3, 7))
    assert sum(day.year == 1949 for day in joined.values()) == 12
    assert all(member.left_on is None for member in nato.members)


def test_the_united_nations_have_their_193_members_each_once(loaded: Register) -> None:
    un = loaded.arrangement("un")
    assert len(un.members) == len({member.party for member in un.members}) == 193
    joined = {member.party: member.joined_on for member in un.members}
    assert joined["SSD"] == max(joined.values()) == date(2011, 7, 14)
    # 51 founders, of whom Czechoslovakia and Yugoslavia are no more.
    assert sum(day.year == 1945 for day in joined.values()) == 49
    assert not {"VAT", "PSE", "TWN", "UN", "EU"} & joined.keys()


def test_nobody_joins_before_an_arrangement_starts(loaded: Register) -> None:
    for arrangement in loaded.arrangements:
        assert all(member.joined_on >= arrangement.started_on for member in arrangement.members)


def test_every_kind_of_promise_has_a_commitment(loaded: Register) -> None:
    without_a_text = {RuleKind.ANY_OF, RuleKind.K_OF_N}  # no public text in the register makes one
    kinds = {commitment.rule.kind for commitment in loaded.commitments}
    assert kinds == set(RuleKind) - without_a_text


@pytest.mark.parametrize("commitment", LOADED.commitments, ids=lambda item: item.id)
def test_a_commitment_cites_its_source(commitment: Commitment) -> None:
    citation = commitment.source
    assert citation.document
    assert citation.place
    assert citation.url.startswith("https://")
    assert citation.dated <= commitment.effective_from + timedelta(days=366)


@pytest.mark.parametrize("commitment", MEASURED, ids=lambda item: item.id)
def test_a_commitment_measures_what_its_source_declares(commitment: Commitment) -> None:
    source: Source = SOURCES[commitment.measure.source]
    declared = {indicator.id: indicator.unit for indicator in source.indicators}
    measure = commitment.measure
    if measure.indicator:
        assert declared[measure.indicator] == measure.unit
    if measure.money_base:
        assert declared[measure.money_base] == "usd_million"
    rule = commitment.rule
    assert indicators_of(commitment) <= declared.keys()
    activity = getattr(rule, "activity", None)
    if activity:
        stages = {item.kind: item.stages for item in source.activities}[activity]
        keys = ("stage", "from_stage", "to_stage")
        assert {getattr(rule, key, None) for key in keys} - {None} <= set(stages)


def test_iceland_is_exempt_with_its_reason(loaded: Register) -> None:
    for name in ("nato-defence-share-2024", "nato-defence-share", "nato-equipment-share"):
        (exempt,) = loaded.commitment(name).exemptions
        assert exempt.party == "ISL"
        assert "no armed forces" in exempt.reason


def test_targets_are_those_of_the_declarations(loaded: Register) -> None:
    targets = {item.id: getattr(item.rule, "at_least", None) for item in loaded.commitments}
    assert targets["nato-defence-share-2024"] == targets["nato-defence-share"] == Decimal(2)
    assert targets["nato-equipment-share"] == Decimal(20)
    assert targets["nato-core-defence-2035"] == Decimal("3.5")


def test_illustrative_data_say_so(loaded: Register) -> None:
    illustrative = {item.id for item in loaded.commitments if item.is_illustrative}
    assert illustrative == {
        "equipment-request-acknowledgement",
        "information-exchange-opened",
        "joint-exercises-yearly",
    }
    assert loaded.arrangement("equipment-cooperation").is_illustrative
    assert SOURCES["equipment-requests"].illustrative
    assert SOURCES["joint-activities"].illustrative


def test_every_member_has_a_name_and_a_region() -> None:
    for arrangement in LOADED.arrangements:
        for member in arrangement.members:
            assert parties.names()[member.party]
            is_of_the_world = member.party in {"DONORS", "NATO", "UN"}
            assert is_of_the_world or parties.regions()[member.party] in parties.REGIONS


@pytest.mark.parametrize(
    ("party", "region"),
    [
        ("NOR", "nato-europe"),
        ("TUR", "nato-europe"),
        ("CYP", "nato-europe"),
        ("EGY", "middle-east"),
        ("ISR", "middle-east"),
        ("JPN", "indo-pacific"),
        ("AUS", "indo-pacific"),
        ("KEN", "africa"),
        ("CAN", "western-hemisphere"),
        ("BRA", "western-hemisphere"),
    ],
)
def test_a_party_lies_in_one_of_our_five_regions(party: str, region: str) -> None:
    assert parties.regions()[party] == region
