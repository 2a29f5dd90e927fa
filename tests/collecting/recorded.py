"""Files in the shapes in which publishers offer them, small, with the headers they come with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One feed: the file as sent, its name here, and the headers beside it."""

    file_name: str
    body: bytes
    headers: Mapping[str, str]


def _honour_roll() -> bytes:
    """The United Nations' payments of Member States: a JSON export."""
    document = {
        "meta": {
            "year": 2026,
            "as_of": "2026-08-18",
            "due_date": "2026-02-08",
            "member_state_count": 2,
            "assessment_amount_column": "Total contributions",
        },
        "contributors": [
            {
                "name": "Netherlands (Kingdom of the)",
                "assessment_rate": 1.298,
                "assessment_amount": 42353265,
                "payment_status": "paid_on_time",
                "payment_date": "2026-01-21",
            },
            {
                "name": "Côte d’Ivoire",
                "assessment_rate": 0.022,
                "assessment_amount": 717852,
                "payment_status": "not_paid_in_full",
                "payment_date": None,
            },
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _reference_rates() -> bytes:
    """The ECB's reference rates: one CSV in a zip, newest first, a comma at each end, `N/A`."""
    table = (
        "Date,USD,JPY,BGN,CYP,\n2026-04-13,1.1684,186.75,N/A,N/A,\n2026-04-10,1.1711,186.43,N/A,,\n"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("eurofxref-hist.csv", (2026, 4, 13, 16, 0, 0)), table)
    return packed.getvalue()


ACTIVITIES = b"""<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="1.01" generated-datetime="2013-03-08 11:41:12">
  <iati-activity xml:lang="en" default-currency="USD">
    <iati-identifier>44000-P002753</iati-identifier>
    <reporting-org ref="44000" type="Multilateral">World Bank Group</reporting-org>
    <transaction>
      <transaction-type code="C">Commitment</transaction-type>
      <value value-date="2012-12-16">31500000</value>
    </transaction>
  </iati-activity>
</iati-activities>
"""

FEEDS = (
    Recorded(
        file_name="regular-budget-2026.json",
        body=_honour_roll(),
        headers={"Content_Type": "application/json; charset=utf-8", "ETag": 'W/"8d19-6f2c"'},
    ),
    Recorded(
        file_name="eurofxref-hist.zip",
        body=_reference_rates(),
        headers={
            "Content_Type": "application/zip",
            "ETag": '"99b6e-6545a"',
            "Last_Modified": "Mon, 13 Apr 2026 14:05:11 GMT",
        },
    ),
    Recorded(
        file_name="worldbank-tz.xml",
        body=ACTIVITIES,
        headers={
            "Content_Type": "application/xml",
            "Last_Modified": "Fri, 08 Mar 2013 11:41:12 GMT",
        },
    ),
)
