"""Views under test: NATO in mid-2024, the UN after 2024, and an illustrative arrangement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from commitments.model import (
    ArrangementKind,
    Assessment,
    Cadence,
    Cause,
    Change,
    Commitment,
    EditionUsed,
    Threshold,
    Timeliness,
    Verdict,
)
from commitments.outlook import Outlook
from commitments.parties import names
from reports.rule_sentences import rule_sentence
from reports.views import (
    FAILING,
    CommitmentView,
    Counts,
    ExemptParty,
    OverviewView,
    OwnObligation,
    QuorumView,
    RoundView,
)
from tests.reports import arrangements as given

NATO_DAY = date(2024, 6, 30)
UN_DAY = date(2025, 1, 15)
EDITION_DAY = date(2024, 6, 17)
REGISTER_VERSION = "5f0c2a9d41b7"
NATO_ROUND = RoundView(
    name="Defence expenditure as a share of GDP",
    publisher=None,
    periods=(
        QuorumView(
            period="2024",
            expected=31,
            submitted=31,
            late=0,
            last_submitted_on=EDITION_DAY,
            due_on=date(2024, 12, 31),
            missing=(),
        ),
    ),
)
UN_ROUND = RoundView(
    name="Honour roll of the regular budget",
    publisher="United Nations, Committee on Contributions",
    periods=(
        QuorumView(
            period="2023",
            expected=1,
            submitted=0,
            late=0,
            last_submitted_on=None,
            due_on=date(2024, 1, 31),
            missing=("publisher",),
        ),
        QuorumView(
            period="2024",
            expected=1,
            submitted=1,
            late=0,
            last_submitted_on=date(2024, 12, 30),
            due_on=date(2025, 1, 31),
            missing=(),
        ),
    ),
)


def assessment(commitment: Commitment, party: str, verdict: Verdict, **given_: Any) -> Assessment:
    """One judgement with plain defaults."""
    plain: dict[str, Any] = {
        "assessment": f"{commitment.id}|{party}",
        "commitment": commitment.id,
        "arrangement": commitment.arrangement,
        "party": party,
        "period": "2024",
        "period_start": date(2024, 1, 1),
        "period_end": date(2024, 12, 31),
        "verdict": verdict,
        "timeliness": Timeliness.ON_TIME,
        "value": None,
        "target": None,
        "required": None,
        "unit": commitment.measure.unit,
        "gap": None,
        "gap_usd": None,
        "provisional": False,
        "fragile": False,
        "due_on": date(2025, 12, 31),
        "kept_on": None,
        "days_late": None,
        "published_on": EDITION_DAY,
        "reason": "as published",
        "is_illustrative": commitment.is_illustrative,
    }
    return Assessment(**(plain | given_))


def share_assessment(
    commitment: Commitment, party: str, value: str, base: str, **given_: Any
) -> Assessment:
    """A share judged while its year runs, with the gap in money; `base` is in million USD."""
    assert isinstance(commitment.rule, Threshold)
    required, margin = commitment.rule.at_least, commitment.rule.margin
    gap = max(required - Decimal(value), Decimal(0))
    verdict = (
        Verdict.ON_TRACK if gap == 0 else Verdict.AT_RISK if gap <= margin else Verdict.OFF_TRACK
    )
    return assessment(
        commitment,
        party,
        verdict,
        **{
            "value": Decimal(value),
            "target": required,
            "required": required,
            "gap": gap,
            "gap_usd": gap * Decimal(base) * 10_000,
            "provisional": True,
            "reason": f"{value} against {required} required",
            "unmet_since": "2023" if gap else None,
            **given_,
        },
    )


def outlook(commitment: Commitment, party: str, **given_: Any) -> Outlook:
    """How a party stands, with plain defaults: nothing follows."""
    plain: dict[str, Any] = {
        "commitment": commitment.id,
        "arrangement": commitment.arrangement,
        "party": party,
        "period": "2025",
        "verdict": Verdict.PENDING,
        "unit": commitment.measure.unit,
        "cadence": Cadence.YEAR,
        "in_a_row": 0,
        "periods_judged": 0,
        "periods_short": 0,
        "is_estimate": False,
        "is_illustrative": False,
    }
    unknown = {item.name: None for item in fields(Outlook) if item.name not in plain}
    return Outlook(**(unknown | plain | given_))


def path_outlook(party: str, value: str, base: str, **given_: Any) -> Outlook:
    """The way to 3.5 % by 2035 from a share of 2024; `base` is in million USD."""
    to_go = max(Decimal("3.5") - Decimal(value), Decimal(0))
    return outlook(
        given.CORE_DEFENCE,
        party,
        **{
            "target": Decimal("3.5"),
            "latest_period": "2024",
            "latest_value": Decimal(value),
            "is_estimate": True,
            "to_go": to_go,
            "to_go_usd": to_go * Decimal(base) * 10_000,
            "remaining": 11,
            "takes": to_go / 11,
            "takes_usd": to_go * Decimal(base) * 10_000 / 11,
            **given_,
        },
    )


def hague_outlooks() -> tuple[Outlook, ...]:
    """Four Allies on the way to 3.5 %: late, never, without a pace, and already there."""
    late = {
        "pace": Decimal("0.073852999"),
        "pace_since": "2019",
        "values_used": 6,
        "arrives": "2055",
        "earliest": "2051",
        "latest": "2059",
        "expected": Decimal("2.092413912"),
        "pace_band": Verdict.OFF_TRACK,
    }
    never = {**late, "pace": Decimal("-0.000635699"), "expected": Decimal("1.298940807")}
    never |= {"arrives": None, "earliest": None, "latest": None}
    there = {**late, "pace": Decimal("0.393298079"), "expected": Decimal("7.982695636")}
    there |= {"arrives": None, "earliest": None, "latest": None, "pace_band": Verdict.ON_TRACK}
    return (
        path_outlook("ESP", "1.282549642204323", "1658360.1528221054", **late),
        path_outlook("CAN", "1.3651551143938319", "2233825.5", **never),
        path_outlook("USA", "3.3790207262385565", "28719938"),
        path_outlook("POL", "4.120190989357147", "844623", **there),
    )


def commitment_view(
    commitment: Commitment,
    series: Iterable[Assessment],
    *,
    history: tuple[tuple[str, Counts], ...] = (),
    **given_: Any,
) -> CommitmentView:
    """The view of a commitment's latest period, with counts and the unmet worked out."""
    listed = tuple(sorted(series, key=lambda item: item.party))
    counts = counts_of(listed)
    failing = [item for item in listed if item.verdict in FAILING]
    failing.sort(key=lambda item: (item.gap or item.required or 0, item.party), reverse=True)
    period = listed[0].period if listed else None
    return CommitmentView(
        commitment=commitment,
        rule_sentence=rule_sentence(commitment),
        latest_period=period,
        counts=counts,
        unmet=tuple(failing),
        series=listed,
        history=(*history, (period, counts)) if period else history,
        **given_,
    )


