"""What changed: like changes share a line, the worst come first, none is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from commitments.model import Cause, Change, Verdict
from commitments.parties import names
from reports.changes import MOST_ALONE, ChangesTold, changes_told
from tests.reports import arrangements as given
from tests.reports import examples

MANY = 1000


def change(party: str, before: Verdict, after: Verdict, *values: str) -> Change:
    """A change of the 2 % commitment that came with time, or with two values by a revision."""
    was, value = (Decimal(text) for text in values) if values else (None, None)
    return Change(
        commitment=given.DEFENCE_SHARE.id,
        arrangement="nato",
        party=party,
        period="2024",
        from_verdict=before,
        to_verdict=after,
        from_value=was,
        to_value=value,
        unit="percent",
        cause=Cause.REVISED_EVIDENCE if values else Cause.TIME_PASSED,
        as_of=examples.NATO_DAY,
    )


def told(*changes: Change, limit: int = MANY) -> ChangesTold:
    return changes_told(examples.nato_view(changes=changes), limit=limit)


def lines_of(found: ChangesTold) -> list[str]:
    return [line for _, lines in found.sections for line in lines]


def test_few_changes_alike_have_a_line_each_and_more_share_one() -> None:
    kept = [change(party, Verdict.ON_TRACK, Verdict.MET) for party in ("USA", "ALB", "POL", "GRC")]
    assert len(lines_of(told(*kept[:MOST_ALONE]))) == MOST_ALONE
    assert lines_of(told(*kept)) == [
        "4 parties, 2024: on track → met; time passed: Albania, Greece, Poland, United States"
    ]


def test_the_worst_comes_first() -> None:
    found = told(
        change("USA", Verdict.ON_TRACK, Verdict.MET),
        change("MNE", Verdict.PENDING, Verdict.NO_DATA),
        change("ESP", Verdict.OFF_TRACK, Verdict.UNMET),
    )
    assert [line.split(",")[0] for line in lines_of(found)] == [
        "Spain",
        "Montenegro",
        "United States",
    ]


def test_a_revised_figure_is_told_with_both_values_however_many_are_revised() -> None:
    parties = ("USA", "ALB", "POL", "GRC", "ESP")
    found = told(*(change(one, Verdict.UNMET, Verdict.MET, "1.9", "2.1") for one in parties))
    assert len(lines_of(found)) == len(parties)
    assert all("(1.90 % → 2.10 %); revised evidence" in line for line in lines_of(found))


def test_a_letter_names_some_of_many_and_a_page_names_all() -> None:
    parties = sorted(names())[:30]
    changes = [change(party, Verdict.PENDING, Verdict.NO_DATA) for party in parties]
    (short,) = lines_of(told(*changes, limit=5))
    (long,) = lines_of(told(*changes))
    assert short.startswith("30 parties, 2024: pending → no data; time passed: ")
    assert short.endswith(" and 22 more")
    assert all(names()[party] in long for party in parties)


def test_what_does_not_fit_is_counted() -> None:
    alike = [change(party, Verdict.ON_TRACK, Verdict.MET) for party in ("USA", "ALB", "POL", "GRC")]
    worse = change("ESP", Verdict.OFF_TRACK, Verdict.UNMET)
    other = replace(worse, commitment=given.EQUIPMENT_SHARE.id)
    found = told(*alike, worse, other, limit=1)
    assert [line.split(",")[0] for line in lines_of(found)] == ["Spain"]
    assert found.more == 5
    assert told(*alike, worse, other).more == 0


def test_changes_of_a_commitment_no_longer_registered_are_told_under_its_identifier() -> None:
    gone = replace(change("ESP", Verdict.MET, Verdict.UNMET), commitment="gone", to_verdict=None)
    ((title, lines),) = told(gone).sections
    assert title == "gone"
    assert lines == ("Spain, 2024: met → no longer judged; time passed",)


def test_the_first_judgement_changes_nothing() -> None:
    view = examples.nato_view(is_first=True)
    assert changes_told(view, limit=MANY) == ChangesTold(found="", sections=(), more=0)
