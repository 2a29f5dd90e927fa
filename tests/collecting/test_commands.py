"""`pledgewatch collect` and `pledgewatch collections`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from pipelines.settings import Settings
from tests.collecting.declaring import declare
from tests.collecting.publisher import Publisher, file, status
from tests.commandline.running import run
from tests.receiving.writing import observation, table

pytestmark = pytest.mark.slow

BODY = table([observation("NLD")])


def test_outcomes_are_told_in_every_format(house: Settings, publisher: Publisher) -> None:
    declare(house, "figures", publisher.offers("/a", file(BODY)))
    (row,) = json.loads(run("collect", "--format", "json").output)
    assert (row["source"], row["outcome"], row["status"]) == ("figures", "collected", 200)
    assert run("collect").output == "no source is due to be collected\n"
    (again,) = csv.DictReader(io.StringIO(run("collect", "figures", "--format", "csv").output))
    assert again["outcome"] == "not_modified"
    assert "collected" in run("collect", "figures", "--again").output
    told = json.loads(run("collections", "--source", "figures", "--format", "json").output)
    assert [item["outcome"] for item in told] == ["collected", "not_modified", "collected"]


@pytest.mark.parametrize(("code", "strict_code"), [(200, 0), (404, 3)])
def test_a_failure_of_a_publisher_is_an_outcome_unless_strict(
    house: Settings, publisher: Publisher, code: int, strict_code: int
) -> None:
    behaviour = file(BODY) if code == 200 else status(code)
    declare(house, "figures", publisher.offers("/a", behaviour))
    assert run("collect", "figures").exit_code == 0
    assert run("collect", "figures", "--strict").exit_code == strict_code


@pytest.mark.parametrize("source", ["nobody", "stored"])
def test_a_source_that_cannot_be_collected_here_is_wrong_usage(
    house: Settings, source: str
) -> None:
    declare(house, "stored", "s3://bucket/figures.csv")
    answer = run("collect", source)
    assert answer.exit_code == 2
    assert source in answer.error


def test_nothing_is_collected_unless_a_source_says_so(settings: Settings) -> None:
    assert run("collect", "--strict").output == "no source is due to be collected\n"
    assert run("collections").output == "nothing has been collected yet\n"
