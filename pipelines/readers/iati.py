"""IATI activity files, 1.x and 2.x: a row for each transaction, budget, planned disbursement.

Source: https://iatistandard.org/en/iati-standard/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from pipelines.readers.bounded import check_cell
from pipelines.readers.contract import UNREAD, Limits, RefusedFileError, Row, Table
from pipelines.readers.iati_hierarchy import Hierarchy
from pipelines.readers.iati_repeats import refused_activities
from pipelines.readers.xml_elements import children_of_root, root_of

_ROOT = "iati-activities"
_ACTIVITY = "iati-activity"
_ALL = re.compile(r"|100(\.0*)?")

# Source: code list TransactionType, of 1.x (letters) and of 2.03 (numbers).
TRANSACTION_KINDS = {
    "IF": "incoming_funds",
    "C": "commitment",
    "D": "disbursement",
    "E": "expenditure",
    "IR": "interest_repayment",
    "LR": "loan_repayment",
    "R": "reimbursement",
    "QP": "purchase_of_equity",
    "QS": "sale_of_equity",
    "CG": "credit_guarantee",
    "1": "incoming_funds",
    "2": "commitment",
    "3": "disbursement",
    "4": "expenditure",
    "5": "interest_repayment",
    "6": "loan_repayment",
    "7": "reimbursement",
    "8": "purchase_of_equity",
    "9": "sale_of_equity",
    "10": "credit_guarantee",
    "11": "incoming_commitment",
    "12": "outgoing_pledge",
    "13": "incoming_pledge",
}

COLUMNS = (
    "activity",
    "reporting_org",
    "reporting_org_type",
    "reporting_org_name",
    "hierarchy",
    "within",
    "activity_status",
    UNREAD,
    "part",
    "transaction",
    "transaction_ref",
    "transaction_type",
    "transaction_kind",
    "budget_type",
    "budget_status",
    "value",
    "currency",
    "value_date",
    "transaction_date",
    "period_start",
    "period_end",
    "day",
    "provider_org",
    "provider_org_ref",
    "receiver_org",
    "receiver_org_ref",
    "recipient_country",
    "recipient_countries",
    "flow_type",
    "finance_type",
    "aid_type",
    "disbursement_channel",
    "description",
)

# What tells transactions of one activity apart, and budgets.
_KEY = (
    "transaction_ref",
    "transaction_type",
    "transaction_date",
    "value_date",
    "value",
    "currency",
    "provider_org_ref",
    "provider_org",
    "receiver_org_ref",
    "receiver_org",
    "budget_type",
    "budget_status",
    "period_start",
    "period_end",
)

_Texts = dict[str, str | None]
_Reader = Callable[[Element, Element], _Texts]


def read_activities(file: Path, *, limits: Limits) -> Table:
    """Every transaction, budget and planned disbursement, with what its activity says of it.

    `part` is `transaction`, `budget` or `planned_disbursement`. Currency, flow, finance and aid
    type are the transaction's or else the activity's default. `day` is when a transaction was made,
    its `transaction_date`, and the first of a budget's; where that is not sent it is the
    `value_date`, at whose rate of exchange the value is meant, which itself is the day where it is
    not sent. `recipient_country` is the transaction's, or the activity's when that one country
    receives all; `recipient_countries` lists the activity's with their percentages: `TZ 60; KE 40`.
    Where the standard knows one code or amount and several differing ones are sent, all are given:
    `C | D`. `within` are the activities that this one is a part of, however far, as it or they say
    (`related-activity`): `A | B`. A kind that is in no code list is `type 14`. `transaction` tells
    a transaction from others of its activity wherever it stands: by its `ref`, or else by what it
    says, with a number where several say the same.

    Raises:
        RefusedFileError: here, or late, from the rows.
    """
    root = root_of(file, limits=limits)
    _, name = _split(root.tag)
    if name != _ROOT:
        raise RefusedFileError(
            f"expected an IATI activity file, which begins with <{_ROOT}>; found <{name[:80]}>"
        )
    return Table(
        columns=COLUMNS,
        rows=_rows(file, limits=limits),
        facts={"root": name, **{key: text for key, text in root.attrib.items() if text.strip()}},
    )


def _rows(file: Path, *, limits: Limits) -> Iterator[Row]:
    count = 0
    hierarchy = Hierarchy(identifier=_identifier)
    refused = refused_activities(
        lambda: hierarchy.noted(_activities(file, limits=limits)), identifier=_identifier
    )
    for number, activity in enumerate(_activities(file, limits=limits), start=1):
        within = " | ".join(hierarchy.wholes_of(_identifier(activity) or ""))
        shared = _activity(activity) | {"within": within or None, UNREAD: refused.get(number)}
        for place, texts in _read(activity):
            count += 1
            yield _row(f"{_ACTIVITY}[{number}]/{place}", shared | texts, limits=limits)
            if count > limits.rows:
                raise RefusedFileError(f"there are more than {limits.rows} rows (limit rows)")


def _read(activity: Element) -> Iterator[tuple[str, _Texts]]:
    """The parts of an activity, each with its place and a key among those of its kind."""
    read = [(place, _part(part, activity)) for place, part in _numbered(activity, _READERS)]
    refs = Counter(texts.get("transaction_ref") for _, texts in read)
    keys: Counter[tuple[str | None, str]] = Counter()
    for place, texts in read:
        ref = texts.get("transaction_ref")
        key = ref if ref and refs[ref] == 1 else _content_key(texts)
        keys[texts["part"], key] += 1
        number = keys[texts["part"], key]
        yield place, texts | {"transaction": f"{key} #{number}" if number > 1 else key}


def _content_key(texts: _Texts) -> str:
    return " ".join(filter(None, (texts.get(column) for column in _KEY)))


def _row(place: str, texts: _Texts, *, limits: Limits) -> Row:
    for column, text in texts.items():
        check_cell(text, place=f"{place}, {column}", limits=limits)
    return (place, *map(texts.get, COLUMNS))


def _activities(file: Path, *, limits: Limits) -> Iterator[Element]:
    """The activities with plain names; what comes from another namespace keeps its own."""
    for child in children_of_root(file, limits=limits):
        space, name = _split(child.tag)
        if name == _ACTIVITY:
            for element in child.iter() if space else ():
                element.tag = element.tag.removeprefix(space)
            yield child


def _numbered(activity: Element, names: Collection[str]) -> Iterator[tuple[str, Element]]:
    for name in {child.tag for child in activity}.difference(names):
        if name.casefold() in names:
            raise RefusedFileError(
                f"expected <{name.casefold()}>, found <{name}>: the names of IATI are in lower case"
            )
    for name in names:
        for number, part in enumerate(activity.findall(name), start=1):
            yield f"{name}[{number}]", part


def _identifier(activity: Element) -> str | None:
    return _text(activity, "iati-identifier")


def _activity(activity: Element) -> _Texts:
    return {
        "activity": _identifier(activity),
        "reporting_org": _attributes(activity, "reporting-org", "ref"),
        "reporting_org_type": _attributes(activity, "reporting-org", "type"),
        "reporting_org_name": _text(activity, "reporting-org"),
        "hierarchy": _own(activity, "hierarchy"),
        "activity_status": _code(activity, "activity-status"),
    }


def _part(part: Element, activity: Element) -> _Texts:
    texts = _READERS[part.tag](part, activity)
    first = texts.get("transaction_date") or texts.get("period_start")
    return {
        **texts,
        "part": part.tag.replace("-", "_"),
        "value_date": texts["value_date"] or first,
        "day": first or texts["value_date"],
    }


def _transaction(part: Element, activity: Element) -> _Texts:
    kind = _code(part, "transaction-type")
    return {
        "transaction_ref": _own(part, "ref"),
        "transaction_type": kind,
        "transaction_kind": TRANSACTION_KINDS.get(kind, f"type {kind}") if kind else None,
        **_amount(part, activity),
        "transaction_date": _day(part, "transaction-date"),
        "provider_org": _text(part, "provider-org"),
        "provider_org_ref": _attributes(part, "provider-org", "ref"),
        "receiver_org": _text(part, "receiver-org"),
        "receiver_org_ref": _attributes(part, "receiver-org", "ref"),
        **_recipients(part, activity),
        **_classified(part, activity),
        "description": _text(part, "description"),
    }


def _classified(part: Element, activity: Element) -> _Texts:
    types = ("flow-type", "finance-type", "aid-type")
    texts = {
        name.replace("-", "_"): _code(part, name) or _code(activity, f"default-{name}")
        for name in types
    }
    return {**texts, "disbursement_channel": _code(part, "disbursement-channel")}


def _budget(part: Element, activity: Element) -> _Texts:
    return {
        "budget_type": _own(part, "type"),
        "budget_status": _own(part, "status"),
        "period_start": _day(part, "period-start"),
        "period_end": _day(part, "period-end"),
        **_amount(part, activity),
        **_recipients(part, activity),
    }


_READERS: Mapping[str, _Reader] = {
    "transaction": _transaction,
    "budget": _budget,
    "planned-disbursement": _budget,
}


def _amount(part: Element, activity: Element) -> _Texts:
    currency = _attributes(part, "value", "currency") or _own(activity, "default-currency")
    return {
        "value": _joined(_texts(part, "value")),
        "currency": currency and currency.upper(),
        "value_date": _attributes(part, "value", "value-date"),
    }


def _recipients(part: Element, activity: Element) -> _Texts:
    own = _code(part, "recipient-country")
    shares = [] if own else [_share(country) for country in activity.findall("recipient-country")]
    is_all = len(shares) == 1 and _ALL.fullmatch(shares[0][1])
    return {
        "recipient_country": own or (shares[0][0] if is_all else None),
        "recipient_countries": "; ".join(" ".join(share).strip() for share in shares) or None,
    }


def _share(country: Element) -> tuple[str, str]:
    return (_own(country, "code") or _content(country), _own(country, "percentage") or "")


def _code(parent: Element, name: str) -> str | None:
    return _attributes(parent, name, "code") or _joined(_texts(parent, name))


def _day(parent: Element, name: str) -> str | None:
    return _attributes(parent, name, "iso-date") or _joined(_texts(parent, name))


def _own(element: Element, attribute: str) -> str | None:
    return element.get(attribute, "").strip() or None


def _attributes(parent: Element, name: str, attribute: str) -> str | None:
    return _joined(child.get(attribute, "").strip() for child in parent.findall(name))


def _text(parent: Element, name: str) -> str | None:
    """The first text, which of several languages is the publisher's own."""
    return next(filter(None, _texts(parent, name)), None)


def _texts(parent: Element, name: str) -> list[str]:
    return [_content(child) for child in parent.findall(name)]


def _content(element: Element) -> str:
    """The text of an element of 1.x, or its first narrative, as 2.x has it."""
    narrative = element.find("narrative")
    return "".join((element if narrative is None else narrative).itertext()).strip()


def _joined(texts: Iterable[str]) -> str | None:
    return " | ".join(dict.fromkeys(filter(None, texts))) or None


def _split(tag: str) -> tuple[str, str]:
    """'{namespace}' or nothing, and the name."""
    space, brace, name = tag.rpartition("}")
    return space + brace, name
