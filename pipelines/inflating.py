"""Content that a publisher compressed for the journey, expanded in small pieces."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pipelines.fetching import FetchError

_PIECE_BYTES = 256 * 1024
_GZIP = 31  # zlib's number for a gzip stream with the largest window


class Plain:
    """Content as it is."""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """The chunk itself."""
        yield chunk

    def finish(self) -> None:
        """Nothing is left."""


class Gzip:
    """Content in gzip, of one or several members.

    A few bytes may expand a thousandfold, so that no piece is asked for without a limit: whoever
    counts them stops before memory or disk are full.
    """

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP)

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk expands to.

        Raises:
            FetchError: when it is not gzip.
        """
        while chunk:
            if self._stream.eof:
                self._stream = zlib.decompressobj(_GZIP)
            try:
                yield self._stream.decompress(chunk, _PIECE_BYTES)
            except zlib.error as error:
                raise FetchError(
                    "the publisher says `Content-Encoding: gzip` of what is not gzip", may_pass=True
                ) from error
            chunk = self._stream.unconsumed_tail or self._stream.unused_data

    def finish(self) -> None:
        """See that the content had its end.

        Raises:
            FetchError: when it was cut off.
        """
        if not self._stream.eof:
            raise FetchError("the compressed content was cut off", may_pass=True)


def expander(content_encoding: str) -> Plain | Gzip:
    """How to expand content with this `Content-Encoding`.

    Raises:
        FetchError: when it is one that we neither asked for nor know.
    """
    encoding = content_encoding.strip().lower()
    if encoding in {"", "identity"}:
        return Plain()
    if encoding in {"gzip", "x-gzip"}:
        return Gzip()
    raise FetchError(
        f"the publisher sent `Content-Encoding: {encoding[:40]}` where plain content was asked for",
        may_pass=False,
    )
