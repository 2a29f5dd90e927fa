"""What a rule is, and the rules that hold for every layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from great_expectations import expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations.engine import CountedRowsExpectation
from expectations.results import NOT_EMPTY, Scope, Severity
from expectations.statements import read_statement
from expectations.suites import Suite

LONGEST_NOTE = 1000

Check = Callable[..., Expectation]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the house and the checks that judge it.

    `query` names the statement that selects the offending rows, each with its reason; of a rule
    that speaks `of_file` what is wrong with it as a whole, if anything. Without `checks` the query
    itself is the check. No row may fail two checks of a rule.
    """

    name: str
    expects: str
    query: str | None
    severity: Severity = Severity.CRITICAL
    checks: tuple[Check, ...] = ()
    of_file: bool = False

    @property
    def scope(self) -> Scope:
        """Whether the rule speaks of rows or of the file."""
        return Scope.BATCH if self.of_file else Scope.ROW

    def expectations(self) -> tuple[Expectation, ...]:
        """What Great Expectations is asked to judge; `meta` leads a result back to the rule."""
        return tuple(
            check(
                description=f"{self.expects} ({self.name}, {self.severity})",
                severity=self.severity.value,
                meta={"rule": self.name, "expects": self.expects, "severity": self.severity.value},
            )
            for check in self.checks or (self._counted(),)
        )

    def _counted(self) -> Check:
        if self.query is None:
            raise ValueError(f"rule {self.name}: a rule without a query needs checks")
        statement = read_statement(self.query)
        return partial(CountedRowsExpectation, unexpected_rows_query=statement)


def given(column: str) -> Check:
    """The column is not empty."""
    return partial(gxe.ExpectColumnValuesToNotBeNull, column=column)


def one_of(column: str, allowed: Iterable[str | date]) -> Check:
    """The column, where not empty, holds one of these."""
    return partial(
        gxe.ExpectColumnValuesToBeInSet, column=column, value_set=sorted(allowed, key=str)
    )


def between(column: str, *, minimum: date | None = None, maximum: date | None = None) -> Check:
    """The column, where not empty, lies within these limits, themselves included."""
    return partial(
        gxe.ExpectColumnValuesToBeBetween, column=column, min_value=minimum, max_value=maximum
    )


def file_rules() -> tuple[Rule, ...]:
    """What any staged file must satisfy as a whole."""
    return (
        Rule(
            name=NOT_EMPTY,
            expects="the file holds at least one row",
            query=None,
            of_file=True,
            checks=(partial(gxe.ExpectTableRowCountToBeBetween, min_value=1),),
        ),
    )


def reading_rules() -> tuple[Rule, ...]:
    """Every row could be read as its form declares, and is no row known to be no data."""
    return (
        Rule(
            name="row-as-declared",
            expects="every row is written as its form declares",
            query="both/row-as-declared",
        ),
        Rule(
            name="left-out",
            expects="no row is one of those declared to be no data",
            query="both/left-out",
        ),
        Rule(
            name="beyond-doubt",
            expects="no row is one of those declared to be doubtful",
            query="both/beyond-doubt",
            severity=Severity.WARNING,
            of_file=True,
        ),
    )


def source_rule(suite: Suite) -> Rule:
    """The file is of the source it was sent for."""
    return Rule(
        name="source-as-declared",
        expects=f"source is '{suite.source}'",
        query="both/source-as-declared",
        checks=(given("source"), one_of("source", (suite.source,))),
    )


def edition_rules(suite: Suite, *, edition: date) -> tuple[Rule, ...]:
    """One date of publication for all rows. `edition` is the one most of them have."""
    return (
        Rule(
            name="published-on-given",
            expects="published_on is a date",
            query="both/published-on-given",
            checks=(given("published_on"),),
        ),
        Rule(
            name="published-on-same",
            expects="published_on is the same on every row",
            query="both/published-on-same",
            checks=(one_of("published_on", (edition,)),),
        ),
        Rule(
            name="published-on-not-after-receipt",
            expects=f"published_on is not after {suite.received_on}, the day of receipt",
            query="both/published-on-not-after-receipt",
            checks=(between("published_on", maximum=suite.received_on),),
        ),
    )


def party_rule(column: str, *, layout: str) -> Rule:
    """The column names a party we know.

    Its query is the check: the built-in one puts every code into an aggregate, which takes seconds
    on millions of rows where a join takes hundredths.
    """
    name = f"{column}-known"
    return Rule(
        name=name,
        expects=f"{column} is a country code (ISO 3166-1 alpha-3) or organisation we know",
        query=f"{layout}/{name}",
    )


def correction_rule() -> Rule:
    """A row that corrects another names one that is set aside."""
    return Rule(
        name="correction-fits",
        expects="corrects, where sent, names a row of one submission that is set aside",
        query="both/correction-fits",
    )


def note_rule() -> Rule:
    """The note fits into a report."""
    return Rule(
        name="note-short-enough",
        expects=f"note has at most {LONGEST_NOTE} characters",
        query="both/note-short-enough",
        severity=Severity.INFO,
        checks=(
            partial(gxe.ExpectColumnValueLengthsToBeBetween, column="note", max_value=LONGEST_NOTE),
        ),
    )
