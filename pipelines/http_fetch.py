"""Fetching over HTTP(S): conditional, patient with a busy publisher, and within every limit."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from pipelines.fetching import Answer, Content, FetchError, Order, refuse_too_large, sink, too_slow
from pipelines.inflating import expander
from warehouse.collected import Validators

MOST_REDIRECTS = 5
LONGEST_VALIDATOR = 500

# It logs whole addresses, with a key that may be in their query.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How patient we are; `stall_seconds` is the longest silence between two pieces."""

    attempts: int = 4
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    stall_seconds: float = 30.0


def fetch_http(
    order: Order, *, pace: Pace | None = None, tls: ssl.SSLContext | None = None
) -> Answer:
    """Ask a publisher for a file, again when it is busy or the line breaks.

    Neither proxies nor credentials are taken from the environment. `tls` is whom to trust; the
    well-known authorities when it is not given.

    Raises:
        FetchError: when nothing could be fetched.
    """
    return asyncio.run(_within_time(order, pace or Pace(), tls))


async def _within_time(order: Order, pace: Pace, tls: ssl.SSLContext | None) -> Answer:
    try:
        async with (
            asyncio.timeout(order.collecting.timeout_seconds),
            _client(order, pace, tls) as client,
        ):
            return await _patiently(client, order, pace)
    except TimeoutError:
        raise too_slow(order.collecting) from None


def _client(order: Order, pace: Pace, tls: ssl.SSLContext | None) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        verify=tls or True,
        trust_env=False,
        follow_redirects=False,
        timeout=min(pace.stall_seconds, order.collecting.timeout_seconds),
        headers=_headers(order.known),
    )


def _headers(known: Validators) -> Mapping[str, str]:
    headers = {"User-Agent": "pledgewatch", "Accept": "*/*", "Accept-Encoding": "identity"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


async def _patiently(client: httpx.AsyncClient, order: Order, pace: Pace) -> Answer:
    async for attempt in AsyncRetrying(
        retry=retry_if_exception(lambda error: _is_worth_waiting(error, pace)),
        stop=stop_after_attempt(pace.attempts)
        | stop_before_delay(order.collecting.timeout_seconds),
        wait=lambda state: _seconds_to_wait(state, pace),
        reraise=True,
    ):
        with attempt:
            return await _ask(client, order)
    raise AssertionError("unreachable: the last attempt returns or raises")


def _is_worth_waiting(error: BaseException, pace: Pace) -> bool:
    """A publisher who asks for more than we can wait is asked at the next run, and no sooner."""
    if not isinstance(error, FetchError) or not error.may_pass:
        return False
    return (error.retry_after_seconds or 0) <= pace.longest_wait_seconds


def _seconds_to_wait(state: RetryCallState, pace: Pace) -> float:
    jittered = wait_exponential_jitter(
        multiplier=pace.first_wait_seconds,
        max=pace.longest_wait_seconds,
        jitter=pace.first_wait_seconds,
    )
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_seconds if isinstance(error, FetchError) else None
    return max(asked or 0.0, jittered(state))


async def _ask(client: httpx.AsyncClient, order: Order) -> Answer:
    """One attempt, along redirects; every hop must be to a host of the source."""
    with _told():
        address = httpx.URL(order.collecting.url)
    for _ in range(MOST_REDIRECTS + 1):
        _refuse_elsewhere(address, order)
        async with _answered(client, address) as response:
            if response.next_request is None:
                return await _taken(response, order)
            address = response.next_request.url
    raise FetchError(f"more than {MOST_REDIRECTS} redirects", may_pass=False)


def _refuse_elsewhere(address: httpx.URL, order: Order) -> None:
    usual = {"https": 443, "http": 80}.get(address.scheme, 0)
    reason = order.collecting.refusal(
        scheme=address.scheme, host=address.host, port=address.port or usual
    )
    if address.userinfo:
        reason = f"{address.host} is given with a user"
    if reason:
        raise FetchError(f"a redirect leads astray: {reason}", may_pass=False)


@asynccontextmanager
async def _answered(client: httpx.AsyncClient, address: httpx.URL) -> AsyncIterator[httpx.Response]:
    with _told():
        async with client.stream("GET", address) as response:
            yield response


@contextmanager
def _told() -> Iterator[None]:
    """Trouble on the line, as an outcome in words."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise FetchError("the publisher fell silent", may_pass=True) from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        is_untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
        words = str(error) or type(error).__name__
        raise FetchError(
            f"the publisher could not be heard: {words}", may_pass=not is_untrusted
        ) from error


async def _taken(response: httpx.Response, order: Order) -> Answer:
    if response.status_code == httpx.codes.NOT_MODIFIED and order.known:
        return Answer(status=304, validators=order.known, content=None)
    if response.status_code != httpx.codes.OK:
        raise _refused(response)
    content = await _written(response, order)
    return Answer(status=200, validators=_validators(response), content=content)


def _refused(response: httpx.Response) -> FetchError:
    status = response.status_code
    is_busy = status == httpx.codes.TOO_MANY_REQUESTS
    after = _retry_after_seconds(response)
    wish = f" and asks to wait {after:.0f} seconds" if after else ""
    return FetchError(
        f"the publisher answers {status} {httpx.codes.get_reason_phrase(status)}{wish}".strip(),
        may_pass=is_busy or status >= httpx.codes.INTERNAL_SERVER_ERROR,
        status=status,
        retry_after_seconds=after,
    )


def _retry_after_seconds(response: httpx.Response) -> float | None:
    """What the publisher asks for: seconds, or a date read against the publisher's own clock."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(response.headers["Date"])
    except (KeyError, TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


async def _written(response: httpx.Response, order: Order) -> Content:
    declared = response.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit():  # a lie is found out by counting
        refuse_too_large(int(declared), largest_mb=order.largest_mb)
    expanded = expander(response.headers.get("Content-Encoding", ""))
    with sink(order) as part:
        async for chunk in response.aiter_raw():
            for piece in expanded.pieces(chunk):
                part.write(piece)
        expanded.finish()
        return part.content()


def _validators(response: httpx.Response) -> Validators:
    return Validators(
        etag=_kept(response.headers.get("ETag")),
        last_modified=_kept(response.headers.get("Last-Modified")),
    )


def _kept(header: str | None) -> str | None:
    is_fit = header and len(header) <= LONGEST_VALIDATOR and header.isascii()
    return header if is_fit else None
