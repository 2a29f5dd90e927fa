"""Collect: what publishers offer is fetched into the inbox, when it is due or asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from commitments.errors import UsageError
from pipelines.feeds import Feed, load_feeds
from pipelines.fetching import Content, Fetch, FetchError, Order
from pipelines.http_fetch import fetch_http
from pipelines.parts import hand_over, part_in
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from warehouse.collected import Collected, Outcome, Validators, record_collected
from warehouse.connection import Warehouse

logger = logging.getLogger(__name__)

OVER_HTTP: Mapping[str, Fetch] = {"https": fetch_http, "http": fetch_http}


@dataclass(frozen=True, kw_only=True)
class _Round:
    """What one run of `collect` works with."""

    settings: Settings
    warehouse: Warehouse
    fetchers: Mapping[str, Fetch]
    asks_anew: bool
    now: datetime


def collect_sources(
    settings: Settings,
    *,
    sources: Sequence[str] | None = None,
    fetchers: Mapping[str, Fetch] = OVER_HTTP,
    asks_anew: bool = False,
    now: datetime,
) -> list[Collected]:
    """Fetch the named sources, or those that are due, each into its own folder of the inbox.

    A publisher who does not answer is an outcome and stops nobody else's collection. What is the
    same as the last time is not put into the inbox again, unless `asks_anew`. `now` is UTC without
    a zone.

    Raises:
        ConfigurationError: when a source's declaration is wrong.
        UsageError: when a named source is not declared, or is not collected this way.
    """
    with opened_warehouse(settings) as warehouse:
        work = _Round(
            settings=settings,
            warehouse=warehouse,
            fetchers=fetchers,
            asks_anew=asks_anew,
            now=now,
        )
        feeds = load_feeds(warehouse, settings)
        chosen = _due(work, feeds) if sources is None else _named(work, feeds, sources)
        return [_collect(work, feed) for feed in chosen]


def due_sources(settings: Settings, *, now: datetime) -> list[str]:
    """Which sources are due to be collected, however they are fetched.

    Raises:
        ConfigurationError: when a source's declaration is wrong.
    """
    with opened_warehouse(settings) as warehouse:
        feeds = load_feeds(warehouse, settings)
    return [feed.source for feed in feeds.values() if feed.is_due(now=now)]


def _due(work: _Round, feeds: Mapping[str, Feed]) -> list[Feed]:
    due = [feed for feed in feeds.values() if feed.is_due(now=work.now)]
    for feed in due:
        if feed.collecting.scheme not in work.fetchers:
            logger.warning("%s", _not_this_way(feed))
    return [feed for feed in due if feed.collecting.scheme in work.fetchers]


def _named(work: _Round, feeds: Mapping[str, Feed], names: Sequence[str]) -> list[Feed]:
    for name in names:
        if name not in feeds:
            known = ", ".join(feeds) or "none; see docs/sources.md"
            raise UsageError(f"{name}: expected a source with `collect`; there are: {known}")
        if feeds[name].collecting.scheme not in work.fetchers:
            raise UsageError(_not_this_way(feeds[name]))
    return [feeds[name] for name in dict.fromkeys(names)]


def _not_this_way(feed: Feed) -> str:
    return (
        f"{feed.source}: {feed.collecting.scheme}:// is collected by Airflow, which has the "
        "connection; trigger the DAG collect_sources"
    )


def _collect(work: _Round, feed: Feed) -> Collected:
    """One attempt, recorded whatever came of it."""
    attempt = feed.attempt(now=work.now)
    try:
        collected = _fetched(work, feed, attempt)
    except FetchError as error:
        collected = replace(
            attempt, message=str(error), status=error.status, may_pass=error.may_pass
        )
    record_collected(work.warehouse, collected)
    logger.info("source %s %s: %s", feed.source, collected.outcome.value, collected.message)
    return collected


def _fetched(work: _Round, feed: Feed, attempt: Collected) -> Collected:
    with part_in(work.settings.inbox / feed.source, now=work.now) as part:
        order = Order(
            collecting=feed.collecting,
            part=part,
            known=Validators() if work.asks_anew else feed.known,
            largest_mb=min(feed.collecting.largest_mb, work.settings.largest_file_mb),
        )
        answer = work.fetchers[feed.collecting.scheme](order)
        answered = replace(
            attempt,
            status=answer.status,
            etag=answer.validators.etag,
            last_modified=answer.validators.last_modified,
        )
        if answer.content is None or _is_known(work, feed, answer.content):
            return _unchanged(feed, answered, answer.content)
        return _delivered(feed, answered, answer.content, part=order.part)


def _is_known(work: _Round, feed: Feed, content: Content) -> bool:
    return content.sha256 == feed.known_sha256 and not work.asks_anew


def _unchanged(feed: Feed, answered: Collected, content: Content | None) -> Collected:
    return replace(
        answered,
        outcome=Outcome.NOT_MODIFIED,
        message="the same bytes as last time" if content else "unchanged, says the publisher",
        size_bytes=content.size_bytes if content else None,
        sha256=feed.known_sha256,
    )


def _delivered(feed: Feed, answered: Collected, content: Content, *, part: Path) -> Collected:
    """The part becomes a file of the inbox before it is recorded: at worst it is fetched twice."""
    name = hand_over(part, file_name=feed.collecting.file_name, sha256=content.sha256)
    return replace(
        answered,
        outcome=Outcome.COLLECTED,
        message=f"{content.size_bytes} bytes wait in the inbox",
        size_bytes=content.size_bytes,
        sha256=content.sha256,
        file=f"{feed.source}/{name}",
    )
