"""A letter, what makes it news, and its passage into a mail message of always the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from reports.errors import ReportError

LONGEST_HTML_BYTES = 75_000
LONGEST_IMAGE_BYTES = 60_000
LETTER_HEADER = "X-Pledgewatch-Letter"

_HASH_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class InlineImage:
    """A PNG the HTML part refers to as `cid:<content_id>`."""

    content_id: str
    png: bytes


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with a letter, such as the whole report as a page of its own."""

    name: str
    content: bytes
    media_type: str = "text/html"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter to whoever may read it; `facts` is what it says that matters, without the date.

    `arrangement` is what it is about, in a word that can stand in a file's name.
    """

    arrangement: str
    subject: str
    text: str
    html: str
    images: tuple[InlineImage, ...]
    attachments: tuple[Attachment, ...]
    facts: str

    def __post_init__(self) -> None:
        check_size(self.html, arrangement=self.arrangement)


def check_size(html: str, *, arrangement: str) -> None:
    """Raises ReportError for an HTML part that mail programs would cut."""
    size = len(html.encode("utf-8"))
    if size > LONGEST_HTML_BYTES:
        raise ReportError(
            f"letter about {arrangement}: the HTML part must stay within {LONGEST_HTML_BYTES} "
            f"bytes, got {size}; mail programs cut longer ones. Shorten the titles and rules of "
            "its commitments"
        )


def content_hash(letter: Letter) -> str:
    """The same for the same news, whatever the day: verdicts, values, changes, editions, rules."""
    return hashlib.sha256(letter.facts.encode("utf-8")).hexdigest()


def compose(
    letter: Letter,
    *,
    sender: str,
    recipients: Sequence[str],
    as_of: date,
    audience: str | None = None,
) -> EmailMessage:
    """The message as it is sent: text, HTML with its images, and what is attached.

    The same arguments make the same bytes. `audience` is part of the message's name.

    Raises:
        ReportError: when an address cannot stand in a header.
    """
    key = _key(letter, sender=sender, recipients=recipients, as_of=as_of, audience=audience)
    message = EmailMessage(policy=SMTP)
    _add_headers(message, letter, sender=sender, recipients=recipients, as_of=as_of)
    name = f"{as_of.isoformat()}-{audience or letter.arrangement}-{key[:_HASH_LENGTH]}"
    message[LETTER_HEADER] = name
    message["Message-ID"] = f"<{name}@{_address(sender).domain}>"
    _add_parts(message, letter)
    for index, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{key[:32]}_{index}")
    return message


def _key(letter: Letter, **given: object) -> str:
    stated = "\n".join((content_hash(letter), *(f"{name}={given[name]}" for name in sorted(given))))
    return hashlib.sha256(stated.encode("utf-8")).hexdigest()


def _add_headers(
    message: EmailMessage, letter: Letter, *, sender: str, recipients: Sequence[str], as_of: date
) -> None:
    if not recipients:
        raise ReportError(f"letter about {letter.arrangement}: nobody to write to; add addresses")
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = Address("Pledgewatch", addr_spec=_address(sender).addr_spec)
    message["To"] = [_address(recipient) for recipient in recipients]
    message["Date"] = format_datetime(datetime.combine(as_of, time(), tzinfo=UTC))
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en"


def _address(value: str) -> Address:
    try:
        address = Address(addr_spec=value)
    except (MessageError, ValueError, IndexError):
        address = None
    if address is None or not address.domain or not address.username:
        raise ReportError("an address of the letter is not like name@domain; correct it") from None
    return address


def _add_parts(message: EmailMessage, letter: Letter) -> None:
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for part in message.iter_parts():
        if part.get_content_subtype() == "html":
            _add_images(part, letter.images)
    for attachment in letter.attachments:
        maintype, _, subtype = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.content,
            maintype=maintype,
            subtype=subtype,
            filename=attachment.name,
            params={"charset": "utf-8"} if maintype == "text" else None,
        )


def _add_images(html: MIMEPart, images: Sequence[InlineImage]) -> None:
    for image in images:
        html.add_related(
            image.png,
            maintype="image",
            subtype="png",
            cid=f"<{image.content_id}>",
            disposition="inline",
            filename="chart.png",
        )
