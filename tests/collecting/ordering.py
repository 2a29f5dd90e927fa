"""Orders to fetch, as `collect` makes them."""

from __future__ import annotations

from pathlib import Path

from pipelines.collecting import Collecting
from pipelines.fetching import Order
from pipelines.http_fetch import Pace
from warehouse.collected import Validators

QUICK = Pace(first_wait_seconds=0.01, longest_wait_seconds=2.0, stall_seconds=0.5)


def order(
    folder: Path,
    url: str,
    *hosts: str,
    known: Validators | None = None,
    largest_mb: int = 1,
    timeout_seconds: int = 20,
    connection: str | None = None,
) -> Order:
    """An order for an address; its own host is allowed when no other is named."""
    collecting = Collecting(
        url=url,
        hosts=hosts or (url.split("/")[2],),
        file_name="figures.csv",
        timeout_seconds=timeout_seconds,
        connection=connection,
    )
    return Order(
        collecting=collecting,
        part=folder / ".fetched.part",
        known=known or Validators(),
        largest_mb=largest_mb,
    )
