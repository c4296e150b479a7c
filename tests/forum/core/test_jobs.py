"""Sweeps: one that breaks never keeps the others from working, and a bell may fail."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.threads.models import Tag


@pytest.fixture
def sweeps(monkeypatch: pytest.MonkeyPatch) -> list[jobs.Sweep]:
    """Only the sweeps of this test."""
    mine: list[jobs.Sweep] = []
    monkeypatch.setattr(jobs, "_sweeps", mine)
    return mine


@transactional
def add_tag(slug: str) -> None:
    """Something a sweep does."""
    db.session.add(Tag(slug=slug, thread_count=0))


def test_a_crashing_sweep_does_not_stop_the_others(
    app: Flask, sweeps: list[jobs.Sweep], caplog: pytest.LogCaptureFixture
) -> None:
    @jobs.sweep
    def before() -> None:
        add_tag("before")

    @jobs.sweep
    def crashes() -> None:
        add_tag("crashed")
        db.session.add(Tag(slug="half-done", thread_count=0))
        db.session.flush()
        raise RuntimeError("always")

    @jobs.sweep
    def after() -> None:
        add_tag("after")

    with caplog.at_level(logging.ERROR):
        jobs.run_due(app)
        jobs_left = len(sweeps)
    assert jobs_left == 3
    found = set(db.session.scalars(select(Tag.slug)))
    assert found == {"before", "crashed", "after"}, "what it had committed stays, the rest is gone"
    assert "the sweep crashes failed" in caplog.text


def test_a_sweep_registers_once(sweeps: list[jobs.Sweep]) -> None:
    def work() -> None:
        return None

    jobs.sweep(work)
    jobs.sweep(work)
    assert sweeps == [work]


def test_what_is_due_later_wakes_the_worker_when_it_is_due(app: Flask) -> None:
    bell: jobs.Bell = app.extensions["bell"]
    bell.huey.flush()
    before = clock.now().replace(tzinfo=None)
    jobs.wake_later(timedelta(seconds=11))()
    after = clock.now().replace(tzinfo=None)
    waiting = bell.huey.dequeue()
    assert waiting is not None
    assert not bell.huey.ready_to_run(waiting, before + timedelta(seconds=9))
    assert bell.huey.ready_to_run(waiting, after + timedelta(seconds=12))
    bell.huey.flush()


def test_ringing_wakes_the_worker_once_and_never_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bell: jobs.Bell = app.extensions["bell"]
    bell.huey.flush()
    jobs.wake()
    jobs.wake()
    assert bell.huey.pending_count() == 1
    bell.huey.flush()

    def broken() -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(bell.huey, "pending_count", broken)
    jobs.wake()
    assert "could not be woken" in caplog.text


def test_the_consumer_in_a_thread_leaves_signals_alone(app: Flask) -> None:
    worker = jobs.consumer(app, in_thread=True)
    assert isinstance(worker, jobs.QuietConsumer)
    assert worker._set_signal_handlers() is None


def test_every_real_sweep_may_run_on_an_empty_site_and_twice(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        jobs.run_due(app)
        jobs.run_due(app)
    said = [record.getMessage() for record in caplog.records if record.name == jobs.__name__]
    assert not [words for words in said if "failed" in words]
