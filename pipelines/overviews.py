"""The warehouse's answers gathered into the view of one arrangement's report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from commitments import parties
from commitments.model import Arrangement, Commitment, EditionUsed, Register, Verdict
from commitments.tally import tallies
from pipelines.asking import Answer
from pipelines.casework import case_kinds
from pipelines.notices import told_finding
from pipelines.quorums import rounds_told
from pipelines.sources import Source, as_known, checks_of
from reports.rule_sentences import rule_sentence
from reports.views import (
    FAILING,
    BurdenView,
    CaseworkView,
    CommitmentView,
    Counts,
    ExemptParty,
    OverviewView,
    OwnObligation,
)
from warehouse.burdens import read_burden_editions, read_burden_shares
from warehouse.casework import (
    CaseFilters,
    make_case_steps,
    read_dwell_times,
    read_open_cases,
)
from warehouse.changes import read_changes
from warehouse.consequences import read_outlooks
from warehouse.findings import read_findings
from warehouse.reading import (
    Filters,
    SubmissionUsed,
    VerdictCount,
    count_verdicts,
    read_assessments,
    read_doubts,
    read_editions_used,
    read_own_assessments,
)
from warehouse.rounds import Quorum

MOST_NOTES = 5

_WITHOUT_A_VALUE = frozenset({Verdict.PENDING, Verdict.NO_DATA, Verdict.WAIVED})


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """What every overview of one run is made from."""

    answer: Answer
    register: Register
    sources: Mapping[str, Source]
    home_party: str
    is_first: bool
    quorums: Sequence[Quorum]

    def overview(self, arrangement: Arrangement) -> OverviewView:
        """The view of one arrangement."""
        promises = _standing_first(
            c for c in self.register.commitments if c.arrangement == arrangement.id
        )
        connection, judgement = self.answer.warehouse.connection, self.answer.judgement
        used = self._used(arrangement)
        counts = count_verdicts(
            connection, relation=self.answer.relation, arrangement=arrangement.id
        )
        return OverviewView(
            arrangement=arrangement,
            as_of=self.answer.as_of,
            known_on=self.answer.horizon.known_on,
            home_party=self.home_party,
            party_names=parties.names(),
            commitments=tuple(self._commitment(c, counts) for c in promises),
            changes=tuple(
                read_changes(
                    connection,
                    filters=Filters(arrangement=arrangement.id),
                    until=self.answer.as_of,
                    known_on=self.answer.horizon.known_on,
                    recorded_before=self.answer.horizon.recorded_before,
                    last_judgement=judgement.judgement if judgement else None,
                    latest_only=True,
                )
            ),
            is_first=self.is_first,
            own=self._own(),
            exempt=tuple(
                ExemptParty(commitment=c, exemption=exemption)
                for c in promises
                for exemption in c.exemptions
            ),
            editions=tuple(self._edition(item) for item in used),
            submissions_note=(*_set_aside(used), *self._doubts(used)),
            rounds=rounds_told(self.quorums, commitments=promises, sources=self.sources),
            register_version=self.register.version,
            burden=self._burden(arrangement),
            casework=self._casework(promises),
        )

    def _casework(self, promises: Sequence[Commitment]) -> CaseworkView | None:
        """The cases of the sources that promises are judged by."""
        named = {promise.measure.source for promise in promises}
        kinds = case_kinds({name: self.sources[name] for name in sorted(named & set(self.sources))})
        if not kinds:
            return None
        connection, relation = self.answer.warehouse.connection, self.answer.relation
        make_case_steps(connection, kinds, as_of=self.answer.as_of)
        everything = CaseFilters()
        return CaseworkView(
            open_cases=tuple(read_open_cases(connection, everything, relation=relation)),
            dwell_times=tuple(read_dwell_times(connection, everything)),
        )

    def _burden(self, arrangement: Arrangement) -> BurdenView | None:
        """The fair shares of the latest period of which any ability tells one."""
        burden, connection = arrangement.burden_sharing, self.answer.warehouse.connection
        if burden is None:
            return None
        abilities = [ability.id for ability in burden.abilities]
        read = partial(read_burden_shares, connection, arrangement=arrangement.id)
        latest = [share.period for ability in abilities for share in read(ability=ability)[:1]]
        if not latest:
            return None
        period = max(latest)
        used = read_burden_editions(
            connection, arrangement=arrangement.id, abilities=abilities, period=period
        )
        return BurdenView(
            burden=burden,
            shares=tuple(tuple(read(ability=ability, period=period)) for ability in abilities),
            editions=tuple(self._edition(item) for item in used),
        )

    def _commitment(self, commitment: Commitment, counts: Sequence[VerdictCount]) -> CommitmentView:
        history = _history([count for count in counts if count.commitment == commitment.id])
        judged = [period for period, of_period in history if _has_values(of_period)]
        latest = judged[-1] if judged else None
        every = read_assessments(
            self.answer.warehouse.connection,
            relation=self.answer.relation,
            filters=Filters(commitment=commitment.id),
        )
        series = tuple(item for item in every if item.period == latest)
        failing = [item for item in series if item.verdict in FAILING]
        silent_period, silent = _silence(history)
        return CommitmentView(
            commitment=commitment,
            rule_sentence=rule_sentence(commitment),
            latest_period=latest,
            counts=dict(history).get(latest or "", ()),
            unmet=tuple(
                sorted(failing, key=lambda item: (-(item.gap or item.target or 0), item.party))
            ),
            series=series,
            history=history,
            silent=silent,
            silent_period=silent_period,
            outlooks=tuple(
                read_outlooks(
                    self.answer.warehouse.connection,
                    relation=self.answer.relation,
                    filters=Filters(commitment=commitment.id),
                    as_of=self.answer.as_of,
                )
            ),
            tallies=tuple(tallies(commitment, every)),
        )

    def _own(self) -> tuple[OwnObligation, ...]:
        assessments = read_own_assessments(
            self.answer.warehouse.connection, relation=self.answer.relation, party=self.home_party
        )
        return tuple(
            OwnObligation(
                commitment=self.register.commitment(item.commitment),
                rule_sentence=rule_sentence(self.register.commitment(item.commitment)),
                assessment=item,
            )
            for item in assessments
        )

    def _used(self, arrangement: Arrangement) -> list[SubmissionUsed]:
        return read_editions_used(
            self.answer.warehouse.connection,
            relation=self.answer.relation,
            arrangement=arrangement.id,
            party=self.home_party,
        )

    def _doubts(self, used: Sequence[SubmissionUsed]) -> tuple[str, ...]:
        """What rules warned of, and which figures disagree, in the sources of a report."""
        connection, horizon = self.answer.warehouse.connection, self.answer.horizon
        checks = [
            check
            for name in sorted({item.source for item in used})
            for check in checks_of(self.sources[name], self.register)
        ]
        differing = read_findings(
            connection,
            checks=checks,
            known_on=horizon.known_on,
            recorded_before=horizon.recorded_before,
        )
        found = as_known(differing, self.sources, on=self.answer.as_of)
        warned = [f"Doubtful: {told}" for told in read_doubts(connection, used=used)]
        differ = [f"Figures that disagree: {told}" for told in map(told_finding, found)]
        return (*_first(warned), *_first(differ))

    def _edition(self, item: SubmissionUsed) -> EditionUsed:
        source = self.sources[item.source]
        return EditionUsed(
            source=item.source,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            licence=source.licence,
            published_on=item.published_on,
            file=item.file,
            sha256=item.sha256,
            is_illustrative=item.is_illustrative,
        )


def _first(notes: Sequence[str]) -> tuple[str, ...]:
    more = len(notes) - MOST_NOTES
    return (*notes[:MOST_NOTES], *([f"and {more} more of these"] if more > 0 else []))


def _set_aside(used: Sequence[SubmissionUsed]) -> tuple[str, ...]:
    """What was set aside of the newest submissions a report rests on, and of how many more."""
    partly = sorted(
        (item for item in used if item.rows_set_aside),
        key=lambda item: item.published_on,
        reverse=True,
    )
    told = tuple(
        f"{item.file}: {item.rows_set_aside} of {item.rows_read} rows set aside"
        for item in partly[:MOST_NOTES]
    )
    more = len(partly) - len(told)
    return (*told, f"and {more} more submissions with rows set aside") if more else told


def _standing_first(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Promises still in force before those that have run out."""
    return sorted(commitments, key=lambda item: (item.effective_until is not None, item.id))


def _history(counts: Sequence[VerdictCount]) -> tuple[tuple[str, Counts], ...]:
    by_period: dict[str, list[tuple[Verdict, int]]] = defaultdict(list)
    for count in counts:
        by_period[count.period].append((count.verdict, count.obligations))
    return tuple((period, tuple(of_period)) for period, of_period in by_period.items())


def _has_values(counts: Counts) -> bool:
    return any(verdict not in _WITHOUT_A_VALUE for verdict, _ in counts)


def _silence(history: Sequence[tuple[str, Counts]]) -> tuple[str | None, int]:
    """The newest period whose evidence is due and missing, and for how many parties."""
    silent = [(period, dict(counts).get(Verdict.NO_DATA, 0)) for period, counts in history]
    return next(((period, count) for period, count in reversed(silent) if count), (None, 0))
