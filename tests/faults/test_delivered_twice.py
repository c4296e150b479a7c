"""Every wake-up twice, side by side, and out of order: the index ends in the same state."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import jobs
from forum.core.db import db
from forum.finding import stale
from forum.finding.engine import finding
from forum.finding.jobs import refresh_batch, refresh_index
from forum.threads import actions
from forum.threads.queries import question_of
from search.documents import Document
from search.index import Prepared
from search.stores import schema
from tests.factories import Factory

THREADS = 12
SIDE_BY_SIDE = 4


def state() -> tuple[list[Any], list[Any], list[Any]]:
    """What the index holds, apart from the numbers of its rows."""
    documents, vectors, audiences = schema.documents.c, schema.vectors.c, schema.audiences.c
    return (
        [
            tuple(row)
            for row in db.session.execute(
                select(documents.key, documents.title, documents.content_hash).order_by(
                    documents.key
                )
            )
        ],
        [
            tuple(row)
            for row in db.session.execute(
                select(documents.key, vectors.model, vectors.position, vectors.content_hash)
                .join(schema.vectors, vectors.document_id == documents.id)
                .order_by(documents.key, vectors.position)
            )
        ],
        [
            tuple(row)
            for row in db.session.execute(
                select(documents.key, audiences.audience)
                .join(schema.audiences, audiences.document_id == documents.id)
                .order_by(documents.key, audiences.audience)
            )
        ],
    )


def test_side_by_side_and_again_it_is_the_same_state(app: Flask, make: Factory) -> None:
    for number in range(THREADS):
        make.thread(f"The doorbell rings {number} times")
    db.session.commit()
    start = threading.Barrier(SIDE_BY_SIDE)

    def deliver() -> None:
        start.wait()
        jobs.run_due(app)

    workers = [threading.Thread(target=deliver) for _ in range(SIDE_BY_SIDE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    refresh_index()
    once = state()
    assert len(once[0]) == THREADS
    assert stale.waiting_count() == 0
    db.session.commit()
    jobs.run_due(app)
    stale.mark_stale(row[0] for row in once[0])
    jobs.run_due(app)
    assert state() == once


def test_the_older_of_two_deliveries_ends_last_and_changes_nothing(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = make.user()
    thread = make.thread("The doorbell rings twice", author=author)
    question = question_of(thread.id).id
    prepare = finding().index.prepare

    def and_a_newer_one_overtakes(documents: list[Document], current: object) -> Prepared:
        monkeypatch.undo()
        old = prepare(documents, current)  # type: ignore[arg-type]
        actions.edit_post(author, question, actions.Edit("Now it stays silent.", 1))
        refresh_index()
        return old

    monkeypatch.setattr(finding().index, "prepare", and_a_newer_one_overtakes)
    refresh_batch()
    (document,) = db.session.execute(select(schema.documents.c.body)).scalars().all()
    assert document == "Now it stays silent."
    assert stale.waiting_count() == 0


def test_a_sweep_that_always_crashes_keeps_no_other_from_its_work(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.thread("The doorbell rings twice")
    db.session.commit()

    def crashes() -> None:
        raise RuntimeError("as ever")

    monkeypatch.setattr(jobs, "_sweeps", [crashes, *jobs._sweeps])
    for _again in range(3):
        jobs.run_due(app)
    assert len(state()[0]) == 1
