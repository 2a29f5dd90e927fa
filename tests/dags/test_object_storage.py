"""Fetching over SFTP and from S3-compatible storage, from real servers on loopback."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import boto3
import pytest
from moto.server import ThreadedMotoServer

from commitments.errors import ConfigurationError
from dags.object_storage import fetch_s3, fetch_sftp
from pipelines.fetching import FetchError
from tests.collecting.ordering import order
from tests.collecting.recorded import FEEDS, Recorded
from tests.dags.sftp_server import LOGIN, PASSWORD, Partner, partner

pytestmark = pytest.mark.slow

BODY = b"party,value\nNLD,2.05\n"
_NUMBERS = itertools.count(1)


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes Airflow connections; each has a name of its own."""

    def make(**account: Any) -> str:
        name = f"partner_{next(_NUMBERS)}"
        monkeypatch.setenv(f"AIRFLOW_CONN_{name.upper()}", json.dumps(account))
        return name

    return make


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[Partner]:
    (tmp_path / "served").mkdir()
    with partner(tmp_path / "served") as opened:
        yield opened


def account(sftp: Partner, **changes: Any) -> dict[str, Any]:
    """The connection a partner's server needs, changed."""
    return {
        "conn_type": "generic",
        "host": "127.0.0.1",
        "port": sftp.port,
        "login": LOGIN,
        "password": PASSWORD,
        "extra": {"host_key": sftp.host_key},
    } | changes


def over_sftp(folder: Path, sftp: Partner, name: str, *, connection: str, **limits: Any) -> Any:
    """An order for a file of a partner."""
    url = f"sftp://127.0.0.1:{sftp.port}/{name}"
    return order(folder, url, connection=connection, **limits)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.file_name)
def test_a_file_arrives_over_sftp_to_the_byte_and_is_not_fetched_twice(
    tmp_path: Path, sftp: Partner, connection: Any, feed: Recorded
) -> None:
    (sftp.folder / feed.file_name).write_bytes(feed.body)
    known = connection(**account(sftp))
    asked = over_sftp(tmp_path, sftp, feed.file_name, connection=known)
    answer = fetch_sftp(asked)
    assert asked.part.read_bytes() == feed.body
    assert answer.content is not None
    assert answer.content.size_bytes == len(feed.body)
    asked.part.unlink()
    again = over_sftp(tmp_path, sftp, feed.file_name, connection=known, known=answer.validators)
    assert fetch_sftp(again).content is None
    assert not asked.part.exists()
    (sftp.folder / feed.file_name).write_bytes(feed.body + b"\n")
    assert fetch_sftp(again).content is not None


def test_a_key_opens_the_account_as_well(tmp_path: Path, connection: Any) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "a.csv").write_bytes(BODY)
    (tmp_path / "key").write_bytes(key.export_private_key())
    (tmp_path / "key").chmod(0o600)
    listed = key.export_public_key().decode()
    with partner(tmp_path / "served", authorized_key=listed) as sftp:
        for extra in (
            {"private_key": key.export_private_key().decode()},
            {"key_file": str(tmp_path / "key")},
        ):
            name = connection(
                **account(sftp, password=None, extra={"host_key": sftp.host_key} | extra)
            )
            assert fetch_sftp(over_sftp(tmp_path, sftp, "a.csv", connection=name)).content


def told_by_sftp(folder: Path, sftp: Partner, name: str, known: str, **limits: Any) -> FetchError:
    """Why a file of a partner could not be fetched."""
    with pytest.raises(FetchError) as caught:
        fetch_sftp(over_sftp(folder, sftp, name, connection=known, **limits))
    assert PASSWORD not in str(caught.value)
    assert LOGIN not in str(caught.value)
    return caught.value


def test_a_server_that_shows_another_host_key_is_not_spoken_to(
    tmp_path: Path, sftp: Partner, connection: Any
) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    name = connection(**account(sftp, extra={"host_key": other}))
    error = told_by_sftp(tmp_path, sftp, "a.csv", name)
    assert str(error) == "the server shows another host key than ours"
    assert not error.may_pass


def test_a_wrong_password_is_told(tmp_path: Path, sftp: Partner, connection: Any) -> None:
    name = connection(**account(sftp, password="guess"))
    error = told_by_sftp(tmp_path, sftp, "a.csv", name)
    assert (str(error), error.may_pass) == ("access is denied to the account", False)