def counts_of(series: Iterable[Assessment]) -> Counts:
    """How often each verdict occurs, in the order of the glossary."""
    found = Counter(item.verdict for item in series)
    return tuple((verdict, found[verdict]) for verdict in Verdict if found[verdict])


def defence_series(commitment: Commitment = given.DEFENCE_SHARE) -> list[Assessment]:
    """All Allies' shares of GDP in 2024, estimated."""
    return [
        share_assessment(commitment, party, row[0], row[1])
        for party, row in given.NATO_2024.items()
    ]


def equipment_series() -> list[Assessment]:
    """All Allies' shares of major equipment in 2024, estimated."""
    return [
        share_assessment(given.EQUIPMENT_SHARE, party, row[2], row[3])
        for party, row in given.NATO_2024.items()
    ]


def nato_view(**given_: Any) -> OverviewView:
    """NATO on 30 June 2024, by the edition of 17 June."""
    before: Counts = ((Verdict.MET, 10), (Verdict.UNMET, 21))
    share = commitment_view(given.DEFENCE_SHARE, defence_series(), history=(("2023", before),))
    equipment = commitment_view(given.EQUIPMENT_SHARE, equipment_series())
    core = commitment_view(given.CORE_DEFENCE, (), outlooks=hague_outlooks())
    own = [
        OwnObligation(
            commitment=view.commitment,
            rule_sentence=view.rule_sentence,
            assessment=next(item for item in view.series if item.party == "USA"),
        )
        for view in (share, equipment, un_commitment(), equipment_requests())
    ]
    plain: dict[str, Any] = {
        "arrangement": given.arrangement(
            "nato", "North Atlantic Treaty Organization", source=given.WALES
        ),
        "as_of": NATO_DAY,
        "known_on": None,
        "home_party": "USA",
        "party_names": names(),
        "commitments": (core, share, equipment),
        "changes": nato_changes(),
        "is_first": False,
        "own": tuple(own),
        "exempt": tuple(
            ExemptParty(commitment=item, exemption=given.ICELAND)
            for item in (given.DEFENCE_SHARE, given.EQUIPMENT_SHARE)
        ),
        "editions": (NATO_EDITION, REQUESTS_EDITION),
        "rounds": (NATO_ROUND,),
        "submissions_note": ("1 row of equipment-requests was set aside: the party is unknown.",),
        "register_version": REGISTER_VERSION,
    }
    return OverviewView(**(plain | given_))


