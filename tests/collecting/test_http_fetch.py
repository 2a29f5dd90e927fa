"""Fetching from real web servers on loopback, sound ones and others."""

from __future__ import annotations

import gzip
import hashlib
import logging
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipelines.fetching import FetchError
from pipelines.http_fetch import MOST_REDIRECTS, Pace, fetch_http
from tests.collecting.ordering import QUICK, order
from tests.collecting.publisher import (
    Behaviour,
    Publisher,
    bomb,
    cut_off,
    drip,
    dripping_head,
    endless,
    file,
    file_known_by,
    hangs_up,
    headers_of,
    redirect,
    serving,
    silence,
    slow,
    status,
)
from tests.collecting.recorded import FEEDS, Recorded
from warehouse.collected import Validators

BODY = b"party,value\nNLD,2.05\n"


def refused(
    folder: Path, url: str, *hosts: str, pace: Pace = QUICK, timeout_seconds: int = 20
) -> FetchError:
    """Why this address could not be fetched."""
    with pytest.raises(FetchError) as caught:
        fetch_http(order(folder, url, *hosts, timeout_seconds=timeout_seconds), pace=pace)
    return caught.value


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.file_name)
def test_a_feed_arrives_to_the_byte_and_is_not_sent_twice(
    publisher: Publisher, tmp_path: Path, feed: Recorded
) -> None:
    url = publisher.offers("/feed", file_known_by(feed.body, **feed.headers))
    first = order(tmp_path, url)
    answer = fetch_http(first)
    assert first.part.read_bytes() == feed.body
    assert answer.content is not None
    assert answer.content.size_bytes == len(feed.body)
    assert answer.content.sha256 == hashlib.sha256(feed.body).hexdigest()
    assert answer.validators == Validators(
        etag=feed.headers.get("ETag"), last_modified=feed.headers.get("Last_Modified")
    )
    again = fetch_http(order(tmp_path, url, known=answer.validators))
    assert (again.status, again.content, again.validators) == (304, None, answer.validators)


def test_plain_content_is_asked_for_by_name(publisher: Publisher, tmp_path: Path) -> None:
    fetch_http(order(tmp_path, publisher.offers("/a", file(BODY))))
    headers = headers_of(publisher.asked[0])
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"] == "pledgewatch"
    assert "if-none-match" not in headers
    assert "authorization" not in headers


def test_not_modified_without_a_question_is_no_answer(publisher: Publisher, tmp_path: Path) -> None:
    error = refused(tmp_path, publisher.offers("/a", status(304)))
    assert (error.status, error.may_pass) == (304, False)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_allowed_hosts_is_followed(
    publisher: Publisher, elsewhere: Publisher, tmp_path: Path, code: int
) -> None:
    there = elsewhere.offers("/b", redirect("c", code=code))
    elsewhere.offers("/c", file(BODY, ETag='"1"'))
    url = publisher.offers("/a", redirect(there, code=code))
    asked = order(tmp_path, url, publisher.host, elsewhere.host)
    assert fetch_http(asked).validators.etag == '"1"'
    assert asked.part.read_bytes() == BODY


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/a",
        "//example.org/a",
        "http://127.0.0.1:1/a",
        "http://localhost:{port}/b",
        "http://clerk:sesame@127.0.0.1:{port}/b",
        "ftp://127.0.0.1:{port}/b",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "http://[::1]:{port}/b",
        "http://2130706433:{port}/b",
    ],
)
def test_a_redirect_to_another_place_is_refused_unasked(
    publisher: Publisher, tmp_path: Path, target: str
) -> None:
    publisher.offers("/b", file(BODY))
    port = publisher.server_address[1]
    url = publisher.offers("/a", redirect(target.format(port=port)))
    error = refused(tmp_path, url)
    assert "astray" in str(error)
    assert "sesame" not in str(error)
    assert not error.may_pass
    assert (publisher.times_asked("/a"), publisher.times_asked("/b")) == (1, 0)


def test_redirects_in_a_circle_end(publisher: Publisher, tmp_path: Path) -> None:
    error = refused(tmp_path, publisher.offers("/a", redirect("/a")))
    assert str(error) == f"more than {MOST_REDIRECTS} redirects"
    assert publisher.times_asked("/a") == MOST_REDIRECTS + 1


def test_as_many_redirects_as_allowed_are_followed(publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.offers("/a", *[redirect("/a")] * MOST_REDIRECTS, file(BODY))
    assert fetch_http(order(tmp_path, url)).status == 200


def test_a_redirect_without_a_place_is_told(publisher: Publisher, tmp_path: Path) -> None:
    assert "answers 302 Found" in str(refused(tmp_path, publisher.offers("/a", status(302))))


def test_a_redirect_to_nonsense_is_told(publisher: Publisher, tmp_path: Path) -> None:
    error = refused(tmp_path, publisher.offers("/a", redirect("http://[bad")))
    assert "redirect" in str(error) or "could not be heard" in str(error)


TROUBLE: dict[str, Behaviour] = {
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "429": status(429),
    "429 for a second": status(429, Retry_After="1"),
    "the line is cut": hangs_up,
    "the content is cut off": cut_off,
    "silence": silence,
    "nothing in the file": file(b""),
}


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE.keys())
def test_passing_trouble_is_waited_out(
    publisher: Publisher, tmp_path: Path, trouble: Behaviour
) -> None:
    url = publisher.offers("/a", trouble, trouble, file(BODY))
    asked = order(tmp_path, url)
    fetch_http(asked, pace=QUICK)
    assert asked.part.read_bytes() == BODY
    assert publisher.times_asked("/a") == 3


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE.keys())
def test_trouble_that_stays_is_told_after_some_attempts(
    publisher: Publisher, tmp_path: Path, trouble: Behaviour
) -> None:
    error = refused(tmp_path, publisher.offers("/a", trouble))
    assert error.may_pass
    assert publisher.times_asked("/a") == QUICK.attempts


@pytest.mark.parametrize("code", [204, 206, 400, 401, 403, 404, 408, 410, 451])
def test_a_refusal_is_not_argued_with(publisher: Publisher, tmp_path: Path, code: int) -> None:
    error = refused(tmp_path, publisher.offers("/a", status(code), file(BODY)))
    assert error.status == code
    assert f"answers {code}" in str(error)
    assert not error.may_pass
    assert publisher.times_asked("/a") == 1


@pytest.mark.slow
def test_a_publisher_who_asks_for_a_second_is_given_it(
    publisher: Publisher, tmp_path: Path
) -> None:
    url = publisher.offers("/a", status(429, Retry_After="1"), file(BODY))
    began = time.monotonic()
    fetch_http(order(tmp_path, url), pace=QUICK)
    assert time.monotonic() - began >= 1


@pytest.mark.slow
def test_a_date_to_return_at_is_read_by_the_publishers_clock(
    publisher: Publisher, tmp_path: Path
) -> None:
    wrong_clock = datetime(1999, 12, 31, 23, 59, 58, tzinfo=UTC)
    form = "%a, %d %b %Y %H:%M:%S GMT"

    def busy(told: object) -> None:
        later = (wrong_clock + timedelta(seconds=1)).strftime(form)
        told.send_response_only(503)  # type: ignore[attr-defined]  without a Date of its own
        for name, value in {
            "Date": wrong_clock.strftime(form),
            "Retry-After": later,
            "Content-Length": "0",
        }.items():
            told.send_header(name, value)  # type: ignore[attr-defined]
        told.end_headers()  # type: ignore[attr-defined]

    url = publisher.offers("/a", busy, file(BODY))
    began = time.monotonic()
    fetch_http(order(tmp_path, url), pace=QUICK)
    assert 1 <= time.monotonic() - began < 10


def test_who_asks_for_too_long_is_left_until_the_next_run(
    publisher: Publisher, tmp_path: Path
) -> None:
    error = refused(tmp_path, publisher.offers("/a", status(429, Retry_After="3600")))
    assert "answers 429 Too Many Requests and asks to wait 3600 seconds" in str(error)
    assert error.may_pass
    assert publisher.times_asked("/a") == 1


@pytest.mark.parametrize("wish", ["soon", "-5", "1.5", "99999999999999999999", "²"])
def test_a_wish_that_cannot_be_read_breaks_nothing(
    publisher: Publisher, tmp_path: Path, wish: str
) -> None:
    assert refused(tmp_path, publisher.offers("/a", status(503, Retry_After=wish))).status == 503


@pytest.mark.slow
@pytest.mark.parametrize("trouble", [drip, dripping_head, slow(file(BODY), seconds=3)])
def test_who_takes_too_long_is_left(
    publisher: Publisher, tmp_path: Path, trouble: Behaviour
) -> None:
    began = time.monotonic()
    url = publisher.offers("/a", trouble)
    error = refused(tmp_path, url, timeout_seconds=1, pace=Pace(stall_seconds=9))
    assert time.monotonic() - began < 2.5
    assert "after 1 seconds" in str(error)
    assert error.may_pass


