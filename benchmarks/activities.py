"""A large IATI activity file: activities of twenty transactions each."""

from __future__ import annotations

from pathlib import Path

TRANSACTIONS = 20

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2024-01-01T00:00:00Z">
"""
_ACTIVITY = """\
  <iati-activity default-currency="USD" hierarchy="1">
    <iati-identifier>XM-EXAMPLE-{number:07}</iati-identifier>
    <reporting-org ref="GB-1" type="10"><narrative>An Example Agency</narrative></reporting-org>
    <title><narrative>Activity {number}, made for measuring</narrative></title>
    <activity-status code="2"/>
    <recipient-country code="{country}" percentage="100"/>
{transactions}\
  </iati-activity>
"""
_TRANSACTION = """\
    <transaction ref="{number:07}-{part:02}">
      <transaction-type code="{kind}"/>
      <transaction-date iso-date="{year}-{month:02}-{day:02}"/>
      <value currency="USD" value-date="{year}-{month:02}-{day:02}">{amount:.2f}</value>
      <description><narrative>Instalment {part} of {total}, as agreed</narrative></description>
      <provider-org ref="GB-1"><narrative>An Example Agency</narrative></provider-org>
      <receiver-org ref="XM-{number:05}"><narrative>Partner {number}</narrative></receiver-org>
    </transaction>
"""
_COUNTRIES = ("KE", "TZ", "UG", "ET", "NP", "BD", "JO", "UA")


def write_activities(path: Path, *, megabytes: int) -> int:
    """Write activities until the file has so many megabytes; how many transactions they have."""
    number = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_HEAD)
        while stream.tell() < megabytes * 1_000_000:
            number += 1
            stream.write(_activity(number))
        stream.write("</iati-activities>\n")
    return number * TRANSACTIONS


def _activity(number: int) -> str:
    transactions = "".join(
        _TRANSACTION.format(
            number=number,
            part=part,
            total=TRANSACTIONS,
            kind=2 if part == 1 else 3,
            year=2000 + (number + part) % 24,
            month=1 + part % 12,
            day=1 + number % 28,
            amount=1_000 * (1 + number % 900) / part,
        )
        for part in range(1, TRANSACTIONS + 1)
    )
    country = _COUNTRIES[number % len(_COUNTRIES)]
    return _ACTIVITY.format(number=number, country=country, transactions=transactions)
