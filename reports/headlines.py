"""The news: a letter's subject and its opening sentences."""

from __future__ import annotations

from decimal import Decimal

from commitments.model import Deliver, Reach, Respond, Threshold, Verdict
from reports.figures import DASH, day, gap_quantity, period_label, places_apart, quantity, usd
from reports.sentences import VERDICTS, lower_first
from reports.views import FAILING, UNKNOWN, CommitmentView, OverviewView, total

LONGEST_SUBJECT = 100
ILLUSTRATIVE = "(illustrative)"

_SHORT_NAME = 5


def short_name(view: OverviewView) -> str:
    """How the arrangement is called in a subject: `NATO`, or its name."""
    identifier = view.arrangement.id
    if len(identifier) <= _SHORT_NAME:
        return identifier.upper()
    return view.arrangement.name.replace(ILLUSTRATIVE, "").strip()


def subject(view: OverviewView) -> str:
    """The news in one line of at most `LONGEST_SUBJECT` characters.

    Kept free of dashes beyond ASCII: where a mail library folds one, readers see a doubled space.
    """
    news = _news(view)
    label = "Illustrative: " if view.arrangement.is_illustrative else ""
    start = f"{label}{short_name(view)}: {news}".replace(DASH, "-")
    changed = _changed(view)
    figures = _figures_of(view)
    candidates = (f"{start}{changed}{figures}", f"{start}{figures}", f"{start}{changed}", start)
    fitting = [line for line in candidates if len(line) <= LONGEST_SUBJECT]
    return fitting[0] if fitting else f"{start[: LONGEST_SUBJECT - 1].rstrip()}…"


def _news(view: OverviewView) -> str:
    lead = view.lead
    if lead is None:
        return "nothing judged yet"
    if not lead.unmet:
        return "nothing unmet, off track or at risk"
    return _who_falls_short(lead, view)


def _changed(view: OverviewView) -> str:
    """How many verdicts moved on this very day: what moved earlier was told then."""
    count = sum(change.as_of == view.as_of for change in view.changes)
    if view.is_first or not count:
        return ""
    return f"; {count:,d} change{'' if count == 1 else 's'}"


def _figures_of(view: OverviewView) -> str:
    lead = view.lead
    dates = [item.published_on for item in lead.series if item.published_on] if lead else []
    return f" - figures of {day(max(dates))}" if dates else ""


def _who_falls_short(item: CommitmentView, view: OverviewView) -> str:
    """`8 of 31 members below 2 % of GDP on defence`."""
    if item.parties_judged == 1:
        return f"{_word(item.unmet[0].verdict)} {_by(item, view)} {DASH} {item.commitment.title}"
    return f"{len(item.unmet):,d} of {item.parties_judged:,d} members {_short_of(item)}"


def _by(item: CommitmentView, view: OverviewView) -> str:
    party = item.unmet[0].party
    return "by us" if party == view.home_party else f"by {view.name(party)}"


def _short_of(item: CommitmentView) -> str:
    """What falling short means, said with the commitment's own title."""
    title, rule = item.commitment.title, item.commitment.rule
    if isinstance(rule, Threshold) and title.startswith("At least "):
        return f"below {title.removeprefix('At least ')}"
    if isinstance(rule, Threshold) and title.startswith("At most "):
        return f"above {title.removeprefix('At most ')}"
    if isinstance(rule, Reach) and title.startswith("Reach "):
        return f"below the path to {title.removeprefix('Reach ')}"
    if isinstance(rule, Deliver):
        return f"yet to deliver: {lower_first(title)}"
    return f"short of “{title}”"


def _word(verdict: Verdict) -> str:
    return VERDICTS[verdict].label.lower()


