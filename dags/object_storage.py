"""Fetching over SFTP and from S3-compatible storage, through Airflow's object storage paths.

The accounts are Airflow connections. We attach the file systems ourselves: those that Airflow's
providers attach believe any host key, and take credentials from wherever they find some.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from airflow.sdk import Connection, ObjectStoragePath
from airflow.sdk.exceptions import AirflowNotFoundException
from airflow.sdk.io import attach

from commitments.errors import ConfigurationError, Mistake

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

    from pipelines.fetching import Answer, Content, Fetch, Order
    from warehouse.collected import Validators

Result = TypeVar("Result")

CHUNK_BYTES = 1024 * 1024
STALL_SECONDS = 30

# It tells every connection, with address and user.
logging.getLogger("asyncssh").setLevel(logging.WARNING)


def storage_fetchers() -> Mapping[str, Fetch]:
    """How the addresses are fetched that need a connection."""
    return {"s3": fetch_s3, "sftp": fetch_sftp}


def fetch_sftp(order: Order) -> Answer:
    """Fetch a file over SFTP, from a server that shows the host key its connection names.

    Raises:
        ConfigurationError: when the connection is missing, incomplete or leads elsewhere.
        FetchError: when nothing could be fetched.
    """
    account = _account(order)
    collecting, port = order.collecting, account.port or 22
    if ((account.host or "").lower(), port) != (collecting.host, collecting.port):
        raise _wrong(order, f"leads to {account.host}:{port}, not to {collecting.address}")
    options = {
        "port": port,
        "username": account.login,
        "password": account.password or None,
        "client_keys": _private_keys(order, account),
        "known_hosts": _host_key(order, account),
        # neither an agent nor a configuration of whoever runs Airflow
        "agent_path": None,
        "config": None,
        "connect_timeout": STALL_SECONDS,
        "login_timeout": STALL_SECONDS,
        "keepalive_interval": STALL_SECONDS,
        "skip_instance_cache": True,
    }

    def connected() -> AbstractFileSystem:
        from sshfs import SSHFileSystem

        return SSHFileSystem(collecting.host, **options)

    return _within_time(order, lambda: _fetched(order, connected))


def fetch_s3(order: Order) -> Answer:
    """Fetch an object: with the keys of the connection, or from a public bucket without one.

    Raises:
        ConfigurationError: when the connection is missing, or its endpoint may not be asked.
        FetchError: when nothing could be fetched.
    """
    account = _account(order) if order.collecting.connection else None
    extra: Mapping[str, Any] = account.extra_dejson if account else {}
    endpoint = extra.get("endpoint_url")
    if endpoint:
        _refuse_endpoint(order, str(endpoint))
    options = {
        "anon": not (account and account.login),
        "key": account.login if account else None,
        "secret": account.password if account else None,
        "token": extra.get("aws_session_token"),
        "endpoint_url": endpoint,
        "client_kwargs": {"region_name": extra.get("region_name", "us-east-1")},
        "config_kwargs": {
            "connect_timeout": STALL_SECONDS,
            "read_timeout": STALL_SECONDS,
            "proxies": {},
            "ignore_configured_endpoint_urls": True,
            # the bucket in the path: in the name it would be another host than the one allowed
            "s3": {"addressing_style": "path" if endpoint else "auto"},
        },
        "default_block_size": 8 * CHUNK_BYTES,
        "use_listings_cache": False,
        "skip_instance_cache": True,
    }

    def connected() -> AbstractFileSystem:
        from s3fs import S3FileSystem

        return S3FileSystem(**options)

    return _within_time(order, lambda: _fetched(order, connected))


def _account(order: Order) -> Connection:
    try:
        account: Connection = Connection.get(order.collecting.connection or "")
    except AirflowNotFoundException:
        raise _wrong(
            order, "expected in Airflow, found none; add it under Admin → Connections"
        ) from None
    return account


def _wrong(order: Order, message: str) -> ConfigurationError:
    return ConfigurationError([Mistake(f"connection {order.collecting.connection}", 0, message)])


def _refuse_endpoint(order: Order, endpoint: str) -> None:
    parts = urlsplit(endpoint)
    usual = 443 if parts.scheme == "https" else 80
    reason = order.collecting.refusal(
        scheme=parts.scheme, host=parts.hostname or "", port=parts.port or usual
    )
    if reason:
        raise _wrong(order, f"endpoint_url: {reason}")


def _host_key(order: Order, account: Connection) -> Any:
    import asyncssh

    key = str(account.extra_dejson.get("host_key", "")).strip()
    try:
        asyncssh.import_public_key(key)
    except asyncssh.KeyImportError:
        raise _wrong(
            order,
            "expected `host_key` among the extras, such as `ssh-ed25519 AAAA…`, as the publisher "
            "tells it; without it nobody knows who answers",
        ) from None
    return asyncssh.import_known_hosts(f"* {key}\n")


def _private_keys(order: Order, account: Connection) -> list[Any] | None:
    import asyncssh

    extra = account.extra_dejson
    text, file = extra.get("private_key"), extra.get("key_file")
    passphrase = extra.get("private_key_passphrase")
    try:
        if text:
            return [asyncssh.import_private_key(text, passphrase)]
        return [asyncssh.read_private_key(file, passphrase)] if file else None
    except (OSError, asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise _wrong(order, f"its private key cannot be read: {type(error).__name__}") from None


def _within_time(order: Order, work: Callable[[], Answer]) -> Answer:
    """What `work` answers; its thread is left behind when the time is up, and ends with ours."""
    from pipelines.fetching import too_slow

    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return answer.result(timeout=order.collecting.timeout_seconds)
    except TimeoutError:
        raise too_slow(order.collecting) from None


def _fetched(order: Order, connected: Callable[[], AbstractFileSystem]) -> Answer:
    from pipelines.fetching import Answer, FetchError, refuse_too_large

    with _attached(order, connected) as file:
        before, size_bytes = _described(file)
        if before == order.known:
            return Answer(status=None, validators=before, content=None)
        refuse_too_large(size_bytes, largest_mb=order.largest_mb)
        content = _copied(order, file)
        if (before, content.size_bytes) != _described(file):
            raise FetchError(
                "the file changed while it was fetched, as if being written", may_pass=True
            )
    return Answer(status=None, validators=before, content=content)


def _copied(order: Order, file: ObjectStoragePath) -> Content:
    from pipelines.fetching import sink

    with sink(order) as part, closing(_asked(file.open, "rb")) as stream:
        while chunk := _asked(stream.read, CHUNK_BYTES):
            part.write(chunk)
        return part.content()


@contextmanager
def _attached(
    order: Order, connected: Callable[[], AbstractFileSystem]
) -> Iterator[ObjectStoragePath]:
    """The file of an order, on a file system of ours that is let go of in the end."""
    store = attach(protocol=order.collecting.scheme, conn_id=order.collecting.connection)
    store.fs = _asked(connected)
    try:
        yield ObjectStoragePath(unquote(order.collecting.url), conn_id=order.collecting.connection)
    finally:
        del store.fs


def _described(file: ObjectStoragePath) -> tuple[Validators, int]:
    """What tells the file from a later one, and its size."""
    from pipelines.fetching import FetchError
    from warehouse.collected import Validators

    found = _asked(file.stat)
    if found["type"] != "file":
        raise FetchError(f"expected a file, found a {found['type']}", may_pass=False)
    modified_at = found.get("LastModified") or found.get("mtime")
    tag = found.get("ETag") or f"{found['size']} bytes"
    return Validators(etag=tag, last_modified=str(modified_at)), int(found["size"])


def _asked(work: Callable[..., Result], *arguments: object) -> Result:
    """What the storage answers; trouble there is an outcome, told without what it repeats of us."""
    from asyncssh import Error, HostKeyNotVerifiable
    from botocore.exceptions import BotoCoreError, ClientError

    from pipelines.fetching import FetchError

    try:
        return work(*arguments)
    except FileNotFoundError as error:
        raise FetchError("there is no such file", may_pass=False) from error
    except PermissionError as error:
        raise FetchError("access is denied to the account", may_pass=False) from error
    except HostKeyNotVerifiable as error:
        raise FetchError("the server shows another host key than ours", may_pass=False) from error
    except (OSError, Error, BotoCoreError, ClientError) as error:
        raise FetchError(
            f"the storage could not be heard: {type(error).__name__}", may_pass=True
        ) from error
