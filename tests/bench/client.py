"""A small HTTP client on plain sockets: it should cost less than what it measures."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench.servers import Server


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Round:
    """One round of requests for one page."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's CPU for one request."""
        return 1000 * self.cpu_seconds / len(self.latencies)

    @property
    def p50_ms(self) -> float:
        """Half the answers came faster."""
        return 1000 * median(self.latencies)

    @property
    def p95_ms(self) -> float:
        """All but one in twenty came faster."""
        return 1000 * quantiles(self.latencies, n=20)[-1]


class Connection:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def ask(self, request: bytes) -> Answer:
        """Send a whole request and read the whole answer."""
        self._socket.sendall(request)
        while b"\r\n\r\n" not in self._left:
            self._more()
        head, _, self._left = self._left.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        size = int(headers.get("content-length", "0"))
        while len(self._left) < size:
            self._more()
        body, self._left = self._left[:size], self._left[size:]
        return Answer(int(first.split()[1]), headers, body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> None:
        read = self._socket.recv(262_144)
        if not read:
            raise ConnectionError("the server hung up")
        self._left += read


def get(path: str, cookie: str = "", port: int = 0) -> bytes:
    """The bytes of a GET."""
    more = f"Cookie: {cookie}\r\n" if cookie else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: en\r\n{more}\r\n"
    ).encode()


def post(path: str, body: bytes, cookie: str, port: int) -> bytes:
    """The bytes of a form sent by POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def measure(
    server: Server, requests: Callable[[int, int], bytes], count: int, clients: int, expect: int
) -> Round:
    """Have ``clients`` send ``count`` requests together; ``requests(client, number)`` makes each.

    Raises:
        RuntimeError: something was answered otherwise than expected.
    """
    found = Round()

    def work(client: int) -> list[float]:
        connection, latencies = Connection(server.port), []
        for number in range(count // clients):
            request = requests(client, number)
            began = time.perf_counter()
            answer = connection.ask(request)
            latencies.append(time.perf_counter() - began)
            if answer.status != expect:
                raise RuntimeError(f"answered {answer.status}: {answer.body[:500]!r}")
        connection.close()
        return latencies

    with ThreadPoolExecutor(clients) as pool:
        cpu, began = server.cpu_seconds(), time.perf_counter()
        for latencies in pool.map(work, range(clients)):
            found.latencies += latencies
        found.seconds = time.perf_counter() - began
        found.cpu_seconds = server.cpu_seconds() - cpu
    return found
