"""Files as their publishers published them; they lie beside the project and are no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data"
NOT_HERE = "published files are not here"


def published(*parts: str) -> Path:
    """The file; a test that asks for it is skipped where the files are not at hand."""
    path = FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{NOT_HERE}: expected ../shared/data/{'/'.join(parts)} beside the project")
    return path
