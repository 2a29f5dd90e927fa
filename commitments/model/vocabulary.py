"""The words that mean one of a few things."""

from __future__ import annotations

from enum import StrEnum


class ArrangementKind(StrEnum):
    """How formal and how lasting an arrangement is."""

    ALLIANCE = "alliance"
    PARTNERSHIP = "partnership"
    COALITION = "coalition"


class Interest(StrEnum):
    """What the members of an arrangement pursue together."""

    COLLECTIVE_DEFENCE = "collective-defence"
    BURDEN_SHARING = "burden-sharing"
    DEFENCE_SUPPORT = "defence-support"
    EQUIPMENT = "equipment"
    INTEROPERABILITY = "interoperability"
    CAPACITY_BUILDING = "capacity-building"
    INFORMATION_EXCHANGE = "information-exchange"
    EARLY_WARNING = "early-warning"
    MARITIME_SECURITY = "maritime-security"
    COUNTER_TERRORISM = "counter-terrorism"
    PEACE_AND_SECURITY = "peace-and-security"
    HUMANITARIAN_AID = "humanitarian-aid"
    INTERNATIONAL_LAW = "international-law"


class RuleKind(StrEnum):
    """The shape of a promise."""

    THRESHOLD = "threshold"
    REACH = "reach"
    DELIVER = "deliver"
    RESPOND = "respond"
    TAKE_PART = "take_part"
    MILESTONE = "milestone"
    SUSTAIN = "sustain"
    ALL_OF = "all_of"
    ANY_OF = "any_of"
    K_OF_N = "k_of_n"


class Cadence(StrEnum):
    """Length of the periods a commitment is judged for."""

    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


class Verdict(StrEnum):
    """Did they keep it?"""

    MET = "met"
    MET_LATE = "met_late"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    UNMET = "unmet"
    NO_DATA = "no_data"
    PENDING = "pending"
    WAIVED = "waived"


class Timeliness(StrEnum):
    """Did they report to us in time?"""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_DUE = "not_due"
    DUE = "due"
    OVERDUE = "overdue"
    DELINQUENT = "delinquent"


class Cause(StrEnum):
    """Why a verdict differs from the last judgement."""

    NEW_EVIDENCE = "new evidence"
    REVISED_EVIDENCE = "revised evidence"
    TIME_PASSED = "time passed"
    RULE_CHANGED = "rule changed"
    MEMBERSHIP_CHANGED = "membership changed"
    WAIVER = "waiver"


class RateDay(StrEnum):
    """Which exchange rate counts: of the day due, the period's last, or the period's average."""

    DAY = "day"
    PERIOD_END = "period_end"
    PERIOD_AVERAGE = "period_average"


class Basis(StrEnum):
    """By which figures a commitment is judged whose measure knows two: as reported, or divided."""

    REPORTED = "reported"
    RECOMPUTED = "recomputed"


class AlternativeKind(StrEnum):
    """By which other figures an obligation is judged as well, to see whether its verdict holds."""

    BASIS = "basis"
    PRECISION = "precision"
    EDITION = "edition"
    SOURCE = "source"
    CONVERSION = "conversion"


class StageName(StrEnum):
    """How far an amount has come. What is pledged binds nobody."""

    PLEDGED = "pledged"
    COMMITTED = "committed"
    DISBURSED = "disbursed"


class InKind(StrEnum):
    """Whether what is given in kind counts, at the value its publisher puts on it, or does not."""

    VALUED = "valued"
    EXCLUDED = "excluded"


class Support(StrEnum):
    """Whether aid is given to whom it is for, or by way of others, such as a common fund."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class SubmissionStatus(StrEnum):
    """What became of a submission."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
