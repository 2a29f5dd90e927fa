"""Receipts as letters: one for every submission whose submitter has not been written to yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from commitments.model import Receipt
from pipelines.awaited import Awaited
from pipelines.cli_output import plain
from pipelines.cli_rows import receipt_row
from pipelines.corrections import MOST_ROWS, correction_form, form_name
from pipelines.files import write_atomically
from pipelines.settings import Settings
from pipelines.sources import Source
from reports.letters import Attachment, compose, content_hash
from reports.receipts import ReceiptView, receipt_letter
from warehouse.connection import Warehouse
from warehouse.deliveries import LetterWritten, queue_letters
from warehouse.reading import read_open_rows, read_unreceipted

_DESK = "desk"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_receipts(
    settings: Settings,
    warehouse: Warehouse,
    *,
    sources: Mapping[str, Source],
    awaited: Awaited,
    now: datetime,
) -> int:
    """Write and queue the receipts that no letter brings yet; how many.

    They go to the addresses the source declares, without any to our own. `now` is UTC without a
    zone.
    """
    letters = [
        _written(
            settings,
            _view(
                warehouse,
                replace(receipt, missing=awaited.from_sender_of(receipt)),
                sources.get(receipt.source or ""),
            ),
            sources.get(receipt.source or ""),
            now=now,
        )
        for receipt in read_unreceipted(warehouse.connection)
    ]
    return len(queue_letters(warehouse, letters, at=now))


def _written(
    settings: Settings, view: ReceiptView, source: Source | None, *, now: datetime
) -> LetterWritten:
    letter, receipt = receipt_letter(view), view.receipt
    audience = f"receipt-{source.id if source else _DESK}"
    message = compose(
        letter,
        sender=settings.mail_from,
        recipients=(source.receipts_to if source else ()) or (settings.mail_from,),
        as_of=now.date(),
        audience=audience,
    )
    digest = content_hash(letter)
    file = settings.home / "receipts" / f"{receipt.submission}-{digest[:8]}.eml"
    write_atomically(file, message.as_bytes())
    return LetterWritten(
        audience=audience,
        arrangement=letter.arrangement,
        content_hash=digest,
        as_of=now.date(),
        subject=letter.subject,
        letter=file.relative_to(settings.home).as_posix(),
        submission=receipt.submission,
    )


def _view(warehouse: Warehouse, receipt: Receipt, source: Source | None) -> ReceiptView:
    rows = (
        read_open_rows(warehouse.connection, submission=receipt.submission, most=MOST_ROWS)
        if source and receipt.rows_set_aside
        else []
    )
    form = None
    if source and rows:
        content = correction_form(source, receipt, rows)
        form = Attachment(name=form_name(receipt), content=content, media_type=_WORKBOOK)
    return ReceiptView(
        receipt=receipt,
        source_title=source.title if source else None,
        is_illustrative=bool(source and source.illustrative),
        form=form,
        rows_in_form=len(rows),
        machine_readable=json.dumps(
            receipt_row(receipt), default=plain, indent=2, ensure_ascii=False
        ).encode(),
    )
