"""The command line, called in this process as the shell would call it."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest.mock import patch

from pipelines.cli import main


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a command printed and ended with."""

    exit_code: int
    output: str
    error: str


def run(*arguments: str) -> Answer:
    """Call `pledgewatch` with these arguments; settings are those of the environment."""
    output, error = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        patch.object(sys, "argv", ["pledgewatch", *arguments]),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(error),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    return Answer(exit_code=int(str(code or 0)), output=output.getvalue(), error=error.getvalue())
