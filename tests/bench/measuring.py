"""Rounds of requests: every page once in each round, and the bare view before all of them."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Thread, ThreadStatus
from tests.bench.client import Connection, Round, get, measure, post
from tests.bench.pages import Page, Reader
from tests.bench.servers import Server

WARM_UP = 12
COUNT_MIN, COUNT_MAX = 40, 4_000
ANSWERS_PER_ROUND, ANSWER_CLIENTS = 80, 4
BARE = Page("bare Flask view", "/", "visitor")


@dataclass(slots=True)
class Measured:
    """A page and its rounds."""

    page: Page
    statements: int | None = None
    body_bytes: int = 0
    rounds: list[Round] = field(default_factory=list)

    def middle(self, figure: str) -> float:
        """The median of a round's figure over all rounds."""
        return float(median(getattr(found, figure) for found in self.rounds))


def measure_pages(
    site: Server,
    bare: Server,
    statements: Mapping[Page, int],
    readers: Mapping[str, Reader],
    rounds: int,
    seconds: float,
) -> list[Measured]:
    """Measure all pages, the bare view first; one round goes over all before the next begins."""
    measured = [Measured(BARE), *(Measured(page, count) for page, count in statements.items())]
    plans = []
    for found in measured:
        server = bare if found.page is BARE else site
        request = get(found.page.path, readers[found.page.reader].cookie, server.port)
        found.body_bytes, count = _warm_up(server, request, seconds)
        plans.append((found, server, request, count))
    for _round in range(rounds):
        for found, server, request, count in plans:
            found.rounds.append(_measure(server, request, count, found.page.clients))
    return measured


def _measure(server: Server, request: bytes, count: int, clients: int) -> Round:
    return measure(server, lambda _client, _number: request, count, clients, 200)


def _warm_up(server: Server, request: bytes, seconds: float) -> tuple[int, int]:
    """Bytes of the page, and how many requests take about so many seconds."""
    connection = Connection(server.port)
    body = connection.ask(request).body
    connection.close()
    trial = _measure(server, request, WARM_UP, 4)
    count = int(trial.per_second * seconds)
    return len(body), max(COUNT_MIN, min(COUNT_MAX, count)) // 8 * 8


def measure_posting(site: Server, app: Flask, reader: Reader, rounds: int) -> Measured:
    """Answers by form, each to another thread, as one member writes them."""
    number = rounds * ANSWERS_PER_ROUND
    with app.app_context():
        ids = db.session.scalars(
            select(Thread.id)
            .where(Thread.status != ThreadStatus.DUPLICATE)
            .order_by(Thread.id.desc())
            .limit(number)
        ).all()
    found = Measured(Page("posting an answer", "", "member", "p95 ≤ 60 ms", ANSWER_CLIENTS))
    for turn in range(rounds):
        mine = ids[turn * ANSWERS_PER_ROUND : (turn + 1) * ANSWERS_PER_ROUND]

        requests = [_answer(thread_id, reader, site.port) for thread_id in mine]
        found.rounds.append(measure(site, _nth(requests), len(mine), ANSWER_CLIENTS, 303))
    return found


def _answer(thread_id: int, reader: Reader, port: int) -> bytes:
    body = urlencode(
        {
            "csrf_token": reader.token,
            "submission_key": secrets.token_urlsafe(18),
            "body": "A **shorter** cable helped here.\n\nTry `reset` first.",
        }
    )
    return post(f"/t/{thread_id}/answers", body.encode(), reader.cookie, port)


def _nth(requests: Sequence[bytes]) -> Callable[[int, int], bytes]:
    return lambda client, number: requests[number * ANSWER_CLIENTS + client]