@pytest.mark.parametrize(
    ("name", "told", "may_pass"),
    [
        ("gone.csv", "there is no such file", False),
        ("folder", "expected a file, found a directory", False),
        ("large.csv", "larger than 1 MB", False),
        ("empty.csv", "an empty file", True),
        ("grows.csv", "changed while it was fetched", True),
        ("../outside.csv", "there is no such file", False),
    ],
)
def test_a_file_that_cannot_be_had_over_sftp_is_told(
    tmp_path: Path, sftp: Partner, connection: Any, name: str, told: str, may_pass: bool
) -> None:
    (sftp.folder / "folder").mkdir()
    (sftp.folder / "large.csv").write_bytes(b"x" * 1_000_001)
    (sftp.folder / "empty.csv").write_bytes(b"")
    (sftp.folder / "grows.csv").write_bytes(BODY)
    (sftp.folder.parent / "outside.csv").write_bytes(BODY)
    error = told_by_sftp(tmp_path, sftp, name, connection(**account(sftp)))
    assert told in str(error)
    assert error.may_pass is may_pass


def test_a_server_that_stalls_is_left(tmp_path: Path, sftp: Partner, connection: Any) -> None:
    (sftp.folder / "stalls.csv").write_bytes(b"x" * 900_000)
    began = time.monotonic()
    name = connection(**account(sftp))
    error = told_by_sftp(tmp_path, sftp, "stalls.csv", name, timeout_seconds=2)
    assert "after 2 seconds" in str(error)
    assert time.monotonic() - began < 5
    assert error.may_pass


def test_nobody_listening_is_told(tmp_path: Path, sftp: Partner, connection: Any) -> None:
    name = connection(**account(sftp, port=9))
    with pytest.raises(FetchError, match="could not be heard: ConnectionRefusedError"):
        fetch_sftp(order(tmp_path, "sftp://127.0.0.1:9/a.csv", connection=name))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"host": "example.org"}, "leads to example.org:"),
        ({"port": 22}, "leads to 127.0.0.1:22, not to sftp://127.0.0.1:"),
        ({"extra": {}}, "expected `host_key` among the extras"),
        ({"extra": {"host_key": "nonsense"}}, "expected `host_key` among the extras"),
        ({"extra": {"private_key": "nonsense"}}, "private key cannot be read"),
        ({"extra": {"key_file": "/nowhere"}}, "private key cannot be read"),
    ],
)
def test_a_wrong_connection_is_our_mistake(
    tmp_path: Path, sftp: Partner, connection: Any, changes: dict[str, Any], told: str
) -> None:
    if "private_key" in str(changes) or "key_file" in str(changes):
        changes = {"extra": {"host_key": sftp.host_key} | changes["extra"]}
    name = connection(**account(sftp, **changes))
    with pytest.raises(ConfigurationError, match=f"connection {name}: ") as caught:
        fetch_sftp(over_sftp(tmp_path, sftp, "a.csv", connection=name))
    assert told in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("scheme", ["sftp", "s3"])
def test_a_missing_connection_is_our_mistake(tmp_path: Path, scheme: str) -> None:
    asked = order(tmp_path, f"{scheme}://example.org/a.csv", connection="nobody")
    fetch = {"sftp": fetch_sftp, "s3": fetch_s3}[scheme]
    with pytest.raises(ConfigurationError, match="connection nobody: expected in Airflow"):
        fetch(asked)


