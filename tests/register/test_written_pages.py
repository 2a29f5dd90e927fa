"""What `report` writes of the register: pages for all, letters only where something is promised."""

from __future__ import annotations

import logging
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.judge import judge_commitments
from pipelines.report import Written, write_reports
from pipelines.settings import Settings
from tests.register.conftest import Register

AS_OF = date(2026, 8, 20)
AUDIENCE = """\
id: desk
name: The desk
arrangements: [norad, ukraine-support]
to: [desk@pledgewatch.example]
marking: public
"""


pytestmark = pytest.mark.slow


@pytest.fixture
def written(
    settings: Settings,
    register: Register,
    tmp_path: Path,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> Written:
    """The reports of a house without figures, whose one audience also names NORAD."""
    audiences, sources = tmp_path / "audiences", tmp_path / "sources"
    audiences.mkdir()
    (audiences / "desk.yaml").write_text(AUDIENCE)
    sources.mkdir()
    for source in settings.sources_folder.glob("*.yaml"):
        if not source.stem.startswith("un-regular"):
            (sources / source.name).write_text(source.read_text())
    folders = {"register_folder": register.folder, "audiences_folder": audiences}
    house = settings.model_copy(update={**folders, "sources_folder": sources})
    judge_commitments(house, as_of=AS_OF, now=now)
    with caplog.at_level(logging.WARNING, logger="pipelines.report"):
        return write_reports(house, now=now)


def test_pages_for_all_and_letters_where_something_is_promised(
    written: Written, caplog: pytest.LogCaptureFixture
) -> None:
    pages = {report.arrangement: report for report in written.reports}
    norad, ukraine = pages["norad"], pages["ukraine-support"]
    assert norad.letter is None
    assert "No promise of this arrangement is registered" in norad.page.read_text()
    assert ukraine.letter is not None
    assert [path.name[:20] for path in norad.page.parent.glob("*.eml")] == ["desk-ukraine-support"]
    warned = [one.getMessage() for one in caplog.get_records("setup") if one.levelname == "WARNING"]
    assert warned == ["norad: nothing is promised there; no letter to desk"]
    assert [page.name for page in written.pages] == ["calendar.html", "coverage.html"]
    for page in written.pages:
        assert page.parent == norad.page.parent
        assert "20 August 2026" in page.read_text()
