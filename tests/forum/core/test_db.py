"""Transactions: all or nothing, joined by inner ones, and never a lost update."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from forum.categories.models import Category
from forum.core.db import after_commit, db, locked, transactional
from forum.core.errors import NotFound, Refused
from forum.core.events import listens_to, publish
from forum.threads.models import Tag
from tests.databases import forget_connections
from tests.factories import Factory


def names() -> list[str]:
    """Every tag that is really there."""
    db.session.commit()
    return list(db.session.scalars(select(Tag.slug).order_by(Tag.slug)))


def add(slug: str) -> None:
    """One more row."""
    db.session.add(Tag(slug=slug, thread_count=0))
    db.session.flush()


@transactional
def add_and(slug: str, then: object = None) -> None:
    """An action that adds a row and then does something else."""
    add(slug)
    if callable(then):
        then()


def fail() -> None:
    """What goes wrong on the way."""
    raise Refused("no")


def test_what_fails_leaves_nothing(app: Flask) -> None:
    with pytest.raises(Refused):
        add_and("one", fail)
    assert names() == []


class Met(Exception):
    """What the driver says of an action that another one stood in the way of."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def test_an_action_that_met_another_is_run_again_as_if_it_were_the_first(app: Flask) -> None:
    met = [Met("40P01"), Met("23505")]
    woken: list[str] = []

    def then() -> None:
        after_commit(lambda: woken.append("once"))
        if met:
            raise DBAPIError("", {}, met.pop())

    add_and("one", then)
    assert names() == ["one"]
    assert woken == ["once"]


@pytest.mark.parametrize(("sqlstate", "tries"), [("40P01", 3), ("22001", 1)])
def test_it_is_not_run_for_ever_and_not_for_what_stays_wrong(
    app: Flask, sqlstate: str, tries: int
) -> None:
    tried: list[int] = []

    def then() -> None:
        tried.append(1)
        raise DBAPIError("", {}, Met(sqlstate))

    with pytest.raises(DBAPIError):
        add_and("one", then)
    assert len(tried) == tries
    assert names() == []


def test_an_inner_action_is_part_of_the_outer_one(app: Flask) -> None:
    @transactional
    def outer() -> None:
        add_and("inner")
        fail()

    with pytest.raises(Refused):
        outer()
    assert names() == []
    add_and("outer", lambda: add_and("inner"))
    assert names() == ["inner", "outer"]


def test_the_site_works_on_after_a_failure(app: Flask) -> None:
    with pytest.raises(Refused):
        add_and("one", fail)
    add_and("two")
    assert names() == ["two"]


def test_even_an_interruption_undoes_everything(app: Flask) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_and("one", interrupted)
    assert names() == []


class Happened:
    """Something to listen to."""


def test_a_listener_that_fails_undoes_the_act(app: Flask) -> None:
    class Gone(Happened):
        pass

    @listens_to(Gone)
    def refuse(_event: Gone) -> None:
        fail()

    with pytest.raises(Refused):
        add_and("one", lambda: publish(Gone()))
    assert names() == []


def test_wake_ups_wait_for_the_commit_and_come_once(app: Flask) -> None:
    seen: list[list[str]] = []

    def wake() -> None:
        seen.append(names())

    def ask_twice() -> None:
        after_commit(wake)
        after_commit(wake)
        assert seen == []

    add_and("one", ask_twice)
    assert seen == [["one"]]


def test_a_failed_act_wakes_nobody(app: Flask) -> None:
    seen: list[str] = []

    def wake_and_fail() -> None:
        after_commit(lambda: seen.append("woken"))
        fail()

    with pytest.raises(Refused):
        add_and("one", wake_and_fail)
    assert seen == []


def test_outside_an_act_a_wake_up_comes_at_once(app: Flask) -> None:
    seen: list[str] = []
    after_commit(lambda: seen.append("woken"))
    assert seen == ["woken"]


def test_two_who_read_then_write_lose_nothing(app: Flask) -> None:
    rounds, faults = 100, []
    add_and("counter")
    tag_id = db.session.scalars(select(Tag.id)).one()

    @transactional
    def count_up() -> None:
        tag = locked(Tag, tag_id)
        tag.thread_count += 1

    def work() -> None:
        with app.app_context():
            try:
                for _ in range(rounds):
                    db.session.scalar(select(func.count()).select_from(Tag))  # begins a read
                    count_up()
            except Exception as fault:  # whatever it is, the test must see it
                faults.append(fault)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    db.session.commit()  # ends the read that the search for its id began
    db.session.expire_all()
    assert db.session.get_one(Tag, tag_id).thread_count == 2 * rounds


def test_a_flush_outside_any_act_moves_to_a_writing_transaction(app: Flask) -> None:
    """A library that writes after a read must not fail because somebody wrote meanwhile."""
    db.session.execute(text("SELECT count(*) FROM tags"))  # a read transaction is open now

    def somebody_else() -> None:
        with app.app_context():
            add_and("theirs")
            db.session.remove()

    other = threading.Thread(target=somebody_else)
    other.start()
    other.join()
    db.session.add(Tag(slug="ours", thread_count=0))
    db.session.commit()
    assert names() == ["ours", "theirs"]


def test_what_is_locked_is_read_afresh(app: Flask, make: Factory) -> None:
    category = make.category("hub")
    held = db.session.get_one(Category, category.id)

    def somebody_else() -> None:
        with app.app_context():
            db.session.get_one(Category, category.id).name_en = "Renamed"
            db.session.commit()
            db.session.remove()

    other = threading.Thread(target=somebody_else)
    other.start()
    other.join()

    @transactional
    def read() -> str:
        return locked(Category, category.id).name_en

    assert held.name_en == "Hub"
    assert read() == "Renamed"


def test_locking_keeps_what_this_act_changed_before(app: Flask, make: Factory) -> None:
    category = make.category("hub")

    @transactional
    def rename_and_lock() -> str:
        locked(Category, category.id).name_en = "Renamed"
        return locked(Category, category.id).name_en

    assert rename_and_lock() == "Renamed"


def test_locking_what_is_not_there_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        locked(Category, 999)


def test_times_are_stored_in_utc_and_come_back_aware(app: Flask, make: Factory) -> None:
    moscow = timezone(timedelta(hours=3))
    user = make.user(joined_at=datetime(2026, 3, 1, 15, 30, tzinfo=moscow))
    db.session.expire_all()
    assert user.joined_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert user.joined_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(app: Flask, make: Factory) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        make.user(joined_at=datetime(2026, 3, 1, 12, 30))
    db.session.rollback()


@pytest.mark.sqlite("these are SQLite's switches")
def test_every_connection_has_what_the_site_relies_on(app: Flask) -> None:
    forget_connections()
    with db.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
