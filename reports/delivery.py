"""Handing a finished message over: to a folder, or to a mail server."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from reports.errors import DeliveryError
from reports.letters import LETTER_HEADER

LOG = logging.getLogger(__name__)

_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class Secret(Protocol):
    """A value that does not show itself, such as pydantic's SecretStr."""

    def get_secret_value(self) -> str:
        """The value itself."""


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """A folder that keeps each message as one .eml file."""

    folder: Path


@dataclass(frozen=True, kw_only=True)
class Smtp:
    """A mail server. `authorities` is a file of certificates to trust beside the system's."""

    host: str
    port: int = 587
    username: str | None = None
    password: Secret | None = field(default=None, repr=False)
    starttls: bool = True
    timeout: float = 30.0
    authorities: Path | None = None


Channel = Outbox | Smtp


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """Where a message went; `refused` counts the recipients a server did not take."""

    channel: str
    file: Path | None = None
    refused: int = 0


def deliver(message: EmailMessage, channel: Channel) -> Delivered:
    """Hand over a message; whether to try again is the caller's decision.

    Raises:
        DeliveryError: when nobody received it.
    """
    if isinstance(channel, Outbox):
        return _into_outbox(message, channel)
    return _by_smtp(message, channel)


def _into_outbox(message: EmailMessage, outbox: Outbox) -> Delivered:
    """Write the file whole or not at all; a message of the same name is the same message."""
    target = outbox.folder / f"{_name(message)}.eml"
    try:
        outbox.folder.mkdir(parents=True, exist_ok=True)
        _write_whole(target, message.as_bytes(policy=SMTP))
    except OSError as error:
        raise DeliveryError(
            f"outbox {outbox.folder.name}/: the letter must be written as {target.name}, got "
            f"{error.strerror or type(error).__name__}; make room and let us write there"
        ) from error
    LOG.info("letter %s written to the outbox", target.stem)
    return Delivered(channel="outbox", file=target)


def _name(message: EmailMessage) -> str:
    name = str(message[LETTER_HEADER] or "").strip()  # a long one stands on a line of its own
    if not name or not set(name) <= _NAME_CHARACTERS:
        raise DeliveryError(
            f"message: expected a name of letters, digits and hyphens in {LETTER_HEADER}, got "
            f"{name!r}; compose it with reports.letters.compose"
        )
    return name


def _write_whole(target: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(target)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _by_smtp(message: EmailMessage, server: Smtp) -> Delivered:
    _check_password(server)
    try:
        refused = len(_send(message, server))
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(_failure(error, server)) from None
    if refused:
        LOG.warning("letter %s: %d recipients refused", message[LETTER_HEADER], refused)
    LOG.info("letter %s sent", message[LETTER_HEADER])
    return Delivered(channel="smtp", refused=refused)


def _check_password(server: Smtp) -> None:
    if server.password is not None and not server.starttls:
        raise DeliveryError(
            f"mail server {server.host}:{server.port}: a password needs STARTTLS, got none; turn "
            "STARTTLS on, or leave the password out"
        )


def _send(message: EmailMessage, server: Smtp) -> dict[str, tuple[int, bytes]]:
    connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.starttls:
            connection.starttls(context=_verifying(server))
        if server.username is not None and server.password is not None:
            connection.login(server.username, server.password.get_secret_value())
        return connection.send_message(message)
    finally:
        _leave(connection)


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; what happens after the letter was taken must not make us send it again."""
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
    connection.close()


def _verifying(server: Smtp) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.authorities is not None:
        context.load_verify_locations(cafile=server.authorities)
    return context


def _failure(error: Exception, server: Smtp) -> str:
    """What went wrong, without addresses, secrets or what the server echoes of them."""
    got, advice = _reading(error)
    return (
        f"mail server {server.host}:{server.port}: the letter must be accepted, got {got}; {advice}"
    )


def _reading(error: Exception) -> tuple[str, str]:
    """What an error means, and what to do about it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(sorted({str(code) for code, _ in error.recipients.values()}))
        count = len(error.recipients)
        return f"{count} of {count} recipients refused ({codes})", "check the audience's addresses"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"login refused ({error.smtp_code})", "check user and password"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"sender refused ({error.smtp_code})", "check the sender's address"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "no STARTTLS, login or 8-bit addresses offered", "check the port, or turn it off"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the answer {error.smtp_code}", "look it up in the server's log and send again"
    if isinstance(error, ssl.SSLError):
        return f"a TLS failure ({error.reason or 'unknown'})", "check its certificate and name"
    return type(error).__name__, "check host and port, and that it can be reached"
