"""The day on which a file was published, as its form says where to find it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from pipelines.companions import told_by_companion
from pipelines.formed_file import FormedFile
from pipelines.forms import EditionFile
from pipelines.readers.contract import RefusedFileError
from warehouse.forms import FormStaging

_IS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def published_on_of(
    file: FormedFile, *, facts: Mapping[str, str], staging: FormStaging
) -> date | None:
    """The day the submitter gave, else the first the form's declaration finds; None: of receipt.

    Raises:
        RefusedFileError: when nothing says it, or what says it is no day.
    """
    if file.published_on:
        return file.published_on
    for item in file.form.published_on:
        if item.received:
            return None
        if told := _told(item, file, facts=facts, staging=staging):
            return _day(told, item.date_format)
    raise RefusedFileError(
        "the file does not say when it was published; say it: "
        "`pledgewatch receive --published-on 2024-12-31 FILE`"
    )


def _told(
    item: EditionFile, file: FormedFile, *, facts: Mapping[str, str], staging: FormStaging
) -> str | None:
    if item.fact:
        return facts.get(item.fact)
    if item.file_name:
        found = re.search(item.file_name, file.name)
        return found.group(1) if found else None
    if item.companion:
        path = file.beside.get(item.companion, file.sent_as.with_name(item.companion))
        return told_by_companion(path, column=str(item.column), limits=file.limits)
    column = str(item.column)
    if file.content.source is None:
        told = staging.distinct_texts(column)
        return next((text for text in told if _IS_DAY.match(text)), told[0] if told else None)
    told = staging.days_told(column, pattern=item.pattern, date_format=item.date_format)
    if len(told) > 1 and not item.latest:
        raise RefusedFileError(
            f"column {column} says two days of publication, {told[0]} and {told[1]}; "
            "send each edition as a file of its own"
        )
    return told[0] if told else None


def _day(told: str, date_format: str) -> date:
    text = told[:10] if date_format == "%Y-%m-%d" else told
    try:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise RefusedFileError(
            f"the day of publication {told!r} is not written like "
            f"{date(2024, 12, 31):{date_format}}; say it: "
            "`pledgewatch receive --published-on 2024-12-31 FILE`"
        ) from None