def nato_changes() -> tuple[Change, ...]:
    """Three Allies with another verdict than a day before."""
    told: tuple[tuple[str, Verdict | None, Verdict, str | None, str, Cause], ...] = (
        ("HRV", Verdict.OFF_TRACK, Verdict.AT_RISK, "1.74", "1.8066", Cause.REVISED_EVIDENCE),
        ("DEU", Verdict.OFF_TRACK, Verdict.ON_TRACK, "1.64", "2.1190", Cause.REVISED_EVIDENCE),
        ("SWE", None, Verdict.ON_TRACK, None, "2.1432", Cause.MEMBERSHIP_CHANGED),
    )
    return tuple(
        Change(
            commitment=given.DEFENCE_SHARE.id,
            arrangement="nato",
            party=party,
            period="2024",
            from_verdict=before,
            to_verdict=after,
            from_value=None if was is None else Decimal(was),
            to_value=Decimal(value),
            unit="percent",
            cause=cause,
            as_of=NATO_DAY,
        )
        for party, before, after, was, value, cause in told
    )


def un_commitment() -> CommitmentView:
    """193 Member States' dues for 2024: 51 met, 101 met late, 41 unmet."""
    members = sorted(set(names()) - {"EU", "NATO", "UN"})
    others = [party for party in members if party not in given.UN_2024_OUTSTANDING][:152]
    paid = [_paid(party, index) for index, party in enumerate(others)]
    unpaid = [_unpaid(party, owed) for party, owed in given.UN_2024_OUTSTANDING.items()]
    earlier: Counts = ((Verdict.MET, 53), (Verdict.MET_LATE, 93), (Verdict.UNMET, 47))
    return commitment_view(given.REGULAR_BUDGET, [*paid, *unpaid], history=(("2022", earlier),))


def _paid(party: str, index: int) -> Assessment:
    late = max(index - 50, 0)
    owed = Decimal(31_509 * (index + 1))
    return assessment(
        given.REGULAR_BUDGET,
        party,
        Verdict.MET_LATE if late else Verdict.MET,
        value=owed,
        target=owed,
        required=owed,
        gap=Decimal(0),
        due_on=date(2024, 2, 8),
        kept_on=date(2024, 2, 8) + timedelta(days=late),
        days_late=late,
        published_on=date(2024, 12, 30),
    )


def _unpaid(party: str, owed: int) -> Assessment:
    return assessment(
        given.REGULAR_BUDGET,
        party,
        Verdict.UNMET,
        target=Decimal(owed),
        required=Decimal(owed),
        due_on=date(2024, 2, 8),
        days_late=(UN_DAY - date(2024, 2, 8)).days,
        published_on=date(2024, 12, 30),
        reason="not listed on the honour roll; part may have been paid",
        unmet_since="2024",
    )


