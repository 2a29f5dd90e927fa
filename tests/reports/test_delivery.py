"""Letters handed to a folder and to real mail servers, willing and unwilling."""

from __future__ import annotations

import os
import socket
import ssl
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from reports import delivery
from reports.delivery import Outbox, Smtp, deliver
from reports.errors import DeliveryError
from reports.letters import Attachment, InlineImage, Letter, compose

PASSWORD = "correct horse"
RECIPIENTS = ("first@pledgewatch.example", "second@pledgewatch.example")
LETTER = Letter(
    arrangement="nato",
    subject="NATO: 8 of 31 members below 2 % of GDP",
    text="Türkiye met it.\n",
    html="<p>Türkiye met it.</p>",
    images=(InlineImage(content_id="chart@pledgewatch", png=b"\x89PNG"),),
    attachments=(Attachment(name="nato.html", content=b"<p>Everything.</p>"),),
    facts="{}",
)


class Mailbox:
    """What a server took, and what it refuses."""

    def __init__(self, *, refuses: str = "", answer: str = "") -> None:
        self.taken: list[bytes] = []
        self.recipients: list[str] = []
        self.was_encrypted = False
        self.refuses = refuses
        self.answer = answer

    async def handle_MAIL(  # noqa: N802 - the name the server calls
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refuses == "sender":
            return f"553 {address} is not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name the server calls
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refuses in {"everybody", address}:
            return f"550 {address} is unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name the server calls
        self, _server: Any, session: Session, envelope: Envelope
    ) -> str:
        if self.answer:
            return self.answer
        assert isinstance(envelope.content, bytes)
        self.was_encrypted = session.ssl is not None
        self.taken.append(envelope.content)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 taken"


@pytest.fixture
def message() -> EmailMessage:
    return compose(
        LETTER,
        sender="pledgewatch@pledgewatch.example",
        recipients=RECIPIENTS,
        as_of=date(2024, 6, 30),
        audience="nato-desk",
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody knows, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def serve(certificate: tuple[Path, Path]) -> Iterator[Callable[..., int]]:
    """Start a server with a mailbox and answer its port."""
    running: list[Controller] = []

    def start(mailbox: Mailbox, *, tls: bool = False, password: str | None = None) -> int:
        given: dict[str, Any] = {}
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            given |= {"tls_context": context, "require_starttls": True}
        if password is not None:
            given |= {"authenticator": checking(password), "auth_required": True}
        controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **given)
        controller.start()
        running.append(controller)
        return controller.port

    yield start
    for controller in running:
        controller.stop()


def checking(password: str) -> Callable[..., AuthResult]:
    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: Any, data: Any
    ) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=is_right, handled=False)

    return check


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def server(port: int, **given: Any) -> Smtp:
    plain: dict[str, Any] = {"host": "127.0.0.1", "port": port, "starttls": False, "timeout": 5.0}
    return Smtp(**(plain | given))


def assert_tells_nothing(error: pytest.ExceptionInfo[DeliveryError]) -> None:
    told = f"{error.value}{error.value.__cause__}"
    assert "@" not in told
    assert PASSWORD not in told
    assert "127.0.0.1" in told


# --- mail servers -------------------------------------------------------------------------------


def test_a_letter_arrives_as_it_was_composed(
    message: EmailMessage, serve: Callable[..., int]
) -> None:
    mailbox = Mailbox()
    delivered = deliver(message, server(serve(mailbox)))
    assert delivered == delivery.Delivered(channel="smtp")
    assert mailbox.recipients == list(RECIPIENTS)
    (taken,) = mailbox.taken
    arrived = message_from_bytes(taken, policy=default)
    assert arrived["Subject"] == LETTER.subject
    body = arrived.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.text
    assert taken.rstrip() == message.as_bytes(policy=SMTP).rstrip()


def test_a_letter_goes_encrypted_and_with_a_password_when_set(
    message: EmailMessage, serve: Callable[..., int], certificate: tuple[Path, Path]
) -> None:
    mailbox = Mailbox()
    port = serve(mailbox, tls=True, password=PASSWORD)
    channel = server(
        port,
        starttls=True,
        authorities=certificate[0],
        username="desk",
        password=SecretStr(PASSWORD),
    )
    assert PASSWORD not in repr(channel)
    deliver(message, channel)
    assert len(mailbox.taken) == 1
    assert mailbox.was_encrypted


def test_a_certificate_nobody_knows_is_refused(
    message: EmailMessage, serve: Callable[..., int]
) -> None:
    mailbox = Mailbox()
    with pytest.raises(DeliveryError, match="TLS failure") as error:
        deliver(message, server(serve(mailbox, tls=True), starttls=True))
    assert mailbox.taken == []
    assert_tells_nothing(error)


