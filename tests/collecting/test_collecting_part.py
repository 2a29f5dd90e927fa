"""The part `collect` of a source's file: what it may say, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.collecting import Collecting
from pipelines.sources import read_sources
from tests.receiving.writing import HOUSE, written

ECB = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"


def collecting(**changes: object) -> Collecting:
    """A sound declaration, changed."""
    sound = {"url": ECB, "hosts": ["www.ecb.europa.eu"], "file_name": "rates.zip"}
    return Collecting.model_validate(sound | changes)


def test_a_declaration_needs_address_hosts_and_name() -> None:
    sound = collecting()
    assert (sound.scheme, sound.host, sound.port) == ("https", "www.ecb.europa.eu", 443)
    assert (sound.every_hours, sound.largest_mb, sound.timeout_seconds) == (24, 100, 300)


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (ECB, ["www.ecb.europa.eu"]),
        (ECB, ["example.org", "www.ecb.europa.eu:443"]),
        ("https://example.org:8443/a.csv?format=csv", ["example.org:8443"]),
        ("http://127.0.0.1:8000/a.csv", ["127.0.0.1:8000"]),
        ("http://localhost/a.csv", ["localhost"]),
        ("http://[::1]:8000/a.csv", ["[::1]:8000"]),
        ("https://192.0.2.7/a.csv", ["192.0.2.7"]),
        ("s3://partner-bucket/in/a.csv", ["partner-bucket"]),
    ],
)
def test_these_addresses_may_be_collected(url: str, hosts: list[str]) -> None:
    assert collecting(url=url, hosts=hosts).url == url


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"url": "ftp://example.org/a.csv", "hosts": ["example.org"]}, "https, sftp or s3"),
        ({"url": "file:///etc/passwd", "hosts": ["etc"]}, "https, sftp or s3"),
        ({"url": "www.ecb.europa.eu/a.csv"}, "pattern"),
        ({"url": "https:///a.csv"}, "expected a host"),
        ({"url": "https://clerk:sesame@www.ecb.europa.eu/a.csv"}, "Airflow connection"),
        ({"url": f"{ECB}#part"}, "nor a fragment"),
        ({"url": "https://www.ecb.europa.eu/a b.csv"}, "pattern"),
        ({"url": "http://www.ecb.europa.eu/a.csv"}, "only https:// may leave this machine"),
        ({"url": "https://www.ecb.europa.eu:8443/a.csv"}, "is not among the hosts"),
        ({"url": "https://www.ecb.europa.eu:99999/a.csv"}, "Port"),
        ({"url": "https://ecb.europa.eu/a.csv"}, "is not among the hosts"),
        ({"url": "https://127.0.0.1/a.csv"}, "is not among the hosts"),
        ({"url": "https://localhost/a.csv"}, "is not among the hosts"),
        ({"url": "s3://bucket/", "hosts": ["bucket"]}, "the path of one file"),
        ({"url": "s3://bucket/a?versionId=1", "hosts": ["bucket"]}, "no query"),
        ({"url": "sftp://example.org/a.csv", "hosts": ["example.org"]}, "needs `connection`"),
        ({"connection": "partner"}, "is for sftp:// and s3://"),
        ({"hosts": []}, "at least 1 item"),
        ({"hosts": ["*.ecb.europa.eu"]}, "pattern"),
        ({"hosts": ["https://www.ecb.europa.eu"]}, "pattern"),
        ({"file_name": "../rates.zip"}, "pattern"),
        ({"file_name": ".rates.zip"}, "pattern"),
        ({"file_name": "rates.zip.part"}, "unfinished transfer"),
        ({"every_hours": 0}, "greater than or equal to 1"),
        ({"largest_mb": 0}, "greater than or equal to 1"),
        ({"timeout_seconds": 3601}, "less than or equal to 3600"),
        ({"retries": 3}, "Extra inputs"),
    ],
)
def test_these_declarations_are_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        collecting(**changes)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("scheme", "host", "port", "is_refused"),
    [
        ("https", "example.org", 443, False),
        ("https", "EXAMPLE.org", 443, False),
        ("https", "example.org", 8443, True),
        ("https", "api.example.org", 8443, False),
        ("https", "api.example.org", 443, True),
        ("https", "example.org.evil.test", 443, True),
        ("https", "evil-example.org", 443, True),
        ("http", "example.org", 80, True),
        ("https", "::1", 443, False),
        ("http", "::1", 80, False),
        ("https", "127.0.0.1", 443, True),
        ("gopher", "example.org", 70, True),
    ],
)
def test_only_listed_hosts_may_be_spoken_to(
    scheme: str, host: str, port: int, is_refused: bool
) -> None:
    hosts = ["www.ecb.europa.eu", "example.org", "api.example.org:8443", "[::1]"]
    assert bool(collecting(hosts=hosts).refusal(scheme=scheme, host=host, port=port)) is is_refused


def test_the_address_of_records_has_no_query() -> None:
    sound = collecting(url=f"{ECB}?key=sesame")
    assert sound.address == ECB


def test_a_mistake_is_told_with_file_and_line(tmp_path: Path) -> None:
    bundled = HOUSE / "pipelines" / "sources" / "un-regular-budget.yaml"
    declaration = bundled.read_text(encoding="utf-8") + (
        "collect:\n  url: https://example.org/a.json\n  hosts: [example.com]\n  file_name: a.json\n"
    )
    path = written(tmp_path, declaration.encode(), name=bundled.name)
    lines = path.read_text(encoding="utf-8").splitlines()
    _, (mistake,) = read_sources(tmp_path)
    assert lines[mistake.line - 1] == "  url: https://example.org/a.json"
    assert "example.org is not among the hosts of this source (example.com)" in mistake.message
