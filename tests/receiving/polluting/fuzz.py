"""Good files with bytes changed at random, staged in a process of its own with limited memory.

Run as `python -m tests.receiving.polluting.fuzz FOLDER FIRST COUNT`: so many inputs from the number
FIRST on, each made from its number alone. Prints one line of JSON with what became of them; the
last input begun stands in FOLDER/current.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import signal
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from commitments.model import FiscalYears
from pipelines.form_reading import stage_form
from pipelines.formed_file import FormedFile
from pipelines.opening import Formed, Opener, Packed, Tidy
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.sources import Source, load_sources
from tests.peak import peak_bytes
from tests.receiving.polluting.goods import GOODS
from tests.receiving.polluting.packing import gzipped, zipped
from warehouse.connection import Location
from warehouse.forms import open_form_staging
from warehouse.staging import UnreadableFileError
from warehouse.tidy_staging import open_staging

MEMORY_BYTES = 16_000_000_000  # of addresses: DuckDB and its threads reserve more than they use
SECONDS_AN_INPUT = 10
LIMITS = Limits(file_mb=10, expanded_mb=50, rows=100_000)
HOUSE = Path(__file__).parents[3]


class TooLongError(BaseException):
    """An input took more than its time; no handler of ours may take it for a refusal."""


def goods() -> list[tuple[str, bytes]]:
    """Names and contents of what is mutated, two archives among them."""
    found = [(good.name, good.content()) for good in GOODS.values()]
    tidy = GOODS["tidy"].content()
    return [*found, ("figures.csv.gz", gzipped(tidy)), ("figures.zip", zipped("figures.csv")(tidy))]


def mutated(content: bytes, random_source: random.Random) -> bytes:
    """One to three mutations: bits flipped, pieces cut, doubled, moved, spliced, overwritten."""
    for _ in range(random_source.randint(1, 3)):
        at = random_source.randrange(len(content) + 1)
        end = min(len(content), at + random_source.choice((1, 2, 8, 64, 1024)))
        piece = content[at:end]
        content = random_source.choice(
            (
                content[:at]
                + bytes(byte ^ (1 << random_source.randrange(8)) for byte in piece[:2])
                + content[at + len(piece[:2]) :],
                content[:at] if random_source.random() < 0.2 else content[:at] + content[end:],
                content[at:] if random_source.random() < 0.1 else piece + content,
                content[:at] + piece * random_source.choice((2, 3, 50)) + content[end:],
                content[:at] + random_source.randbytes(len(piece)) + content[end:],
                content[:at] + bytes(len(piece)) + content[end:],
                content[:at] + random_source.choice(SPLICES) + content[at:],
            )
        )
    return content


SPLICES = (
    b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"{", b"}", b"[", b"]", b":", b"<", b">", b"</", b"<!DOCTYPE x>", b"&a;", b"]]>", b"<!--",
    b"1e999999999", b"-", b"NaN", b"9" * 400, b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08",
    "\u202e\u200b\U0001f4a9".encode(), b"\xed\xa0\x80", b"[" * 500, b"<a>" * 100,
)  # fmt: skip


def staged(path: Path, *, name: str, sources: dict[str, Source], folder: Path) -> str:
    """Open and stage a file, and the files in it; what became of it in a word."""
    location = Location(catalogue=folder / "none", data="none", scratch=folder / "scratch")
    opener = Opener(
        folder=folder, sources=tuple(sources.values()), limits=LIMITS, location=location
    )
    try:
        content = opener.open(path, sent_as=Path("sent", name))
        if isinstance(content, Packed):
            for number, member in enumerate(content.members):
                inner = folder / f"inner-{number}"
                inner.mkdir()
                staged(member.path, name=member.name, sources=sources, folder=inner)
            return "unpacked"
        return _staged_table(content, location, name=name, sources=sources, folder=folder)
    except (RefusedFileError, UnreadableFileError) as refusal:
        return "refused" if str(refusal) else "refused without a word"


def _staged_table(
    content: Tidy | Formed,
    location: Location,
    *,
    name: str,
    sources: dict[str, Source],
    folder: Path,
) -> str:
    if isinstance(content, Tidy):
        with open_staging(
            location,
            file=content.path,
            layout=content.layout,
            folder=folder / "staging",
            delimiter=content.dialect.delimiter,
        ) as staging:
            staging.stage(content.header)
            return "staged"
    is_text = content.dialect is not None and content.form.format == "delimited"
    with open_form_staging(
        location,
        file=content.path,
        layout=content.layout,
        folder=folder / "staging",
        delimiter=content.dialect.delimiter if content.dialect and is_text else None,
    ) as form_staging:
        day = date(2026, 8, 20)
        file = FormedFile(
            content=content,
            sent_as=Path("sent", name),
            published_on=day,
            received_on=day,
            limits=LIMITS,
            fiscal_years=FiscalYears(),
        )
        stage_form(form_staging, file, sources=sources)
        return "staged"


def run(folder: Path, *, first: int, count: int) -> dict[str, object]:
    """Stage so many inputs; the outcomes by kind, and what must not happen by input."""
    sources = load_sources(HOUSE / "pipelines" / "sources")
    originals = goods()
    outcomes: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    signal.signal(signal.SIGALRM, _too_long)
    for number in range(first, first + count):
        random_source = random.Random(number)
        name, content = originals[number % len(originals)]
        path = folder / "current"
        path.write_bytes(mutated(content, random_source))
        work = folder / "work"
        signal.alarm(SECONDS_AN_INPUT)
        try:
            work.mkdir()
            outcomes[staged(path, name=name, sources=sources, folder=work)] += 1
        except (Exception, TooLongError) as error:  # noqa: BLE001  whatever it is, it is told
            wrong[f"{number} {name}"] = f"{type(error).__name__}: {str(error)[:300]}"
            shutil.copy(path, folder / f"wrong-{number}")
        finally:
            signal.alarm(0)
            shutil.rmtree(work, ignore_errors=True)
    return {"outcomes": dict(outcomes), "wrong": wrong, "peak_mb": peak_bytes() // 1_000_000}


def _too_long(*_: object) -> None:
    raise TooLongError(f"more than {SECONDS_AN_INPUT} seconds")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    print(json.dumps(run(Path(sys.argv[1]), first=int(sys.argv[2]), count=int(sys.argv[3]))))