def test_a_server_without_starttls_gets_nothing_when_it_is_required(
    message: EmailMessage, serve: Callable[..., int]
) -> None:
    mailbox = Mailbox()
    with pytest.raises(DeliveryError, match="no STARTTLS") as error:
        deliver(message, server(serve(mailbox), starttls=True, password=SecretStr(PASSWORD)))
    assert mailbox.taken == []
    assert_tells_nothing(error)


def test_a_wrong_password_is_told_without_the_password(
    message: EmailMessage, serve: Callable[..., int], certificate: tuple[Path, Path]
) -> None:
    port = serve(Mailbox(), tls=True, password="another")
    channel = server(
        port,
        starttls=True,
        authorities=certificate[0],
        username="desk@pledgewatch.example",
        password=SecretStr(PASSWORD),
    )
    with pytest.raises(DeliveryError, match=r"login refused \(535\)") as error:
        deliver(message, channel)
    assert_tells_nothing(error)


def test_a_password_never_travels_in_the_clear(message: EmailMessage) -> None:
    with pytest.raises(DeliveryError, match="a password needs STARTTLS") as error:
        deliver(message, server(25, username="desk", password=SecretStr(PASSWORD)))
    assert_tells_nothing(error)


@pytest.mark.parametrize(
    ("mailbox", "told"),
    [
        (Mailbox(refuses="everybody"), r"2 of 2 recipients refused \(550\)"),
        (Mailbox(refuses="sender"), r"sender refused \(553\)"),
        (Mailbox(answer="451 try again, desk@pledgewatch.example"), "the answer 451"),
        (Mailbox(answer="552 too large"), "the answer 552"),
    ],
    ids=["everybody", "sender", "later", "too large"],
)
def test_a_refusal_is_told_without_addresses(
    mailbox: Mailbox, told: str, message: EmailMessage, serve: Callable[..., int]
) -> None:
    with pytest.raises(DeliveryError, match=told) as error:
        deliver(message, server(serve(mailbox)))
    assert_tells_nothing(error)


def test_one_refused_recipient_does_not_keep_it_from_the_others(
    message: EmailMessage, serve: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox(refuses=RECIPIENTS[0])
    with caplog.at_level("INFO"):
        delivered = deliver(message, server(serve(mailbox)))
    assert delivered.refused == 1
    assert mailbox.recipients == [RECIPIENTS[1]]
    own = [record.getMessage() for record in caplog.records if record.name == delivery.__name__]
    assert len(own) == 2
    assert not any("@" in line for line in own)


def test_a_server_that_is_not_there_is_told_with_what_to_do(message: EmailMessage) -> None:
    with pytest.raises(DeliveryError, match="ConnectionRefusedError; check host and port") as error:
        deliver(message, server(free_port()))
    assert_tells_nothing(error)


# --- outbox -------------------------------------------------------------------------------------


def test_outbox_keeps_the_message_under_date_audience_and_hash(
    message: EmailMessage, tmp_path: Path
) -> None:
    delivered = deliver(message, Outbox(folder=tmp_path / "outbox"))
    assert delivered.file is not None
    assert delivered.file.name.startswith("2024-06-30-nato-desk-")
    assert delivered.file.suffix == ".eml"
    assert delivered.file.read_bytes() == message.as_bytes(policy=SMTP)
    assert list((tmp_path / "outbox").iterdir()) == [delivered.file]


def test_the_same_letter_twice_is_one_file(message: EmailMessage, tmp_path: Path) -> None:
    first, second = (deliver(message, Outbox(folder=tmp_path)) for _ in range(2))
    assert first == second
    assert len(list(tmp_path.iterdir())) == 1


def test_a_failure_midway_leaves_no_file(
    message: EmailMessage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(DeliveryError, match="No space left on device; make room") as error:
        deliver(message, Outbox(folder=tmp_path / "outbox"))
    assert list((tmp_path / "outbox").iterdir()) == []
    assert str(tmp_path) not in str(error.value)


def test_a_folder_that_cannot_be_is_told(message: EmailMessage, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(DeliveryError, match="outbox outbox/: the letter must be written"):
        deliver(message, Outbox(folder=tmp_path / "outbox"))


def test_letters_in_the_outbox_are_for_the_owner_alone(
    message: EmailMessage, tmp_path: Path
) -> None:
    delivered = deliver(message, Outbox(folder=tmp_path))
    assert delivered.file is not None
    assert stat.S_IMODE(delivered.file.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["../escape", "", "a b", "nato/../../x"])
def test_a_message_cannot_choose_a_path(name: str, tmp_path: Path) -> None:
    message = EmailMessage()
    message["X-Pledgewatch-Letter"] = name
    with pytest.raises(DeliveryError, match="letters, digits and hyphens"):
        deliver(message, Outbox(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []
