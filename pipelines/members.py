"""The files of an archive: tables that are submissions, and what speaks of them, which is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipelines.opening import Opener
from pipelines.readers.containers import Member
from pipelines.readers.contract import RefusedFileError
from warehouse.staging import UnreadableFileError

_ABOUT = re.compile(
    r"(?:.*[ _-])?(?:read[ _-]?me|licen[cs]e|copying|notice|changelog)(?:\.\w+)?|.*\.(?:md|rst)"
    r"|(?:.*[ _-])?metadata(?:[ _-].*)?\.\w+",
    re.IGNORECASE,
)
_SHOWN = 10


def texts_about_data(members: Sequence[Member], *, opener: Opener, sent_as: Path) -> list[Member]:
    """Those called like README.txt or Metadata_Country.csv, and no table that we know."""
    return [
        member
        for member in members
        if _ABOUT.fullmatch(PurePosixPath(member.name).name)
        and not _is_known(member, opener=opener, sent_as=sent_as)
    ]


def told_of(texts: Sequence[Member]) -> str:
    """What a receipt says of them."""
    names = ", ".join(repr(member.name) for member in texts[:_SHOWN])
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return f"the archive holds beside its data {names}{more}: about the data, not read as data"


def beside(member: Member, members: Sequence[Member]) -> dict[str, Path]:
    """The files in the same folder of an archive, by their names there."""
    folder = PurePosixPath(member.name).parent
    paths = {PurePosixPath(other.name): other.path for other in members}
    return {name.name: path for name, path in paths.items() if name.parent == folder}


def _is_known(member: Member, *, opener: Opener, sent_as: Path) -> bool:
    try:
        opener.open(member.path, sent_as=sent_as / member.name)
    except (RefusedFileError, UnreadableFileError):
        return False
    return True
