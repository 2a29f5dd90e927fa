"""A verdict is tried by other figures: as printed, of the edition before, of another source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from commitments.model import (
    Deliver,
    Measure,
    Member,
    OtherSource,
    RateDay,
    Rates,
    Reach,
    Rule,
    Sustain,
    Threshold,
)
from tests.judging.judging import (
    HOME,
    commitment,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    register,
    without_words,
)
from tests.judging.oracle import Ledger, Observation, Submission, judge
from warehouse.judgement import Horizon

TWO = Threshold(at_least=Decimal(2), margin=Decimal("0.2"))
PATH = Reach(at_least=Decimal(3), by=date(2030, 12, 31), baseline="2020")
SHARE = {"name": "Share", "source": "figures", "unit": "percent", "indicator": "share"}
AS_PRINTED = Measure(**SHARE, published_decimals=2)
THEIR_SHARE = Measure(**SHARE, other_source=OtherSource(source="others", indicator="share"))
BY_THEIR_GDP = Measure(
    **SHARE, other_source=OtherSource(source="others", indicator="spent", over="gdp", times=100)
)
PLAIN = Measure(**SHARE)
IN_EUROS = Measure(
    name="Dues", source="dues", unit="eur", rates=Rates(source="rates", at=RateDay.DAY)
)
SUPPORT_IN_EUROS = Measure(
    name="Support",
    source="figures",
    unit="eur",
    indicator="support",
    rates=Rates(source="rates", at=RateDay.PERIOD_END),
)
MEMBERS = [Member(party="NLD", joined_on=date(2000, 1, 1))]
CLOSED = date(2026, 1, 1)
UNITS = {"paid": "usd", "owed": "eur", "support": "usd"}

Told = tuple[str, date, dict[str, str]]


def ledger(*told: Told) -> Ledger:
    """Editions by source and day; figures by indicator, with `@` and a period if not of 2024."""
    editions, rows = [], []
    for number, (source, day, figures) in enumerate(told):
        name = f"s{number}"
        received_at = datetime(2026, 1, 1, 8, number)
        editions.append(
            Submission(submission=name, source=source, published_on=day, received_at=received_at)
        )
        rows += [
            Observation(
                submission=name,
                row_number=place,
                source=source,
                published_on=day,
                party="euro-area" if source == "rates" else "NLD",
                indicator=key.partition("@")[0],
                period=key.partition("@")[2] or "2024",
                value=Decimal(value),
                unit=UNITS.get(key.partition("@")[0], "percent"),
                due_on=date(2024, 12, 31) if key == "owed" else None,
                occurred_on=date(2024, 6, 28) if key == "paid" else None,
            )
            for place, (key, value) in enumerate(figures.items())
        ]
    return Ledger(submissions=editions, observations=rows)


def edition(day: int, **figures: str) -> Told:
    return "figures", date(2025, 6, day), {key.replace("_", "@"): v for key, v in figures.items()}


def others(**figures: str) -> Told:
    return "others", date(2025, 6, 1), figures


@pytest.mark.parametrize(
    ("rule", "measure", "told", "verdict", "fragile_reason"),
    [
        (TWO, AS_PRINTED, [edition(1, share="1.9949999999999999")], "unmet", None),
        (
            TWO,
            AS_PRINTED,
            [edition(1, share="1.995")],
            "unmet",
            "rounded to 2 decimals as printed it is 2.00 %, not 1.995 %, against 2.00 %: met",
        ),
        (TWO, AS_PRINTED, [edition(1, share="2.004")], "met", None),
        (TWO, PLAIN, [edition(1, share="2"), edition(2, share="2.1")], "met", None),
        (
            TWO,
            PLAIN,
            [edition(1, share="9"), edition(2, share="2.44"), edition(3, share="1.6")],
            "unmet",
            "by the edition of 2025-06-02 it is 2.44 %, not 1.60 %, against 2.00 %: met",
        ),
        (  # what is received again as the same edition is no edition before it
            TWO,
            PLAIN,
            [edition(1, share="2.44"), edition(2, share="1.7"), edition(2, share="1.6")],
            "unmet",
            "by the edition of 2025-06-01 it is 2.44 %, not 1.60 %, against 2.00 %: met",
        ),
        (TWO, PLAIN, [edition(2, share="2.44"), edition(2, share="1.6")], "unmet", None),
        (  # an edition that does not speak of the figure is no edition of it
            TWO,
            PLAIN,
            [edition(1, share="2.44"), edition(2, share="1.6"), edition(3, share_2023="1")],
            "unmet",
            "by the edition of 2025-06-01 it is 2.44 %, not 1.60 %, against 2.00 %: met",
        ),
        (TWO, PLAIN, [edition(1, share_2023="1"), edition(2, share="1.6")], "unmet", None),
        (  # the way starts from the earlier edition's figure as well
            PATH,
            PLAIN,
            [edition(1, share_2020="2", share="2.1"), edition(2, share_2020="1", share="2.1")],
            "on_track",
            "by the edition of 2025-06-01 it is 2.10 % against 2.40 %: off track",
        ),
        (
            Sustain(),
            PLAIN,
            [edition(1, share_2023="2", share="1"), edition(2, share_2023="1", share="1")],
            "met",
            "by the edition of 2025-06-01 it is 1.00 % against 2.00 %: unmet",
        ),
        (  # what the edition before says is turned into euros as well
            Sustain(),
            SUPPORT_IN_EUROS,
            [
                edition(1, support_2023="2", support="1"),
                edition(2, support_2023="1", support="1"),
                (
                    "rates",
                    date(2025, 6, 1),
                    {"eur-rate-usd@2023-12-31": "1", "eur-rate-usd@2024-12-31": "1"},
                ),
            ],
            "met",
            "by the edition of 2025-06-01 it is EUR 1 against EUR 2: unmet",
        ),
        (
            TWO,
            THEIR_SHARE,
            [edition(1, share="2"), others(share="1.9")],
            "met",
            "as share of others it is 1.90 %, not 2.00 %, against 2.00 %: unmet",
        ),
        (
            TWO,
            BY_THEIR_GDP,
            [edition(1, share="2", spent="2"), others(gdp="125")],
            "met",
            "as spent ÷ gdp of others × 100 it is 1.60 %, not 2.00 %, against 2.00 %: unmet",
        ),
        (TWO, BY_THEIR_GDP, [edition(1, share="2", spent="2"), others(gdp="0")], "met", None),
        (  # what cannot be told by another source is no other verdict
            PATH,
            THEIR_SHARE,
            [edition(1, share_2020="2", share="3"), others(share="2.1")],
            "on_track",
            None,
        ),
        (
            Deliver(owed=("owed",), delivered=("paid",)),
            IN_EUROS,
            [
                ("dues", date(2025, 6, 1), {"owed": "100", "paid": "100"}),
                (
                    "rates",
                    date(2025, 6, 1),
                    {"eur-rate-usd@2024-06-28": "1", "eur-rate-usd@2024-12-31": "1.25"},
                ),
            ],
            "met",
            "at the rate of the period's end it is EUR 80, not EUR 100, against EUR 100: unmet",
        ),
    ],
)
def test_a_verdict_that_other_figures_would_not_give_is_fragile(
    tables: duckdb.DuckDBPyConnection,
    rule: Rule,
    measure: Measure,
    told: Sequence[Told],
    verdict: str,
    fragile_reason: str | None,
) -> None:
    promise = commitment(rule, id="promise", measure=measure, effective_until=date(2024, 12, 31))
    promises, known = register([promise], MEMBERS), ledger(*told)
    empty_ledger(tables)
    fill_ledger(tables, known)
    found = judged_in_sql(tables, promises, Horizon(as_of=CLOSED))
    assert without_words(found) == judge(promises, known, home_party=HOME, as_of=CLOSED)
    one = found["promise", "NLD", "2024"]
    assert (one.verdict.value, one.fragile_reason) == (verdict, fragile_reason)
    assert one.fragile is (fragile_reason is not None)


def test_a_verdict_may_be_fragile_for_several_reasons(tables: duckdb.DuckDBPyConnection) -> None:
    measure = Measure(
        **SHARE,
        published_decimals=1,
        other_source=OtherSource(source="others", indicator="share"),
    )
    promises = register([commitment(TWO, id="promise", measure=measure)], MEMBERS)
    told = [edition(1, share="2.5"), edition(2, share="1.96"), others(share="2")]
    empty_ledger(tables)
    fill_ledger(tables, ledger(*told))
    one = judged_in_sql(tables, promises, Horizon(as_of=CLOSED))["promise", "NLD", "2024"]
    assert [kind for kind, *_ in one.alternatives] == ["precision", "edition", "source"]
    assert one.fragile_reason is not None
    assert one.fragile_reason.split("; ") == [
        "rounded to 1 decimal as printed it is 2.00 %, not 1.96 %, against 2.00 %: met",
        "by the edition of 2025-06-01 it is 2.50 %, not 1.96 %, against 2.00 %: met",
        "as share of others it is 2.00 %, not 1.96 %, against 2.00 %: met",
    ]
