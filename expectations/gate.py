"""The gate: audits one staged file and says of every rule whether the data keep it.

audit(Path("staged.parquet"), suite=suite, findings=Path("findings.parquet"),
      docs=Path("var/docs"), submission="00c1a5e2f0b74d6e")
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from sqlalchemy.exc import SQLAlchemyError

from expectations.activity_rules import activity_rules
from expectations.errors import AuditError
from expectations.observation_rules import observation_rules
from expectations.pages import Heading, write_page
from expectations.results import Audit, RuleResult, Scope
from expectations.rules import Rule
from expectations.staging import (
    open_staged,
    read_edition,
    read_oddities_met,
    read_reasons_of_file,
    write_findings,
)
from expectations.suites import Beside, ObservationSuite, Oddity, Suite
from expectations.validation import Workbench, open_workbench

logger = logging.getLogger(__name__)


def audit(
    staged: Path,
    *,
    suite: Suite,
    findings: Path,
    docs: Path,
    submission: str,
    beside: Beside | None = None,
) -> Audit:
    """Judge every row of `staged` by the rules of its layout; write the rows that fail.

    `findings` becomes a Parquet file with row_number BIGINT, rule, severity, reason VARCHAR: one
    row per offending row and rule, none when all is well; what is wrong with the file as a whole
    has no row_number. `docs` is the root of the Data Docs; earlier pages stay. `beside` is what
    the file is compared with; None where nothing stood before.

    Raises AuditError when a rule cannot be judged: that is never the partner's fault.
    """
    try:
        validation, results, met = _judge(
            staged, suite=suite, findings=findings, submission=submission, beside=beside
        )
    except SQLAlchemyError as error:
        raise AuditError(f"submission {submission}: cannot audit {staged}: {error}") from error
    heading = _heading(results, suite=suite, submission=submission)
    page = write_page(validation, docs=docs, heading=heading)
    outcome = Audit(results=results, page=page, met=met)
    _log(outcome, submission=submission)
    return outcome


def _judge(
    staged: Path, *, suite: Suite, findings: Path, submission: str, beside: Beside | None
) -> tuple[ExpectationSuiteValidationResult, tuple[RuleResult, ...], tuple[Oddity, ...]]:
    with open_workbench() as workbench:
        open_staged(workbench.connection, staged=staged, suite=suite, beside=beside)
        rules = _rules(suite, edition=read_edition(workbench.connection))
        validation = _validate(workbench, rules=rules, suite=suite, submission=submission)
        results = _results(rules, validation)
        failed = _failed(rules, results)
        written = write_findings(workbench.connection, failed=failed, findings=findings)
        reasons = read_reasons_of_file(workbench.connection, findings=findings)
        met = tuple(read_oddities_met(workbench.connection, suite=suite, rules=rules))
    _compare(results, written)
    return validation, tuple(_told(result, reasons) for result in results), met


def _failed(rules: Sequence[Rule], results: Sequence[RuleResult]) -> list[Rule]:
    passed = {result.rule: result.passed for result in results}
    return [rule for rule in rules if rule.query and not passed[rule.name]]


def _told(result: RuleResult, reasons: Mapping[str, str]) -> RuleResult:
    return replace(result, message=reasons.get(result.rule, result.message))


def _rules(suite: Suite, *, edition: date | None) -> tuple[Rule, ...]:
    # Without any date of publication every row fails another rule; this one needs some date.
    edition = edition or suite.received_on
    if isinstance(suite, ObservationSuite):
        return observation_rules(suite, edition=edition)
    return activity_rules(suite, edition=edition)


def _validate(
    workbench: Workbench, *, rules: Sequence[Rule], suite: Suite, submission: str
) -> ExpectationSuiteValidationResult:
    validation = workbench.validate(
        suite.source,
        expectations=[item for rule in rules for item in rule.expectations()],
        submission=submission,
        received_on=suite.received_on,
    )
    for judged in validation.results:
        _refuse_exception(judged)
    return validation


def _refuse_exception(judged: ExpectationValidationResult) -> None:
    raised = judged.exception_info or {}
    details = [raised] if "raised_exception" in raised else list(raised.values())
    messages = [item["exception_message"] for item in details if item["raised_exception"]]
    if messages:
        raise AuditError(
            f"rule {_rule_of(judged)}: the expectation raised instead of judging: {messages[0]}; "
            "the submission is not judged, correct the rule and audit it again"
        )


def _rule_of(judged: ExpectationValidationResult) -> str:
    if judged.expectation_config is None:
        raise AuditError("a result of Great Expectations names no expectation")
    return str(judged.expectation_config.meta["rule"])


def _results(
    rules: Sequence[Rule], validation: ExpectationSuiteValidationResult
) -> tuple[RuleResult, ...]:
    kept: dict[str, bool] = {}
    unexpected: Counter[str] = Counter()
    for judged in validation.results:
        rule = _rule_of(judged)
        kept[rule] = kept.get(rule, True) and bool(judged.success)
        unexpected[rule] += _rows_unexpected(judged)
    return tuple(
        _result(rule, passed=kept[rule.name], rows=unexpected[rule.name]) for rule in rules
    )


def _rows_unexpected(judged: ExpectationValidationResult) -> int:
    counts = judged.result
    # A sum over the rows of an empty file is NULL.
    return int(counts.get("unexpected_count", counts.get("rows_unexpected")) or 0)


def _result(rule: Rule, *, passed: bool, rows: int) -> RuleResult:
    rows = rows if rule.scope is Scope.ROW else 0
    told = rule.expects if passed else f"{rule.expects}: not so"
    if rows:
        told = f"{told} in {rows} {'row' if rows == 1 else 'rows'}"
    return RuleResult(
        rule=rule.name,
        severity=rule.severity,
        rows_unexpected=rows,
        passed=passed,
        scope=rule.scope,
        message=told,
    )


def _compare(results: Sequence[RuleResult], written: dict[str, int]) -> None:
    for result in results:
        rows = written.get(result.rule, 0)
        if result.scope is Scope.ROW and rows != result.rows_unexpected:
            raise AuditError(
                f"rule {result.rule}: expected {result.rows_unexpected} findings as Great "
                f"Expectations counted, its query wrote {rows}; make the two agree and audit again"
            )


def _heading(results: Sequence[RuleResult], *, suite: Suite, submission: str) -> Heading:
    return Heading(
        source=suite.source,
        submission=submission,
        received_on=suite.received_on,
        rules_failed=sum(not result.passed for result in results),
    )


def _log(outcome: Audit, *, submission: str) -> None:
    logger.info(
        "audited submission %s: %d rules, not kept: %s",
        submission,
        len(outcome.results),
        ", ".join(result.rule for result in outcome.failed) or "none",
    )
