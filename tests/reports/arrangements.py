"""Arrangements, commitments and figures for the letters under test, built by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from commitments.model import (
    Arrangement,
    ArrangementKind,
    Cadence,
    Citation,
    Commitment,
    Deliver,
    Exemption,
    Interest,
    Measure,
    Member,
    Reach,
    Reporting,
    Respond,
    Rule,
    Sustain,
    Threshold,
)

VILNIUS = Citation(
    document="Vilnius Summit Communiqué",
    place="Paragraph 27",
    dated=date(2023, 7, 11),
    url="https://www.nato.int/cps/en/natohq/official_texts_217320.htm",
)
WALES = Citation(
    document="Wales Summit Declaration",
    place="Paragraph 14",
    dated=date(2014, 9, 5),
    url="https://www.nato.int/cps/en/natohq/official_texts_112964.htm",
)
THE_HAGUE = Citation(
    document="The Hague Summit Declaration",
    place="Paragraphs 2 and 3",
    dated=date(2025, 6, 25),
    url="https://www.nato.int/cps/en/natohq/official_texts_236705.htm",
)
REGULATIONS = Citation(
    document="Financial Regulations and Rules of the United Nations, ST/SGB/2013/4",
    place="Article III, assessed contributions",
    dated=date(2013, 7, 1),
    url="https://undocs.org/ST/SGB/2013/4",
)
STANDARD = Citation(
    document="Illustrative service standard",
    place="The whole text; written for this register as an example",
    dated=date(2023, 7, 1),
    url="https://example.org/illustrative",
)
ICELAND = Exemption(
    party="ISL", reason="Iceland has no armed forces; no defence expenditure is published for it."
)

# Share of GDP on defence (%), GDP (million USD), major equipment (% of defence expenditure),
# defence expenditure (million USD), share of GDP the year before (%): 2024 estimates.
NATO_2024 = {
    "ALB": ("2.0295", "25431", "47.74", "516", "1.75"),
    "BEL": ("1.2992", "655744", "15.16", "8519", "1.21"),
    "BGR": ("2.1787", "106721", "31.89", "2325", "1.96"),
    "CAN": ("1.3652", "2233829", "18.60", "30495", "1.31"),
    "CZE": ("2.0956", "326130", "37.86", "6834", "1.37"),
    "DEU": ("2.1190", "4610035", "28.75", "97686", "1.64"),
    "DNK": ("2.3746", "418584", "29.80", "9940", "2.01"),
    "ESP": ("1.2825", "1658360", "30.30", "21269", "1.19"),
    "EST": ("3.4315", "41886", "33.74", "1437", "3.04"),
    "FIN": ("2.4141", "302719", "45.75", "7308", "2.09"),
    "FRA": ("2.0597", "3120348", "28.36", "64271", "1.96"),
    "GBR": ("2.3323", "3520496", "36.09", "82107", "2.30"),
    "GRC": ("3.0760", "249811", "36.07", "7684", "2.80"),
    "HRV": ("1.8066", "89895", "24.20", "1624", "1.74"),
    "HUN": ("2.1108", "231612", "47.81", "4889", "2.05"),
    "ITA": ("1.4911", "2311170", "22.08", "34462", "1.50"),
    "LTU": ("2.8496", "80717", "21.17", "2300", "2.78"),
    "LUX": ("1.2936", "60689", "43.68", "785", "1.12"),
    "LVA": ("3.1480", "45152", "36.92", "1421", "2.87"),
    "MKD": ("2.2213", "15873", "29.33", "353", "1.81"),
    "MNE": ("2.0173", "8022", "35.76", "162", "1.54"),
    "NLD": ("2.0495", "1162883", "36.20", "21460", "1.66"),
    "NOR": ("2.1977", "482584", "29.99", "10606", "1.81"),
    "POL": ("4.1202", "848857", "51.13", "34975", "3.26"),
    "PRT": ("1.5476", "298976", "21.88", "4627", "1.48"),
    "ROU": ("2.2516", "383921", "30.85", "8644", "1.60"),
    "SVK": ("2", "142812", "27.24", "2841", "1.84"),
    "SVN": ("1.2908", "73517", "27.27", "949", "1.34"),
    "SWE": ("2.1432", "626536", "33.99", "13428", "1.66"),
    "TUR": ("2.0890", "1090290", "34.18", "22776", "1.50"),
    "USA": ("3.3790", "28719942", "29.88", "967707", "3.23"),
}

# Assessed for the regular budget of 2024 (USD) and not listed as paid in full.
UN_2024_OUTSTANDING = {
    "USA": 762_434_310, "MEX": 38_472_326, "ARG": 22_654_875, "CHL": 13_233_724, "VEN": 5_514_051,
    "IRQ": 4_033_134, "PAK": 3_592_011, "OMN": 3_497_484, "URY": 2_898_816, "ECU": 2_426_183,
    "PRY": 819_231, "GHA": 756_213, "CIV": 693_195, "BOL": 598_668, "LBY": 567_160, "CMR": 409_615,
    "MMR": 315_089, "TZA": 315_089, "UGA": 315_089, "SYR": 283_580, "YEM": 252_071, "AFG": 189_054,
    "COG": 157_545, "NIC": 157_545, "BFA": 126_035, "SUR": 94_526, "KNA": 63_018, "MRT": 63_018,
    "MWI": 63_018, "SSD": 63_018, "TGO": 63_018, "CAF": 31_509, "CPV": 31_509, "GNB": 31_509,
    "GRD": 31_509, "LBR": 31_509, "SLB": 31_509, "SLE": 31_509, "STP": 31_509, "TLS": 31_509,
    "VCT": 31_509,
}  # fmt: skip


def arrangement(
    id_: str,
    name: str,
    *,
    source: Citation,
    kind: ArrangementKind = ArrangementKind.ALLIANCE,
    is_illustrative: bool = False,
    review_on: date | None = None,
) -> Arrangement:
    """An arrangement with two members; letters do not list them."""
    return Arrangement(
        id=id_,
        name=name,
        kind=kind,
        purpose="Its members keep what they promised one another.",
        source=source,
        regions=("nato-europe",),
        interests=(Interest.BURDEN_SHARING,),
        members=tuple(Member(party=party, joined_on=date(1949, 8, 24)) for party in ("CAN", "USA")),
        started_on=date(1949, 8, 24),
        review_on=review_on,
        is_illustrative=is_illustrative,
    )


def commitment(
    id_: str,
    title: str,
    *,
    arrangement_id: str,
    source: Citation,
    measure: Measure,
    rule: Rule,
    obligors: str = "members",
    cadence: Cadence = Cadence.YEAR,
    exemptions: tuple[Exemption, ...] = (),
    is_illustrative: bool = False,
) -> Commitment:
    """A commitment with plain defaults."""
    return Commitment(
        id=id_,
        arrangement=arrangement_id,
        title=title,
        text=f"{title}; restated in our own words.",
        source=source,
        obligors=obligors,
        beneficiary="all members",
        effective_from=source.dated,
        effective_until=None,
        cadence=cadence,
        measure=measure,
        rule=rule,
        reporting=Reporting(due_days=365, delinquent_days=180),
        exemptions=exemptions,
        is_illustrative=is_illustrative,
    )


SHARE = Measure(
    name="Defence expenditure as a share of GDP",
    source="nato-defence-expenditure",
    unit="percent",
    indicator="defence-share-gdp",
    money_base="gdp",
)
EQUIPMENT = Measure(
    name="Major equipment, with its research and development, as a share of defence expenditure",
    source="nato-defence-expenditure",
    unit="percent",
    indicator="equipment-share",
    money_base="defence-expenditure",
)
DUES = Measure(
    name="Regular budget assessment paid in full", source="un-regular-budget", unit="usd"
)
ACKNOWLEDGED = Measure(
    name="Share of equipment requests acknowledged within 30 days",
    source="equipment-requests",
    unit="percent",
)

DEFENCE_SHARE = commitment(
    "nato-defence-share",
    "At least 2 % of GDP on defence",
    arrangement_id="nato",
    source=VILNIUS,
    measure=SHARE,
    rule=Threshold(at_least=Decimal(2), margin=Decimal("0.2")),
    exemptions=(ICELAND,),
)
DEFENCE_SHARE_2024 = commitment(
    "nato-defence-share-2024",
    "Reach 2 % of GDP on defence by 2024",
    arrangement_id="nato",
    source=WALES,
    measure=SHARE,
    rule=Reach(at_least=Decimal(2), by=date(2024, 12, 31), baseline="2014", margin=Decimal("0.2")),
    exemptions=(ICELAND,),
)
EQUIPMENT_SHARE = commitment(
    "nato-equipment-share",
    "At least 20 % of defence expenditure on major equipment",
    arrangement_id="nato",
    source=VILNIUS,
    measure=EQUIPMENT,
    rule=Threshold(at_least=Decimal(20), margin=Decimal(1)),
    exemptions=(ICELAND,),
)
CORE_DEFENCE = commitment(
    "nato-core-defence-2035",
    "Reach 3.5 % of GDP on core defence by 2035",
    arrangement_id="nato",
    source=THE_HAGUE,
    measure=SHARE,
    rule=Reach(
        at_least=Decimal("3.5"),
        by=date(2035, 12, 31),
        baseline="2024",
        review_on=date(2029, 12, 31),
    ),
)
HALT_DECLINE = commitment(
    "nato-halt-decline",
    "Halt any decline in defence expenditure",
    arrangement_id="nato",
    source=WALES,
    measure=Measure(
        name="Defence expenditure in constant prices",
        source="nato-defence-expenditure",
        indicator="defence-expenditure-2015",
        unit="usd_million",
    ),
    rule=Sustain(),
)
REGULAR_BUDGET = commitment(
    "un-regular-budget-dues",
    "Regular budget dues paid in full within 30 days",
    arrangement_id="un",
    source=REGULATIONS,
    measure=DUES,
    rule=Deliver(owed=("regular-budget-assessed",), settled="regular-budget-paid-in-full"),
)
ACKNOWLEDGEMENT = commitment(
    "equipment-request-acknowledgement",
    "Equipment requests acknowledged within 30 days",
    arrangement_id="equipment-cooperation",
    source=STANDARD,
    measure=ACKNOWLEDGED,
    rule=Respond(
        activity="equipment-request",
        from_stage="requested",
        to_stage="acknowledged",
        within_days=30,
        margin=Decimal(5),
    ),
    obligors="home",
    cadence=Cadence.HALF,
    is_illustrative=True,
)
