"""The audit as a whole: what it writes, what it leaves alone, and when it refuses to judge."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import expectations
from expectations.errors import AuditError
from expectations.results import RuleResult, Scope, Severity
from expectations.statements import QUERIES
from expectations.suites import IndicatorLimits, ObservationSuite

SUBMISSION = "00c1a5e2f0b74d6e"

SUITE = ObservationSuite(
    source="nato-defexp",
    parties=frozenset({"NLD"}),
    indicators=(IndicatorLimits(id="share", unit="percent", minimum=Decimal(0)),),
    received_on=date(2026, 9, 2),
)

ROW = {
    "source": "nato-defexp",
    "published_on": date(2026, 9, 1),
    "party": "NLD",
    "indicator": "share",
    "period": "2024",
    "value": Decimal(2),
    "has_value_text": True,
    "unit": "percent",
    "status": "A",
}

MANY_BAD_ROWS = """
    SELECT
        'nato-defexp' AS source, DATE '2026-09-01' AS published_on, 'X' || i AS party,
        'share' AS indicator,
        CAST(DATE '1900-01-01' + CAST(i % 40000 AS INTEGER) AS VARCHAR) AS period,
        CAST(-1 AS DECIMAL(38, 18)) AS value, true AS has_value_text,
        CAST(NULL AS VARCHAR) AS value_text, 'EUR' AS unit,
        'A' AS status, CAST(NULL AS DATE) AS due_on, CAST(NULL AS DATE) AS occurred_on,
        CAST(NULL AS VARCHAR) AS note,
        CAST(NULL AS VARCHAR) AS series, CAST(NULL AS VARCHAR) AS item,
        CAST(NULL AS VARCHAR) AS corrects,
        CAST(NULL AS VARCHAR) AS refusal,
        CAST(NULL AS VARCHAR) AS left_out, CAST(NULL AS VARCHAR) AS within,
        CAST(NULL AS VARCHAR) AS doubt, CAST(NULL AS VARCHAR) AS place
    FROM range(100000) AS numbers(i)
