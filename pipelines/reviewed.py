"""The files of register and sources: their text to be kept, and written out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.settings import Settings
from warehouse.reviewed import ReviewedFiles


def reviewed_files(settings: Settings) -> ReviewedFiles:
    """The text of the files of register and sources."""
    return ReviewedFiles(
        files={
            f"{name}/{path.name}": path.read_text(encoding="utf-8")
            for name, folder in _folders(settings).items()
            for path in sorted(folder.glob("*.yaml"))
        }
    )


def _folders(settings: Settings) -> Mapping[str, Path]:
    register = settings.register_folder
    return {
        "register/arrangements": register / "arrangements",
        "register/commitments": register / "commitments",
        "register": register,
        "sources": settings.sources_folder,
    }


@contextmanager
def written_again(settings: Settings, reviewed: ReviewedFiles) -> Iterator[Settings]:
    """Settings whose folders hold these files."""
    with TemporaryDirectory() as folder:
        then = settings.model_copy(
            update={
                "register_folder": Path(folder) / "register",
                "sources_folder": Path(folder) / "sources",
            }
        )
        for place in _folders(then).values():
            place.mkdir(parents=True, exist_ok=True)
        for path, content in reviewed.files.items():
            (Path(folder) / path).write_text(content, encoding="utf-8")
        yield then
