"""What nobody sees around a text: white space, and characters without any width."""

from __future__ import annotations

import re

# U+FEFF is the byte order mark, left within a file where two were joined.
_BLANK = r"[\s\u200b\u2060\ufeff]"
_AROUND = re.compile(rf"^{_BLANK}+|{_BLANK}+$")


def trimmed(text: str) -> str:
    """The text without what nobody sees around it."""
    return _AROUND.sub("", text)


def plain_heading(text: str) -> str:
    """A heading as our layouts write it: `Published on` is `published_on`."""
    return "_".join(trimmed(text).casefold().split())
