"""The gate: no more requests inside than threads to answer them, and a plain word to the rest."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from forum.core import server
from forum.core.server import ADMITTED, THREADS, Gate


class Slow:
    """An application whose pages last until they are let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.inside = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Serve, slowly where the path says so."""
        if environ["PATH_INFO"] == "/slow":
            self.inside.release()
            self.let_go.wait()
        if environ["PATH_INFO"] == "/broken":
            raise RuntimeError("broken")
        return Response("served")(environ, start_response)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """A slow application, and nobody who waits at the gate."""
    monkeypatch.setattr(server, "WAIT_SECONDS", 0)
    return Slow()


def fill(gate: Gate, slow: Slow, number: int, method: str) -> list[threading.Thread]:
    """Let ``number`` requests be inside."""
    guests = [
        threading.Thread(target=lambda: Client(gate).open("/slow", method=method))
        for _ in range(number)
    ]
    for guest in guests:
        guest.start()
    for _ in guests:
        slow.inside.acquire()
    return guests


def leave(slow: Slow, guests: list[threading.Thread]) -> None:
    """Let everybody go."""
    slow.let_go.set()
    for guest in guests:
        guest.join()


def test_a_full_house_says_when_to_come_back(slow: Slow) -> None:
    gate = Gate(slow, admitted=2, writers=1)
    guests = fill(gate, slow, 2, "GET")
    answer = Client(gate).get("/")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert Client(gate).get("/healthz").status_code == 200
    leave(slow, guests)
    assert Client(gate).get("/").status_code == 200


def test_writers_are_fewer_and_readers_still_come_in(slow: Slow) -> None:
    gate = Gate(slow, admitted=4, writers=1)
    guests = fill(gate, slow, 1, "POST")
    assert Client(gate).post("/").status_code == 503
    assert Client(gate).delete("/").status_code == 503
    assert Client(gate).get("/").status_code == 200
    leave(slow, guests)
    assert Client(gate).post("/").status_code == 200


def test_a_page_that_breaks_gives_its_place_back(slow: Slow) -> None:
    gate = Gate(slow, admitted=1, writers=1)
    for method in ("GET", "POST", "GET", "POST"):
        with pytest.raises(RuntimeError):
            Client(gate).open("/broken", method=method)
    assert Client(gate).post("/").status_code == 200


def test_a_refused_writer_gives_its_place_back(slow: Slow) -> None:
    gate = Gate(slow, admitted=2, writers=1)
    guests = fill(gate, slow, 1, "POST")
    for _ in range(5):
        assert Client(gate).post("/").status_code == 503
    assert Client(gate).get("/").status_code == 200
    leave(slow, guests)


def test_some_threads_stay_free_to_say_that_it_is_full() -> None:
    assert ADMITTED < THREADS
