"""How a source is collected: where it lies, which hosts may be asked, how often, within what."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from commitments.yaml_files import KeyedError, ReviewedModel
from pipelines.inbox import UNFINISHED_SUFFIXES

PORTS = {"https": 443, "http": 80, "sftp": 22, "s3": 443}
_STORAGE = ("sftp", "s3")

Scheme = Literal["https", "http", "sftp", "s3"]


def _is_one_address(url: str) -> str:
    """An address the house can ask: whole, without credentials, in plain letters."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ValueError(f"expected an address of https, sftp or s3, got {parts.scheme or 'none'}")
    if not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError(
            "expected a host, and neither a user, a password nor a fragment; "
            "credentials belong into an Airflow connection"
        )
    if parts.scheme in _STORAGE and (parts.query or parts.path.strip("/") == ""):
        raise ValueError("expected the path of one file after the host, and no query")
    return url


def _will_be_received(name: str) -> str:
    if name.lower().endswith(UNFINISHED_SUFFIXES):
        raise ValueError("receive takes such a name for an unfinished transfer; choose another")
    return name


Address = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+://[!-~]+$", max_length=2000),
    AfterValidator(_is_one_address),
]
Host = Annotated[
    str,
    StringConstraints(pattern=r"^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?$", max_length=260),
]
FileName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120),
    AfterValidator(_will_be_received),
]


class Collecting(ReviewedModel):
    """The part `collect` of a source's file.

    `hosts` are all that may be spoken to, each with its port when that is not the usual one; for
    `s3://` that is the bucket, and the endpoint when the connection names one.
    """

    url: Address
    hosts: Annotated[tuple[Host, ...], Field(min_length=1)]
    file_name: FileName
    every_hours: Annotated[int, Field(ge=1, le=8784)] = 24
    connection: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,200}$")] | None = None
    largest_mb: Annotated[int, Field(ge=1, le=100_000)] = 100
    timeout_seconds: Annotated[int, Field(ge=1, le=3600)] = 300

    @model_validator(mode="after")
    def _may_ask_its_own_host(self) -> Collecting:
        parts = urlsplit(self.url)
        reason = self.refusal(scheme=parts.scheme, host=parts.hostname or "", port=_port(parts))
        if reason:
            raise KeyedError(f"url: {reason}", "url")
        return self

    @model_validator(mode="after")
    def _has_the_connection_it_needs(self) -> Collecting:
        if self.scheme == "sftp" and not self.connection:
            raise KeyedError(
                "sftp:// needs `connection`, the Airflow connection with its account", "connection"
            )
        if self.scheme not in _STORAGE and self.connection:
            raise KeyedError("`connection` is for sftp:// and s3://; leave it out", "connection")
        return self

    @property
    def scheme(self) -> str:
        """How the publisher is spoken to."""
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        """The host of the address; for `s3://` the bucket."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port of the address."""
        return _port(urlsplit(self.url))

    @property
    def address(self) -> str:
        """The address without its query, which may hold a key: for records and messages."""
        return self.url.partition("?")[0]

    def refusal(self, *, scheme: str, host: str, port: int) -> str | None:
        """Why this place may not be asked, or None when it may."""
        place = _place(scheme, host, port)
        if scheme == "http" and not _is_loopback(host):
            return f"http://{place} would travel unprotected; only https:// may leave this machine"
        if scheme not in PORTS:
            return f"{scheme}:// is not spoken here"
        if place not in {_place(scheme, *_divided(entry, scheme)) for entry in self.hosts}:
            return f"{place} is not among the hosts of this source ({', '.join(self.hosts)})"
        return None


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS.get(parts.scheme, 0)


def _place(scheme: str, host: str, port: int) -> str:
    bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return bracketed.lower() if port == PORTS.get(scheme) else f"{bracketed.lower()}:{port}"


def _divided(entry: str, scheme: str) -> tuple[str, int]:
    host, colon, port = entry.rpartition(":")
    if not colon or entry.endswith("]"):
        return entry, PORTS.get(scheme, 0)
    return host, int(port)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
