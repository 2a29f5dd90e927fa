"""Send: hand over the letters that wait, each once, and record it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from reports.delivery import Channel, Outbox, Smtp, deliver
from warehouse.deliveries import mark_sent, pending_deliveries
from warehouse.lock import sole_sender

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One letter handed over: to whom, and where it went (a file of the outbox, or `smtp`)."""

    audience: str
    subject: str
    went_to: str


def send_letters(settings: Settings, *, now: datetime) -> list[Delivery]:
    """Hand over every letter that waits. `now` is UTC without a zone.

    A letter is recorded right after it is handed over; should the machine fail between the two it
    goes out again under the same Message-ID, by which mail programs know it.

    Raises:
        DeliveryError: when the mail server refuses; what was handed over before stays recorded.
    """
    channel = _channel(settings)
    delivered: list[Delivery] = []
    with (
        opened_warehouse(settings) as warehouse,
        sole_sender(catalogue=warehouse.location.catalogue),
    ):
        for pending in pending_deliveries(warehouse):
            message = message_from_bytes(
                (settings.home / pending.letter).read_bytes(), _class=EmailMessage, policy=SMTP
            )
            handed = deliver(message, channel)
            mark_sent(warehouse, pending, channel=handed.channel, at=now)
            logger.info("delivery %s to audience %s", pending.delivery, pending.audience)
            delivered.append(
                Delivery(
                    audience=pending.audience,
                    subject=str(message["Subject"]).strip(),  # a long one is folded
                    went_to=str(handed.file or handed.channel),
                )
            )
    return delivered


def _channel(settings: Settings) -> Channel:
    if settings.smtp_host is None:
        return Outbox(folder=settings.outbox)
    return Smtp(
        host=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_username,
        password=settings.smtp_password,
        starttls=settings.smtp_starttls,
    )
