"""Small submissions, written as a partner would write them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

HOUSE = Path(__file__).parents[2]
SAMPLES = HOUSE / "sample" / "inbox"

OBSERVATIONS = "source,published_on,party,indicator,period,value,unit,status,note"
ACTIVITIES = "source,published_on,activity,kind,initiator,responder,stage,occurred_on,note"


def observation(
    party: str = "NLD",
    *,
    value: str = "2.05",
    period: str = "2024",
    note: str = "",
    published_on: str = "2024-06-17",
    source: str = "nato-defence-expenditure",
    status: str = "E",
) -> str:
    """One line of a submission of observations, without its end."""
    figure = f"{party},defence-share-gdp,{period},{value},percent,{status}"
    return f"{source},{published_on},{figure},{note}"


def activity(case: str = "eqr-1", *, stage: str = "requested", occurred_on: str) -> str:
    """One line of a submission of activities, without its end."""
    return f"equipment-requests,2026-06-30,{case},equipment-request,JPN,USA,{stage},{occurred_on},"


def table(lines: Iterable[str], *, header: str = OBSERVATIONS, end: str = "\n") -> bytes:
    """A submission of these lines below a header."""
    return "".join(line + end for line in (header, *lines)).encode()


def written(folder: Path, content: bytes, *, name: str = "figures.csv") -> Path:
    """A file with this content."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path
