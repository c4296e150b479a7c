"""A real server with an OpenAI-compatible ``/v1/embeddings`` on this machine, and how it fails."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from search.encoder import HashingEncoder

Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class EmbeddingServer(ThreadingHTTPServer):
    """Embeds by hashing; `answer` may be replaced by any of the ways to fail below.

    Args:
        dimension: length of its vectors.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.dimension = dimension
        self.answer: Answer = embeds
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.connections: list[socket.socket] = []
        self.asked_for_more = threading.Event()  # than the trial
        self.answered = threading.Event()  # set by a test's own answer
        self.let_go = threading.Event()  # ends what hangs

    @property
    def url(self) -> str:
        """What ``EMBEDDING_URL`` would be."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def inputs(self) -> list[str]:
        """Every text it was asked for, in order."""
        return [text for asked in self.asked for text in asked["input"]]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection: clients should keep theirs."""
        self.connections.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        """End the connections that are kept, as a server that stops does."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_given: Any) -> None:
        """A client that goes away in the middle is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: EmbeddingServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({**asked, "path": self.path})
        self.server.keys.append(self.headers["Authorization"])
        if asked["input"] != ["ready?"]:
            self.server.asked_for_more.set()
        self.server.answer(self, asked)

    def do_GET(self) -> None:
        """Where a redirect would lead."""
        self.server.asked.append({"input": [], "path": self.path})
        reply(self, 200, b"{}")

    def log_message(self, *_: Any) -> None:
        return None


@contextmanager
def serving(dimension: int = 64) -> Iterator[EmbeddingServer]:
    """A server that runs until the end of the block."""
    server = EmbeddingServer(dimension)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        server.hang_up()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """Send one whole answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def vectors(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The right entries, last first: only the index says whose they are."""
    server = handler.server
    assert isinstance(server, EmbeddingServer)
    rows = HashingEncoder(server.dimension).encode_passages(asked["input"])
    return [
        {"object": "embedding", "index": at, "embedding": [float(x) * 3 for x in row]}
        for at, row in reversed(list(enumerate(rows)))
    ]


def embeds(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """Answer as it should."""
    data = {"object": "list", "data": vectors(handler, asked), "model": asked["model"]}
    reply(handler, 200, json.dumps(data).encode())


def answers(status: int, body: bytes = b"", **headers: str) -> Answer:
    """The same to every question."""
    return lambda handler, _asked: reply(handler, status, body, **headers)


def changed(change: Callable[[list[dict[str, Any]]], Any]) -> Answer:
    """What it should have said, after `change`."""

    def answer(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        data = json.dumps({"data": change(vectors(handler, asked))}).encode()
        reply(handler, 200, data)

    return answer


def hangs(handler: BaseHTTPRequestHandler, _asked: dict[str, Any]) -> None:
    """Take the question and say nothing until the test is over."""
    server = handler.server
    assert isinstance(server, EmbeddingServer)
    server.let_go.wait()
    handler.close_connection = True


def drips(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """Send one letter at a time, each sooner than any time-out of a socket."""
    server = handler.server
    assert isinstance(server, EmbeddingServer)
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not server.let_go.wait(0.02):
        handler.wfile.write(b" ")
    handler.close_connection = True
