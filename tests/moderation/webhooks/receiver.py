"""A real program on this machine that webhooks are sent to, and how it fails."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Letter:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """The body, read."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class Receiver(ThreadingHTTPServer):
    """Keeps what came; ``answers`` are given in turn, the last one for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.letters: list[Letter] = []
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = [status(200)]
        self.came = threading.Event()  # set when a letter has come
        self.let_go = threading.Event()

    @property
    def url(self) -> str:
        """Where it stands, by name."""
        return f"http://localhost:{self.server_address[1]}/hook"

    def handle_error(self, *_given: Any) -> None:
        """A client that goes away in the middle is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.letters.append(Letter(self.path, dict(self.headers), body))
        self.server.came.set()
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def do_GET(self) -> None:
        """Where a redirect would lead."""
        self.server.letters.append(Letter(self.path, dict(self.headers), b""))
        status(200)(self)

    def log_message(self, *_: Any) -> None:
        return None


def status(code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with this number."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def stall(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing."""
    handler.server.let_go.wait()  # type: ignore[attr-defined]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs."""
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