def headline(view: OverviewView) -> tuple[str, ...]:
    """The opening sentences; the first is the news, the others what it amounts to."""
    lead = view.lead
    if lead is None:
        return ("No commitment could be judged yet: no figure has come in",)
    label = period_label(lead.latest_period or "", is_estimate=lead.has_estimates)
    if not lead.unmet:
        return (f"Nothing unmet, off track or at risk in the latest period judged ({label})",)
    news = _who_falls_short(lead, view).replace(" members ", " members are ", 1)
    sentences = (f"{_capital(news)} ({label})", *_details(lead, view), *_others(lead, view))
    return tuple(sentence for sentence in sentences if sentence)


def _details(item: CommitmentView, view: OverviewView) -> tuple[str, ...]:
    return (
        *(_before(item), _split(item), _late(item), _unknown(item), _cases(item)),
        *(_amount(item), _largest(item, view)),
    )


def _late(item: CommitmentView) -> str:
    counts = dict(item.counts)
    late, met = counts.get(Verdict.MET_LATE, 0), counts.get(Verdict.MET, 0)
    return f"{met:,d} kept it in time, {late:,d} late." if late else ""


def _split(item: CommitmentView) -> str:
    failing = [(verdict, count) for verdict, count in item.counts if verdict in FAILING]
    estimates = "The figures are estimates." if item.has_estimates else ""
    if len(failing) < 2:
        return estimates
    told = " and ".join(f"{count:,d} {_word(verdict)}" for verdict, count in reversed(failing))
    return f"Of the {len(item.unmet):,d}, {told}. {estimates}".strip()


def _cases(item: CommitmentView) -> str:
    """How many cases one party's share is made of, and how many are still open."""
    if not isinstance(item.commitment.rule, Respond) or item.parties_judged != 1:
        return ""
    return f"{_capital(item.unmet[0].reason)}."


def _before(item: CommitmentView) -> str:
    if item.before is None or item.parties_judged == 1:
        return ""
    period, counts = item.before
    silent = total(counts, among=UNKNOWN)
    without = f", with no figure for {silent:,d}" if silent else ""
    return f"In {period} it was {total(counts, among=FAILING):,d} of {total(counts):,d}{without}."


def _unknown(item: CommitmentView) -> str:
    silent = total(item.counts, among=UNKNOWN)
    return f"There is no figure for {silent:,d}." if silent else ""


def _amount(item: CommitmentView) -> str:
    gaps = [one.gap_usd for one in item.unmet if one.gap_usd is not None]
    if len(item.unmet) < 2:
        return ""
    if len(gaps) == len(item.unmet):
        return f"Together the {len(item.unmet):,d} are {usd(sum(gaps, Decimal(0)))} short."
    return _owed(item)


def _owed(item: CommitmentView) -> str:
    """For amounts owed of which the part paid is not published."""
    owed = [one.required for one in item.unmet if one.required is not None]
    if item.commitment.measure.unit != "usd" or len(owed) != len(item.unmet):
        return ""
    return (
        f"The {len(item.unmet):,d} together owed {usd(sum(owed, Decimal(0)))}; "
        "how much of it they have paid is not published."
    )


def _largest(item: CommitmentView, view: OverviewView) -> str:
    first = item.unmet[0]
    if first.required is None or first.unit == "flag":
        return ""
    required = quantity(first.required, unit=first.unit, against=first.value)
    if first.value is None:
        return f"The largest amount: {view.name(first.party)}, {required}."
    value = quantity(first.value, unit=first.unit, against=first.required)
    who = f"The widest gap: {view.name(first.party)}, " if len(item.unmet) > 1 else ""
    places = places_apart(first.value, first.required)
    gap = gap_quantity(first.gap, unit=first.unit, places=places)
    is_ceiling = first.value > first.required
    words = f"{required} at most, {gap} over" if is_ceiling else f"{required} required, {gap} short"
    return f"{who}{_capital(value)} against {words}."


def _others(lead: CommitmentView, view: OverviewView) -> tuple[str, ...]:
    others = [item for item in view.commitments if item.unmet and item is not lead]
    told = "; ".join(
        f"“{item.commitment.title}” ({len(item.unmet):,d} of {item.parties_judged:,d})"
        for item in others
    )
    return (f"Also short: {told}.",) if told else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
