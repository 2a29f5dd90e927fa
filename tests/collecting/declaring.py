"""Sources with a part `collect`, declared in a folder of one test's own."""

from __future__ import annotations

from pathlib import Path

from pipelines.settings import Settings
from tests.receiving.writing import HOUSE

_BUNDLED = HOUSE / "pipelines" / "sources" / "nato-defence-expenditure.yaml"


def declare(settings: Settings, source: str, url: str, **collect: object) -> Path:
    """Declare a source that is collected from `url`; the file of it."""
    settings.sources_folder.mkdir(parents=True, exist_ok=True)
    lines = [
        _BUNDLED.read_text(encoding="utf-8").replace(
            "id: nato-defence-expenditure", f"id: {source}"
        ),
        "collect:",
        f"  url: {url}",
        *(
            f"  {key}: {value}"
            for key, value in {
                "hosts": f"['{url.split('/')[2]}']",
                "file_name": "figures.csv",
                "timeout_seconds": 20,
                **collect,
            }.items()
        ),
    ]
    path = settings.sources_folder / f"{source}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