"""


def test_a_file_in_order_passes_every_rule_and_writes_no_findings(audited_file: Any) -> None:
    outcome = audited_file.stage([ROW], layout="observations").audit(SUITE)
    assert outcome.failed == ()
    assert len(outcome.results) == 32
    assert audited_file.findings() == []


def test_findings_have_the_same_columns_with_and_without_rows(audited_file: Any) -> None:
    described = "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet($path))"
    for party in ("NLD", "XXX"):
        audited_file.stage([{**ROW, "party": party}], layout="observations").audit(SUITE)
        path = {"path": str(audited_file.written)}
        assert duckdb.execute(described, path).fetchall() == [
            ("row_number", "BIGINT"),
            ("rule", "VARCHAR"),
            ("severity", "VARCHAR"),
            ("reason", "VARCHAR"),
        ]


def test_an_empty_file_breaks_the_batch_rule_only(audited_file: Any) -> None:
    outcome = audited_file.stage([], layout="observations").audit(SUITE)
    assert outcome.failed == (
        RuleResult(
            rule="file-not-empty",
            severity=Severity.CRITICAL,
            rows_unexpected=0,
            passed=False,
            scope=Scope.BATCH,
            message="the file holds at least one row: not so",
        ),
    )
    assert audited_file.findings() == []


def test_a_failed_rule_says_what_it_expects_and_of_how_many_rows_it_is_not_so(
    audited_file: Any,
) -> None:
    rows = [{**ROW, "status": "X"}, {**ROW, "period": "2025"}]
    (failed,) = audited_file.stage(rows, layout="observations").audit(SUITE).failed
    assert failed == RuleResult(
        rule="status-known",
        severity=Severity.CRITICAL,
        rows_unexpected=1,
        passed=False,
        scope=Scope.ROW,
        message="status is A, E, P, F or M: not so in 1 row",
    )


def test_a_file_that_breaks_warnings_only_still_tells_its_rows(audited_file: Any) -> None:
    row = {**ROW, "occurred_on": date(1066, 10, 14)}
    outcome = audited_file.stage([row], layout="observations").audit(SUITE)
    assert [(item.rule, item.severity) for item in outcome.failed] == [
        ("occurred-on-plausible", Severity.WARNING)
    ]
    assert [finding[:3] for finding in audited_file.findings()] == [
        (1, "occurred-on-plausible", "warning")
    ]


def test_a_source_without_indicators_or_parties_declares_nothing(audited_file: Any) -> None:
    suite = replace(SUITE, parties=frozenset(), indicators=())
    outcome = audited_file.stage([ROW], layout="observations").audit(suite)
    assert [item.rule for item in outcome.failed] == ["party-known", "indicator-declared"]


def test_texts_of_reviewed_files_cannot_break_a_statement(audited_file: Any) -> None:
    limits = IndicatorLimits(id="o'share :x {y}", unit="per'cent")
    suite = replace(SUITE, source="o'source :x {y}", indicators=(limits,))
    row = {**ROW, "source": suite.source, "indicator": limits.id, "unit": limits.unit}
    assert audited_file.stage([row], layout="observations").audit(suite).failed == ()


def test_an_expectation_that_raises_is_our_fault_and_names_the_rule(audited_file: Any) -> None:
    audited_file.stage([ROW], layout="observations")
    misread = "SELECT * REPLACE (CAST('many' AS VARCHAR) AS value) FROM read_parquet('{}')"
    other = audited_file.beside("other")
    other.copy(misread.format(audited_file.staged))
    with pytest.raises(AuditError, match=r"rule value-within-limits: .* raised .*Cannot compare"):
        other.audit(SUITE)
    assert not other.docs.exists()


def test_a_built_in_expectation_that_raises_is_our_fault_too(audited_file: Any) -> None:
    audited_file.stage([ROW], layout="observations")
    other = audited_file.beside("other")
    other.copy(f"SELECT * EXCLUDE (note) FROM read_parquet('{audited_file.staged}')")
    with pytest.raises(AuditError, match="rule note-short-enough"):
        other.audit(SUITE)


def test_a_staged_file_that_is_not_there_is_our_fault(audited_file: Any) -> None:
    with pytest.raises(AuditError, match="cannot audit"):
        audited_file.audit(SUITE)


@pytest.mark.slow
def test_bad_rows_by_the_hundred_thousand_do_not_pass_through_python(audited_file: Any) -> None:
    audited_file.copy(MANY_BAD_ROWS)
    tracemalloc.start()
    outcome = audited_file.audit(SUITE)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {item.rule: item.rows_unexpected for item in outcome.failed} == {
        "party-known": 100_000,
        "unit-as-declared": 100_000,
        "value-within-limits": 100_000,
    }
    assert len(audited_file.findings()) == 300_000
    assert outcome.page.stat().st_size < 100_000
    assert peak_bytes < 10_000_000


def test_the_page_names_the_rules_and_fetches_nothing(audited_file: Any) -> None:
    page = audited_file.stage([{**ROW, "unit": "EUR"}], layout="observations").audit(SUITE).page
    assert page == audited_file.docs / "validations/nato-defexp" / f"2026-09-02-{SUBMISSION}.html"
    text = page.read_text(encoding="utf-8")
    assert f"submission {SUBMISSION} · 1 rule not kept" in text
    assert "unit is the one its indicator is declared in (unit-as-declared, critical)" in text
    assert "1 unexpected row" in text
    assert not re.search(r"https?:|<script|<link|<img|url\(", text)


def test_every_link_of_a_page_and_of_the_indexes_leads_somewhere(audited_file: Any) -> None:
    audited_file.stage([ROW], layout="observations").audit(SUITE)
    for page in audited_file.docs.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), f"{page}: {link}"


def test_pages_of_earlier_audits_stay_as_they_were_and_are_listed(audited_file: Any) -> None:
    audited_file.stage([ROW], layout="observations")
    earlier = audited_file.audit(SUITE, submission="aaaaaaaaaaaaaaaa").page
    before = earlier.stat()
    audited_file.audit(replace(SUITE, received_on=date(2026, 9, 3)))
    other = replace(SUITE, source="world-bank")
    audited_file.audit(other)
    assert earlier.stat() == before
    listed = re.findall(r'href="(.*?)"', (earlier.parent / "index.html").read_text("utf-8"))
    assert listed == [f"2026-09-03-{SUBMISSION}.html", "2026-09-02-aaaaaaaaaaaaaaaa.html"]
    sources = (audited_file.docs / "index.html").read_text("utf-8")
    assert re.findall(r"<li>.*?>(.*?)</a>", sources) == ["nato-defexp", "world-bank"]


def test_auditing_a_submission_again_replaces_its_page(audited_file: Any) -> None:
    audited_file.stage([ROW], layout="observations")
    first = audited_file.audit(SUITE).page
    assert audited_file.audit(SUITE).page == first
    assert {item.name for item in first.parent.iterdir()} == {"index.html", first.name}


@pytest.mark.parametrize("submission", ["1234567890123456", "1e99999999999999", "20260902" * 2])
def test_a_submission_that_looks_like_a_number_or_a_date_gets_its_page(
    audited_file: Any, submission: str
) -> None:
    outcome = audited_file.stage([ROW], layout="observations").audit(SUITE, submission=submission)
    assert submission in outcome.page.name


def test_an_audit_writes_its_findings_and_pages_and_nothing_else(
    audited_file: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    audited_file.stage([ROW], layout="observations").audit(SUITE)
    assert list(elsewhere.iterdir()) == []
    assert {item.name for item in audited_file.folder.iterdir()} == {
        "staged.parquet",
        "findings.parquet",
        "docs",
    }


def test_suites_and_results_are_imported_without_great_expectations() -> None:
    code = (
        "import sys, expectations.suites, expectations.results, expectations.errors;"
        "assert 'great_expectations' not in sys.modules"
    )
    root = Path(expectations.__file__).parent.parent
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


@pytest.mark.parametrize("path", sorted(QUERIES.rglob("*.sql")), ids=lambda path: path.stem)
def test_a_statement_opens_with_its_grain_and_is_one_statement(path: Path) -> None:
    header, _, statement = path.read_text(encoding="utf-8").partition("\n")
    assert header.startswith("-- ")
    assert re.search(r"^-- .*Grain", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(duckdb.extract_statements(_without_placeholders(statement))) == 1


def _without_placeholders(statement: str) -> str:
    return re.sub(r":([a-z_]+)", r"$\1", statement.format_map(Placeholders()))


class Placeholders(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "SELECT 1" if name == "rows" else f'"{name}"'