def un_view(**given_: Any) -> OverviewView:
    """The United Nations in January 2025, on the first judgement."""
    dues = un_commitment()
    own = OwnObligation(
        commitment=dues.commitment,
        rule_sentence=dues.rule_sentence,
        assessment=next(item for item in dues.series if item.party == "USA"),
    )
    plain: dict[str, Any] = {
        "arrangement": given.arrangement("un", "United Nations", source=given.REGULATIONS),
        "as_of": UN_DAY,
        "commitments": (dues,),
        "changes": (),
        "is_first": True,
        "own": (own,),
        "exempt": (),
        "editions": (UN_EDITION,),
        "rounds": (UN_ROUND,),
        "submissions_note": (),
        "report_link": "https://reports.pledgewatch.example/un/2025-01-15.html",
    }
    return nato_view(**(plain | given_))


def equipment_requests() -> CommitmentView:
    """The home party's answers to requests in the first half of 2024: illustrative, unmet."""
    ours = assessment(
        given.ACKNOWLEDGEMENT,
        "USA",
        Verdict.UNMET,
        period="2024-H1",
        period_end=date(2024, 6, 30),
        value=Decimal("83.333333333333333333"),
        target=Decimal(100),
        required=Decimal(100),
        gap=Decimal("16.666666666666666667"),
        due_on=date(2024, 8, 29),
        provisional=True,
        reason="10 of 12 decided cases answered within 30 days; 2 undecided",
        unmet_since="2023-H2",
    )
    return commitment_view(given.ACKNOWLEDGEMENT, [ours])


def illustrative_view(**given_: Any) -> OverviewView:
    """An invented arrangement whose only obligor is the home party."""
    requests = equipment_requests()
    own = OwnObligation(
        commitment=requests.commitment,
        rule_sentence=requests.rule_sentence,
        assessment=requests.series[0],
    )
    plain: dict[str, Any] = {
        "arrangement": given.arrangement(
            "equipment-cooperation",
            "Equipment cooperation (illustrative)",
            source=given.STANDARD,
            kind=ArrangementKind.PARTNERSHIP,
            is_illustrative=True,
            review_on=date(2026, 12, 31),
        ),
        "commitments": (requests,),
        "changes": (),
        "own": (own,),
        "exempt": (),
        "editions": (REQUESTS_EDITION,),
        "rounds": (),
        "submissions_note": (),
    }
    return nato_view(**(plain | given_))


def edition(source: str, title: str, publisher: str, **given_: Any) -> EditionUsed:
    """An edition with plain defaults."""
    plain: Mapping[str, Any] = {
        "url": "https://www.nato.int/cps/en/natohq/topics_49198.htm",
        "licence": "Credit the publisher.",
        "published_on": EDITION_DAY,
        "file": f"{source}.csv",
        "sha256": "9f2c" * 16,
        "is_illustrative": False,
    }
    return EditionUsed(source=source, title=title, publisher=publisher, **(dict(plain) | given_))


NATO_EDITION = edition(
    "nato-defence-expenditure",
    "Defence Expenditure of NATO Countries",
    "NATO",
    licence="Credit NATO as the source; not for sale and not for advertising.",
    file="nato-defence-expenditure-2024-06-17.csv",
)
UN_EDITION = edition(
    "un-regular-budget",
    "United Nations regular budget: assessments and honour roll",
    "United Nations, Committee on Contributions",
    url="https://www.un.org/en/ga/contributions/honourroll.shtml",
    published_on=date(2024, 12, 30),
    file="un-regular-budget-2024.csv",
    sha256="77ab" * 16,
)
REQUESTS_EDITION = edition(
    "equipment-requests",
    "Equipment requests of partners (illustrative)",
    "Pledgewatch, as an example",
    url="https://example.org/illustrative",
    published_on=date(2024, 6, 28),
    file="equipment-requests-2024-06-28.csv",
    sha256="c0de" * 16,
    is_illustrative=True,
)
