"""A publisher's web server on loopback, well behaved or not, that remembers what it was asked."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Conversation"], None]


class Conversation(BaseHTTPRequestHandler):
    """One request and its answer."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((path, self.headers))
        behaviours = self.server.behaviours[path]
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has heard enough
            behaviour(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; header names are written with `_` for `-`."""
        self.begin(status, **({"Content_Length": str(len(body))} | headers))
        self.wfile.write(body)

    def begin(self, status: int, **headers: str) -> None:
        """The head of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


class Publisher(ThreadingHTTPServer):
    """Answers each path as told: one behaviour after the other, the last for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.behaviours: dict[str, list[Behaviour]] = {}
        self.asked: list[tuple[str, Message]] = []
        self.over = threading.Event()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up, or does not trust us, is what some tests are about."""

    @property
    def host(self) -> str:
        """As a list of allowed hosts names it."""
        return f"127.0.0.1:{self.server_address[1]}"

    def offers(self, path: str, *behaviours: Behaviour) -> str:
        """Behave so at a path; the address."""
        self.behaviours[path] = list(behaviours)
        return f"http://{self.host}{path}"

    def times_asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one == path for one, _ in self.asked)


@contextmanager
def serving(*, tls: ssl.SSLContext | None = None) -> Iterator[Publisher]:
    """A publisher until the block ends."""
    publisher = Publisher()
    if tls:
        publisher.socket = tls.wrap_socket(publisher.socket, server_side=True)
    thread = threading.Thread(target=publisher.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        publisher.over.set()
        publisher.shutdown()
        publisher.server_close()
        thread.join()


def file(body: bytes, **headers: str) -> Behaviour:
    """Sends a file."""
    return lambda told: told.answer(200, body, **headers)


def file_known_by(body: bytes, **headers: str) -> Behaviour:
    """Sends a file, or 304 to whoever has it: told by `ETag`, and without one by the date."""

    def behave(told: Conversation) -> None:
        tag, since = told.headers.get("If-None-Match"), told.headers.get("If-Modified-Since")
        is_known = tag == headers.get("ETag") if tag else since == headers.get("Last_Modified", "")
        if is_known:
            told.begin(304, **headers)
        else:
            told.answer(200, body, **headers)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    """Answers with a status and no content worth reading."""
    return lambda told: told.answer(code, b"no", **headers)


def redirect(address: str, *, code: int = 302) -> Behaviour:
    """Sends elsewhere."""
    return lambda told: told.answer(code, Location=address)


def hangs_up(told: Conversation) -> None:
    """Closes the line without a word."""
    told.close_connection = True


def cut_off(told: Conversation) -> None:
    """Promises ten bytes, sends three and closes."""
    told.begin(200, Content_Length="10")
    told.wfile.write(b"abc")
    told.close_connection = True


def drip(told: Conversation) -> None:
    """Sends one byte after another, for ever."""
    told.begin(200)
    while not told.server.over.wait(0.05):
        told.wfile.write(b".")


def dripping_head(told: Conversation) -> None:
    """Never comes to an end of the headers."""
    told.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not told.server.over.wait(0.05):
        told.wfile.write(b".")


def silence(told: Conversation) -> None:
    """Accepts the request and says nothing."""
    told.server.over.wait(30)


def endless(told: Conversation) -> None:
    """Sends without an end and without a length."""
    told.begin(200)
    while not told.server.over.is_set():
        told.wfile.write(b"x" * 65536)


def bomb(*, megabytes: int) -> Behaviour:
    """Sends little that expands to much, whatever was asked for."""
    packed = gzip.compress(b"\0" * (megabytes * 1_000_000), mtime=0)
    return file(packed, Content_Encoding="gzip")


def slow(behaviour: Behaviour, *, seconds: float) -> Behaviour:
    """Thinks first."""

    def behave(told: Conversation) -> None:
        time.sleep(seconds)
        behaviour(told)

    return behave


def headers_of(asked: tuple[str, Message]) -> Mapping[str, str]:
    """The headers of a request, names in lower case."""
    return {name.lower(): value for name, value in asked[1].items()}
