"""``flask bench seed``: rows to measure with, as true as those people write."""

from flask import Flask
from sqlalchemy import func, select

from forum.core.db import db
from forum.knowledge.models import Article
from forum.threads import counters
from forum.threads.models import Post, Thread, ThreadStatus
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.queues import OPEN_STATUSES
from tests.factories import Factory

THREADS = 60


def _seeded(app: Flask, threads: int = THREADS) -> str:
    return app.test_cli_runner().invoke(args=["bench", "seed", "--threads", str(threads)]).output


def _rows() -> dict[int, tuple[ThreadStatus, int, int]]:
    threads = db.session.scalars(select(Thread).execution_options(populate_existing=True))
    return {row.id: (row.status, row.answer_count, row.last_position) for row in threads}


def test_half_of_the_threads_are_open_and_have_a_clock(app: Flask) -> None:
    _seeded(app)
    states = [status for status, *_counts in _rows().values()]
    assert len(states) == THREADS
    assert sum(status in OPEN_STATUSES for status in states) == THREADS // 2
    assert db.session.scalar(select(func.count()).select_from(ThreadClock)) == THREADS // 2
    assert db.session.scalar(select(func.count()).select_from(Article)) >= 1


def test_the_first_thread_fills_a_page(app: Flask) -> None:
    _seeded(app)
    posts = select(func.count()).where(Post.thread_id == 1)
    assert db.session.scalar(posts) == 20


def test_counting_again_changes_nothing(app: Flask) -> None:
    _seeded(app)
    before = _rows()
    counters.recount(before)
    db.session.commit()
    assert _rows() == before


def test_a_database_with_people_is_left_alone(app: Flask, make: Factory) -> None:
    make.user()
    assert "only an empty database" in _seeded(app)
    assert _rows() == {}
