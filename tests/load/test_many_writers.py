"""Many write at the same moment: everything arrives, once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Post, PostKind, Thread
from tests.bench.servers import Server
from tests.factories import Factory
from tests.load.conftest import Writer, writer

WRITERS, EACH, THREADS = 32, 3, 4
PRESSES = 50


@pytest.fixture
def threads(make: Factory) -> list[Thread]:
    return [make.thread(title=f"The hub falls off, part {number}") for number in range(THREADS)]


def _answers(thread_ids: list[int]) -> list[Post]:
    return list(
        db.session.scalars(
            select(Post).where(Post.thread_id.in_(thread_ids), Post.kind == PostKind.ANSWER)
        )
    )


def test_of_32_writers_nothing_is_lost_and_nothing_doubled(
    make: Factory, served: Server, log: Path, threads: list[Thread]
) -> None:
    ids = [thread.id for thread in threads]
    writers = [writer(make, served, make.user()) for _each in range(WRITERS)]

    def write(number: int) -> list[int]:
        return [
            writers[number]
            .send(f"/t/{ids[(number + turn) % THREADS]}/answers", f"Said {number}-{turn}.")
            .status
            for turn in range(EACH)
        ]

    with ThreadPoolExecutor(WRITERS) as crowd:
        statuses = [status for found in crowd.map(write, range(WRITERS)) for status in found]

    assert Counter(statuses) == {303: WRITERS * EACH}
    db.session.rollback()
    posts = _answers(ids)
    said = Counter(post.source for post in posts)
    assert said == {f"Said {n}-{turn}.": 1 for n in range(WRITERS) for turn in range(EACH)}
    for thread_id in ids:
        thread = db.session.get_one(Thread, thread_id, populate_existing=True)
        positions = sorted(post.position for post in posts if post.thread_id == thread_id)
        assert positions == list(range(1, len(positions) + 1))
        assert thread.answer_count == len(positions)
    assert "database is locked" not in log.read_text()


def test_one_key_pressed_50_times_is_one_post_and_50_equal_replies(
    make: Factory, served: Server, log: Path, threads: list[Thread]
) -> None:
    one = writer(make, served, make.user())
    path = f"/t/{threads[0].id}/answers"

    def press(_number: int) -> tuple[int, str]:
        browser = Writer(one.port, one.cookie, one.token)
        answer = browser.send(path, "Only once.", "the-same-key")
        return answer.status, answer.headers["location"]

    with ThreadPoolExecutor(PRESSES) as crowd:
        replies = set(crowd.map(press, range(PRESSES)))

    db.session.rollback()
    assert len(_answers([threads[0].id])) == 1
    assert len(replies) == 1
    assert next(iter(replies))[0] == 303
    assert "database is locked" not in log.read_text()