class Storage:
    """S3-compatible storage with one bucket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.host = address.removeprefix("http://")
        store = boto3.resource(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        self.bucket = store.create_bucket(Bucket=f"partner-{next(_NUMBERS)}")

    def account(self, **extra: str) -> dict[str, Any]:
        """The connection this storage needs."""
        return {
            "conn_type": "generic",
            "login": "key",
            "password": PASSWORD,
            "extra": {"endpoint_url": self.address, "region_name": "us-east-1"} | extra,
        }

    def order(self, folder: Path, key: str, *, connection: str | None, **limits: Any) -> Any:
        """An order for an object."""
        url, hosts = f"s3://{self.bucket.name}/{key}", (self.bucket.name, self.host)
        return order(folder, url, *hosts, connection=connection, **limits)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a storage service."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def storage(server: str, monkeypatch: pytest.MonkeyPatch) -> Storage:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    return Storage(server)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.file_name)
def test_an_object_arrives_to_the_byte_and_is_not_fetched_twice(
    tmp_path: Path, storage: Storage, connection: Any, feed: Recorded
) -> None:
    key = f"in/2026/{feed.file_name}"
    known = connection(**storage.account())
    storage.bucket.put_object(Key=key, Body=feed.body)
    asked = storage.order(tmp_path, key, connection=known)
    answer = fetch_s3(asked)
    assert asked.part.read_bytes() == feed.body
    assert answer.content is not None
    asked.part.unlink()
    again = storage.order(tmp_path, key, connection=known, known=answer.validators)
    assert fetch_s3(again).content is None
    assert not asked.part.exists()
    storage.bucket.put_object(Key=key, Body=feed.body + b"\n")
    assert fetch_s3(again).content is not None


def test_a_name_with_blanks_and_accents_is_written_with_percent_signs(
    tmp_path: Path, storage: Storage, sftp: Partner, connection: Any
) -> None:
    (sftp.folder / "Übersicht 2026.csv").write_bytes(BODY)
    storage.bucket.put_object(Key="in/Übersicht 2026.csv", Body=BODY)
    name = "%C3%9Cbersicht%202026.csv"
    stored = storage.order(tmp_path, f"in/{name}", connection=connection(**storage.account()))
    assert fetch_s3(stored).content
    served = over_sftp(tmp_path, sftp, name, connection=connection(**account(sftp)))
    assert fetch_sftp(served).content


def test_an_object_of_several_blocks_arrives_whole(
    tmp_path: Path, storage: Storage, connection: Any
) -> None:
    body = bytes(range(256)) * 80_000
    storage.bucket.put_object(Key="large.bin", Body=body)
    name = connection(**storage.account())
    asked = storage.order(tmp_path, "large.bin", connection=name, largest_mb=30)
    fetch_s3(asked)
    assert asked.part.read_bytes() == body


@pytest.mark.parametrize(
    ("key", "told", "may_pass"),
    [
        ("gone.csv", "there is no such file", False),
        ("in", "expected a file, found a directory", False),
        ("large.csv", "larger than 1 MB", False),
        ("empty.csv", "an empty file", True),
    ],
)
def test_an_object_that_cannot_be_had_is_told(
    tmp_path: Path, storage: Storage, connection: Any, key: str, told: str, may_pass: bool
) -> None:
    storage.bucket.put_object(Key="in/a.csv", Body=BODY)
    storage.bucket.put_object(Key="large.csv", Body=b"x" * 1_000_001)
    storage.bucket.put_object(Key="empty.csv", Body=b"")
    name = connection(**storage.account())
    with pytest.raises(FetchError) as caught:
        fetch_s3(storage.order(tmp_path, key, connection=name))
    assert told in str(caught.value)
    assert caught.value.may_pass is may_pass
    assert PASSWORD not in str(caught.value)


def test_storage_that_does_not_answer_is_left(
    tmp_path: Path, connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {
        "conn_type": "generic",
        "login": "key",
        "password": PASSWORD,
        "extra": {"endpoint_url": "http://127.0.0.1:9"},
    }
    name = connection(**account)
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch_s3(
            order(tmp_path, "s3://b/a.csv", "b", "127.0.0.1:9", connection=name, timeout_seconds=3)
        )
    assert caught.value.may_pass
    assert time.monotonic() - began < 6


@pytest.mark.parametrize(
    ("endpoint", "told"),
    [
        ("http://127.0.0.1:1", "is not among the hosts"),
        ("https://example.org", "is not among the hosts"),
        ("http://example.org", "only https:// may leave this machine"),
    ],
)
def test_an_endpoint_that_is_not_allowed_is_our_mistake(
    tmp_path: Path, storage: Storage, connection: Any, endpoint: str, told: str
) -> None:
    name = connection(**storage.account(endpoint_url=endpoint))
    with pytest.raises(ConfigurationError, match=f"connection {name}: endpoint_url: ") as caught:
        fetch_s3(storage.order(tmp_path, "a.csv", connection=name))
    assert told in str(caught.value)


def test_keys_of_the_environment_are_not_used(
    tmp_path: Path, storage: Storage, connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.bucket.put_object(Key="a.csv", Body=BODY)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    name = connection(**storage.account())
    assert fetch_s3(storage.order(tmp_path, "a.csv", connection=name)).content
