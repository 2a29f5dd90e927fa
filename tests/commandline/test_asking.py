"""Commands that ask: what they print in each format, and what they end with."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.commandline.running import Answer, run
from tests.receiving.writing import SAMPLES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("asked")]

STATUS_KEYS = {
    *("commitment", "arrangement", "party", "period", "verdict", "timeliness", "value", "target"),
    *("required", "unit", "gap", "gap_usd", "provisional", "fragile", "due_on", "days_late"),
    *("published_on", "reason"),
}
SHARE = ("--commitment", "nato-defence-share")
BELOW_2024 = {"ESP", "SVN", "LUX", "BEL", "CAN", "ITA", "PRT", "HRV"}


def _rows(*arguments: str) -> list[dict[str, Any]]:
    answer = run(*arguments, "--format", "json")
    assert answer.exit_code == 0, answer.error
    rows: list[dict[str, Any]] = json.loads(answer.output)
    return rows


def _csv(*arguments: str) -> list[dict[str, str]]:
    answer = run(*arguments, "--format", "csv")
    assert answer.exit_code == 0, answer.error
    return list(csv.DictReader(io.StringIO(answer.output)))


def test_status_has_the_promised_keys() -> None:
    rows = _rows("status")
    assert rows
    assert all(row.keys() >= STATUS_KEYS for row in rows)


def test_status_has_values_of_json_kinds() -> None:
    (row,) = _rows("status", *SHARE, "--party", "BEL", "--period", "2024")
    assert row["verdict"] == "unmet"
    assert isinstance(row["value"], float)
    assert row["target"] == 2
    assert row["provisional"] is True
    assert row["due_on"] == "2024-12-31"
    assert row["gap"] == pytest.approx(2 - row["value"])
    assert isinstance(row["gap_usd"], int | float)


def test_the_same_rows_come_out_in_every_format() -> None:
    chosen = ("status", *SHARE, "--period", "2024")
    as_json, as_csv, as_table = _rows(*chosen), _csv(*chosen), run(*chosen).output
    assert [row["party"] for row in as_csv] == [row["party"] for row in as_json]
    assert list(as_csv[0]) == list(as_json[0])
    assert len(as_table.splitlines()) > len(as_json)
    assert all(row["party"] in as_table for row in as_json)


FILTERS = {
    "party": (("--party", "NLD"), lambda row: row["party"] == "NLD"),
    "arrangement": (("--arrangement", "un"), lambda row: row["arrangement"] == "un"),
    "period": (("--period", "2024"), lambda row: row["period"] == "2024"),
    "commitment": (SHARE, lambda row: row["commitment"] == "nato-defence-share"),
    "verdict": (("--verdict", "met_late"), lambda row: row["verdict"] == "met_late"),
    "region": (("--region", "africa"), lambda row: row["party"] in {"KEN", "ZAF"}),
}


@pytest.mark.parametrize(("arguments", "passes"), FILTERS.values(), ids=FILTERS.keys())
def test_a_filter_lets_through_what_it_names_and_all_of_it(
    arguments: tuple[str, ...], passes: Any
) -> None:
    everything, found = _rows("status"), _rows("status", *arguments)
    assert 0 < len(found) < len(everything)
    if arguments[0] == "--region":
        parties = {row["party"] for row in found}
        assert {"KEN", "ZAF"} <= parties
        assert not {"NLD", "USA", "JPN", "EGY"} & parties
    else:
        assert found == [row for row in everything if passes(row)]


def test_regions_divide_the_whole() -> None:
    regions = ("indo-pacific", "nato-europe", "middle-east", "africa", "western-hemisphere")
    found = [len(_rows("status", "--region", region)) for region in regions]
    of_no_region = len(_rows("status", "--party", "DONORS"))
    assert sum(found) + of_no_region == len(_rows("status"))


def test_status_says_by_which_basis_a_verdict_would_flip() -> None:
    chosen = ("status", *SHARE, "--period", "2024", "--as-of", "2025-06-30")
    reported = _rows(*chosen, "--basis", "reported")
    assert reported == _rows(*chosen)
    assert {row["fragile"] for row in reported} == {False}  # the sample has one basis only
    assert {row["other_value"] for row in reported} == {None}
    recomputed = _rows(*chosen, "--basis", "recomputed")
    assert {row["verdict"] for row in recomputed} == {"pending", "waived"}
    assert _rows("status", "--commitment", "un-regular-budget-dues", "--basis", "recomputed") == []


def test_status_as_of_a_day_is_what_was_so_on_that_day() -> None:
    chosen = ("status", *SHARE, "--period", "2024", "--as-of", "2024-06-30")
    verdicts = {row["party"]: row["verdict"] for row in _rows(*chosen)}
    assert verdicts.pop("ISL", "waived") == "waived"
    below = {party for party, verdict in verdicts.items() if verdict != "on_track"}
    assert below == BELOW_2024
    assert len(verdicts) - len(below) == 23


def test_status_a_year_later_has_the_same_parties_met_and_unmet() -> None:
    rows = _rows("status", *SHARE, "--period", "2024", "--as-of", "2025-06-30")
    judged = [row for row in rows if row["party"] != "ISL"]
    assert {row["party"] for row in judged if row["verdict"] == "unmet"} == BELOW_2024
    assert sum(row["verdict"] == "met" for row in judged) == 23
    assert all(row["provisional"] for row in judged)


def test_nothing_is_known_before_the_edition_was_published() -> None:
    chosen = ("status", *SHARE, "--period", "2024", "--as-of", "2024-06-30")
    assert all(row["value"] is None for row in _rows(*chosen, "--known-on", "2024-06-16"))
    assert any(row["value"] for row in _rows(*chosen, "--known-on", "2024-06-17"))


def test_nothing_is_known_before_it_was_recorded() -> None:
    chosen = ("status", *SHARE, "--period", "2024", "--as-of", "2024-06-30")
    assert all(row["value"] is None for row in _rows(*chosen, "--recorded-before", "2026-08-20"))
    assert any(row["value"] for row in _rows(*chosen, "--recorded-before", "2026-08-20T01:30:01Z"))


def test_the_united_nations_dues_of_2024_are_those_of_the_honour_roll() -> None:
    rows = _rows("status", "--commitment", "un-regular-budget-dues", "--period", "2024")
    verdicts = [row["verdict"] for row in rows]
    assert {v: verdicts.count(v) for v in set(verdicts)} == {
        "met": 51,
        "met_late": 101,
        "unmet": 41,
    }
    assert all(row["days_late"] > 0 for row in rows if row["verdict"] != "met")


def test_no_row_is_no_failure() -> None:
    assert _rows("status", "--party", "JPN", "--arrangement", "nato") == []
    answer = run("status", "--party", "JPN", "--arrangement", "nato")
    assert (answer.exit_code, answer.output) == (0, "no obligation passes these filters\n")


EXPLAINED = ("explain", "nato-defence-share", "BEL", "2024")


def test_explain_leads_to_file_edition_line_and_hash_with_rule_and_arithmetic() -> None:
    answer = run(*EXPLAINED, "--format", "json")
    assert answer.exit_code == 0, answer.error
    told = json.loads(answer.output)
    assert told["verdict"] == "unmet"
    assert "2 %" in told["rule"]
    assert told["source"]["document"] == "Vilnius Summit Communiqué"
    assert any("< required 2" in line for line in told["arithmetic"])
    (value,) = [item for item in told["evidence"] if item["role"] == "value"]
    path = SAMPLES / "nato-defence-expenditure-2024-06-17.csv"
    lines = path.read_text().splitlines()
    assert value["file"] == path.name
    assert value["edition"] == "2024-06-17"
    assert value["original"] == lines[value["line"] - 1]
    assert value["row"] == value["line"] - 1
    assert value["original"].split(",")[2:5] == ["BEL", "defence-share-gdp", "2024"]
    assert str(told["value"]) in value["original"]
    assert len(value["sha256"]) == 64


def test_explain_finds_the_line_in_a_file_with_refused_lines() -> None:
    chosen = ("explain", "equipment-request-acknowledgement", "USA", "2026-H1")
    answer = run(*chosen, "--format", "json")
    assert answer.exit_code == 0, answer.error
    evidence = json.loads(answer.output)["evidence"]
    lines = (SAMPLES / "deliberately-broken-2026-07-01.csv").read_text().splitlines()
    broken = [item for item in evidence if item["file"].startswith("deliberately")]
    assert broken
    assert all(item["original"] == lines[item["line"] - 1] for item in broken)
    assert all(item["subject"].split()[0] in item["original"] for item in broken)


def test_explain_reads_well_in_the_terminal() -> None:
    answer = run(*EXPLAINED)
    assert answer.exit_code == 0
    for word in ("Vilnius", "unmet", "nato-defence-expenditure-2024-06-17.csv", "line"):
        assert word in answer.output


def test_changes_tell_from_to_and_cause() -> None:
    rows = _rows("changes", *SHARE)
    assert rows
    assert all(row["from_verdict"] != row["to_verdict"] for row in rows)
    assert {row["cause"] for row in rows} == {"time passed"}
    assert {row["as_of"] for row in rows} == {"2026-08-20"}
    assert _rows("changes", *SHARE, "--since", "2026-08-21") == []


def test_submissions_tell_every_receipt() -> None:
    rows = _rows("submissions")
    assert len(rows) == 6
    assert {row["status"] for row in rows} == {"accepted", "accepted_in_part"}
    assert len(_rows("submissions", "--status", "accepted")) == 4
    assert {row["source"] for row in _rows("submissions", "--source", "un-regular-budget")} == {
        "un-regular-budget"
    }


def test_set_aside_tells_line_rule_reason_and_text() -> None:
    rows = _rows("set-aside", "--source", "equipment-requests")
    lines = (SAMPLES / "deliberately-broken-2026-07-01.csv").read_text().splitlines()
    assert len({row["line"] for row in rows}) == 11
    for row in rows:
        assert row["original"] == lines[row["line"] - 1]
        assert row["rule"]
        assert row["reason"]


def test_set_aside_can_be_asked_of_one_submission() -> None:
    (submission,) = {
        row["submission"] for row in _rows("set-aside", "--source", "equipment-requests")
    }
    assert {row["submission"] for row in _rows("set-aside", "--submission", submission)} == {
        submission
    }
    whole = next(row for row in _rows("submissions", "--status", "accepted"))
    assert _rows("set-aside", "--submission", whole["submission"]) == []


def test_formulas_are_made_harmless_in_csv_and_kept_in_json() -> None:
    in_json = {row["original"] for row in _rows("set-aside") if row["file"] == "figures.csv"}
    in_csv = {row["original"] for row in _csv("set-aside") if row["file"] == "figures.csv"}
    assert in_json == {"=1+1,2"}
    assert in_csv == {"'=1+1,2"}


def test_numbers_below_zero_stay_numbers_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    from decimal import Decimal

    from pipelines.cli_output import Format, emit

    rows = [{"value": Decimal("-1.50"), "text": text} for text in ("-1", "@a", "+1", "\ta", "a=1")]
    emit(rows, columns=("value", "text"), output=Format.CSV, empty="")
    printed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["value"] for row in printed] == ["-1.5"] * 5
    assert [row["text"] for row in printed] == ["'-1", "'@a", "'+1", "'\ta", "a=1"]


def test_doctor_finds_all_well_and_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEDGEWATCH_SMTP_PASSWORD", "sesame-4711")
    answer = run("doctor", "--format", "json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert {finding["what"] for finding in told["findings"]} >= {
        "reviewed files and settings",
        "warehouse",
    }
    assert all(finding["is_well"] for finding in told["findings"])
    assert "sesame" not in answer.output + run("doctor").output


WRONG_USAGE = {
    "a region unknown": (("status", "--region", "europe"), "expected one of indo-pacific"),
    "a verdict unknown": (("status", "--verdict", "fine"), "fine"),
    "a day that does not exist": (("status", "--as-of", "2024-02-30"), "2024-02-30"),
    "a day in words": (("status", "--known-on", "yesterday"), "yesterday"),
    "a time that is none": (("status", "--recorded-before", "noon"), "noon"),
    "a format unknown": (("status", "--format", "xml"), "xml"),
    "an option unknown": (("status", "--mood", "good"), "--mood"),
    "a command unknown": (("hope",), "hope"),
    "a commitment unknown": (
        ("explain", "nato-hope", "BEL", "2024"),
        "commitment 'nato-hope' is not registered; known:",
    ),
    "a party without obligation": (("explain", "nato-defence-share", "JPN", "2024"), "JPN has no"),
    "a period without obligation": (
        ("explain", "nato-defence-share", "BEL", "1999"),
        "BEL has no obligation for 1999",
    ),
    "a commitment unknown to status": (("status", "--commitment", "nato-hope"), "not registered"),
    "a commitment unknown to changes": (("changes", "--commitment", "nato-hope"), "not registered"),
    "a party in small letters": (("status", "--party", "bel"), "such as NLD, in capitals"),
    "a party in small letters in changes": (("changes", "--party", "bel"), "such as NLD"),
    "a period as the publisher marks it": (("status", "--period", "2024e"), "expected a period"),
    "a thirteenth month": (("status", "--period", "2024-13"), "expected a period"),
    "a status that is not kept": (("submissions", "--status", "duplicate"), "none is kept"),
    "a source unknown": (
        ("submissions", "--source", "hope"),
        "not declared; known: ecb-reference-",
    ),
    "a source unknown to set-aside": (("set-aside", "--source", "hope"), "not declared; known:"),
    "a submission unknown": (
        ("set-aside", "--submission", "hope"),
        "nothing was received under it",
    ),
    "an explanation as csv": ((*EXPLAINED, "--format", "csv"), "not a table"),
    "a file that is not there": (("receive", "gone.csv"), "gone.csv: expected a file or folder"),
    "going back": (("judge", "--as-of", "2024-01-01"), "does not go back"),
    "arguments missing": (("explain", "nato-defence-share"), "Missing argument"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG_USAGE.values(), ids=WRONG_USAGE.keys())
def test_wrong_usage_ends_with_2_and_says_what_was_expected(
    arguments: tuple[str, ...], told: str
) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert told in " ".join(answer.error.split())
    assert "Traceback" not in answer.error
    assert answer.output == ""


def test_a_wrong_setting_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEDGEWATCH_HOME_PARTY", "ZZZ")
    answer = run("status")
    assert answer.exit_code == 2
    assert answer.error.startswith("PLEDGEWATCH_HOME_PARTY: ")


def test_help_is_no_failure() -> None:
    answer = run("--help")
    assert answer.exit_code == 0
    for verb in ("check", "receive", "judge", "report", "send", "run", "status", "explain"):
        assert verb in answer.output


@pytest.mark.parametrize(
    "period", ["2024", "2024-H1", "2024-Q4", "2024-07", "2024-07-15", "FY2026/27"]
)
def test_a_period_of_every_kind_may_be_asked_for(period: str) -> None:
    assert run("status", "--party", "JPN", "--arrangement", "nato", "--period", period) == Answer(
        exit_code=0, output="no obligation passes these filters\n", error=""
    )


def test_an_empty_answer_does_not_say_that_nothing_was_received() -> None:
    assert run("submissions", "--status", "rejected").output == (
        "no submission passes these filters\n"
    )


def test_explain_names_the_cases_that_were_late_or_are_open() -> None:
    chosen = ("explain", "equipment-request-acknowledgement", "USA", "2026-H1")
    told = json.loads(run(*chosen, "--format", "json").output)
    cases = [line for line in told["arithmetic"] if line.startswith("eqr-")]
    assert cases == [
        "eqr-2026-009: requested 2026-03-03, acknowledged 2026-04-03, after 31 days and not 30",
        "eqr-2026-021: requested 2026-06-12, not acknowledged by 2026-06-30, open until 2026-07-12",
        "eqr-2026-022: requested 2026-06-24, not acknowledged by 2026-06-30, open until 2026-07-24",
    ]
    assert "cases are still open" in run(*chosen).output
    subjects = [item["subject"].split()[0] for item in told["evidence"]]
    assert subjects == sorted(subjects), "the stages of a case stand together"


def test_explain_holds_a_year_against_the_year_before() -> None:
    told = run("explain", "nato-halt-decline", "SVN", "2024").output
    assert "required = 728.2168016125277, the value of 2023" in told
    assert "value 717.9719969631035 < required 728.2168016125277 (usd_million)" in told
    assert "year before: nato-defence-expenditure-2024-06-17.csv" in told
    assert "at least what it was a year before" in told


def test_explain_counts_the_days_from_date_to_date() -> None:
    told = run("explain", "un-regular-budget-dues", "USA", "2024").output
    assert "2024-12-30 − 2024-02-08 = 326 days outstanding" in told


def test_explain_says_when_there_is_no_evidence() -> None:
    told = run("explain", "un-regular-budget-dues", "USA", "2022").output
    assert "none: nothing received speaks of this obligation" in told
    assert "Arithmetic" not in told