def test_the_last_trouble_is_told_when_there_is_no_time_to_try_again(
    publisher: Publisher, tmp_path: Path
) -> None:
    url = publisher.offers("/a", status(503, Retry_After="2"))
    error = refused(tmp_path, url, timeout_seconds=1)
    assert error.status == 503
    assert publisher.times_asked("/a") == 1


TOO_LARGE: dict[str, Behaviour] = {
    "declared": file(b"x" * 1_000_001),
    "without a length": endless,
    "compressed a thousandfold": bomb(megabytes=200),
}


@pytest.mark.parametrize("sent", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_is_larger_than_allowed_is_not_taken(
    publisher: Publisher, tmp_path: Path, sent: Behaviour
) -> None:
    url = publisher.offers("/a", sent)
    error = refused(tmp_path, url)
    assert "larger than 1 MB" in str(error)
    assert not error.may_pass
    assert publisher.times_asked("/a") == 1
    part = tmp_path / ".fetched.part"
    assert not part.exists() or part.stat().st_size <= 1_000_000


def test_a_file_just_as_large_as_allowed_is_taken(publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.offers("/a", file(b"x" * 1_000_000))
    content = fetch_http(order(tmp_path, url)).content
    assert content is not None
    assert content.size_bytes == 1_000_000


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(BODY * 40_000, mtime=0),
        gzip.compress(BODY * 20_000, mtime=0) + gzip.compress(BODY * 20_000, mtime=0),
    ],
    ids=["one member", "two members"],
)
def test_content_that_is_compressed_all_the_same_is_expanded(
    publisher: Publisher, tmp_path: Path, packed: bytes
) -> None:
    asked = order(
        tmp_path, publisher.offers("/a", file(packed, Content_Encoding="gzip")), largest_mb=2
    )
    fetch_http(asked)
    assert asked.part.read_bytes() == BODY * 40_000


@pytest.mark.parametrize(
    ("body", "encoding", "told"),
    [
        (gzip.compress(BODY, mtime=0)[:-4], "gzip", "cut off"),
        (BODY, "gzip", "not gzip"),
        (gzip.compress(BODY, mtime=0) + b"more", "gzip", "not gzip"),
        (BODY, "br", "`Content-Encoding: br`"),
        (BODY, "gzip, gzip", "`Content-Encoding: gzip, gzip`"),
    ],
)
def test_content_that_cannot_be_expanded_is_told(
    publisher: Publisher, tmp_path: Path, body: bytes, encoding: str, told: str
) -> None:
    url = publisher.offers("/a", file(body, Content_Encoding=encoding))
    assert told in str(refused(tmp_path, url))


def test_nobody_listening_is_told(tmp_path: Path) -> None:
    error = refused(tmp_path, "http://127.0.0.1:9/a")
    assert "could not be heard" in str(error)
    assert error.may_pass


def test_a_name_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    error = refused(tmp_path, "https://nowhere.invalid/a")
    assert "could not be heard" in str(error)


def test_neither_proxies_nor_passwords_of_the_environment_are_used(
    publisher: Publisher, elsewhere: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://{elsewhere.host}")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login clerk password sesame\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    fetch_http(order(tmp_path, publisher.offers("/a", file(BODY))))
    assert elsewhere.asked == []
    assert "authorization" not in headers_of(publisher.asked[0])


def test_neither_log_nor_message_tells_the_query(
    publisher: Publisher, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url = publisher.offers("/a", status(404))
    error = refused(tmp_path, f"{url}?key=sesame", publisher.host)
    assert "sesame" not in f"{error} {caplog.text}"


def test_a_validator_of_a_size_beyond_reason_is_not_kept(
    publisher: Publisher, tmp_path: Path
) -> None:
    url = publisher.offers("/a", file(BODY, ETag=f'"{"x" * 600}"', Last_Modified="yesterday"))
    assert fetch_http(order(tmp_path, url)).validators == Validators(last_modified="yesterday")


def _certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "publisher")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = folder / "publisher.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    return path


def test_a_publisher_is_believed_only_with_a_certificate_of_somebody_trusted(
    tmp_path: Path,
) -> None:
    certificate = _certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    with serving(tls=server) as publisher:
        publisher.offers("/a", file(BODY))
        url = f"https://{publisher.host}/a"
        error = refused(tmp_path, url)
        assert "CERTIFICATE_VERIFY_FAILED" in str(error)
        assert not error.may_pass
        assert publisher.asked == []
        trusting = ssl.create_default_context(cafile=certificate)
        assert fetch_http(order(tmp_path, url), tls=trusting).status == 200
