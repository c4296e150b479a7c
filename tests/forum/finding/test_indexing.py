"""What happens to threads and articles reaches the index, once, and whatever comes between."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transactional
from forum.finding import stale
from forum.finding.actions import mark_stale
from forum.finding.documents import documents_for
from forum.finding.engine import finding
from forum.finding.jobs import refresh_batch, refresh_index
from forum.finding.models import StaleDocument
from forum.threads import actions
from forum.threads.models import MarkKind
from forum.threads.queries import question_of
from search.documents import Document
from search.index import Prepared
from tests.factories import Factory
from tests.forum.finding.conftest import Counting, MakeArticle, Suggest


def test_a_question_is_found_once_the_sweep_has_run(make: Factory, found: Suggest) -> None:
    thread = make.thread("The doorbell rings twice", "Every evening it rings two times.")
    assert found("doorbell rings two times", sweep=False) == []
    assert [card.key for card in found("doorbell rings two times")] == [f"thread:{thread.id}"]


def test_an_article_is_found_in_the_words_of_its_summary(
    article: MakeArticle, found: Suggest
) -> None:
    guide = article("Your first evening", "Take your time.\n\n## The hub\n\nIn the middle.\n")
    guide.summary = "In which order everything out of the box is mounted."
    db.session.commit()
    mark_stale([f"article:{guide.id}"])
    (card,) = found("in which order is everything mounted?")
    assert card.key == f"article:{guide.id}"
    (document,) = documents_for([card.key])
    opening = f"{guide.summary}\nTake your time."
    assert [part.text for part in document.sections] == [opening, "In the middle."]


def test_the_accepted_answer_is_what_is_shown(make: Factory, found: Suggest) -> None:
    asker = make.user()
    thread = make.thread("The doorbell rings twice", author=asker)
    make.answer(thread, "Try another chime.")
    right = make.answer(thread, "Turn off the echo in the sound settings.")
    actions.mark(asker, right.id, MarkKind.ACCEPTED)
    (card,) = found("doorbell rings twice")
    assert "echo in the sound settings" in "".join(text for text, _ in card.excerpt_parts)
    assert card.state == "solved"
    assert card.answered_by == "member"


def test_an_edit_is_found_under_its_new_words(make: Factory, found: Suggest) -> None:
    author = make.user()
    thread = make.thread("The doorbell rings twice", "It chimes and chimes.", author=author)
    answer = make.answer(thread, "Replace the battery.", author=author)
    assert found("doorbell battery")
    actions.edit_post(author, answer.id, actions.Edit("Replace the transformer.", 1))
    (card,) = found("transformer doorbell")
    assert "transformer" in "".join(text for text, _ in card.excerpt_parts)


def test_running_the_sweep_twice_changes_nothing(make: Factory, found: Suggest) -> None:
    make.thread("The doorbell rings twice")
    before = found("doorbell rings twice")
    refresh_index()
    assert found("doorbell rings twice") == before
    assert db.session.scalars(select(StaleDocument)).all() == []


def test_what_is_marked_again_while_it_is_embedded_stays_stale(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = make.thread("The doorbell rings twice")
    prepare = finding().index.prepare

    def and_somebody_writes(documents: list[Document], current: object) -> Prepared:
        mark_stale([f"thread:{thread.id}"])
        return prepare(documents, current)  # type: ignore[arg-type]

    monkeypatch.setattr(finding().index, "prepare", and_somebody_writes)
    refresh_batch()
    assert db.session.scalars(select(StaleDocument.key)).all() == [f"thread:{thread.id}"]
    assert finding().index.store.count(finding().connection()) == 0
    monkeypatch.undo()
    refresh_index()
    assert finding().index.store.count(finding().connection()) == 1


def test_a_thread_deleted_while_it_is_embedded_does_not_come_back(
    make: Factory, found: Suggest, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderator = make.user(role="moderator")
    thread = make.thread("The doorbell rings twice")
    question = question_of(thread.id).id
    prepare = finding().index.prepare

    def and_somebody_deletes(documents: list[Document], current: object) -> Prepared:
        monkeypatch.undo()
        prepared = prepare(documents, current)  # type: ignore[arg-type]
        actions.delete_post(moderator, question)
        return prepared

    monkeypatch.setattr(finding().index, "prepare", and_somebody_deletes)
    assert found("doorbell rings twice", viewer=moderator) == []
    assert finding().index.store.count(finding().connection()) == 0


def test_two_workers_side_by_side_take_different_documents(make: Factory) -> None:
    make.thread("The doorbell rings twice")
    first = stale.claim()
    assert len(first) == 1
    assert stale.claim() == []


def test_a_worker_that_died_leaves_its_claim_to_the_next(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.thread("The doorbell rings twice")
    stale.claim()
    later = clock.now() + stale.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert len(stale.claim()) == 1


def test_a_document_that_always_fails_is_set_aside_and_keeps_nobody_out(
    make: Factory, found: Suggest, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = make.thread("The broken one that nobody can read")
    make.thread("The doorbell rings twice")
    prepare = finding().index.prepare

    def fails_for_one(documents: list[Document], current: object) -> Prepared:
        if any(document.key == f"thread:{bad.id}" for document in documents):
            raise ValueError("unreadable")
        return prepare(documents, current)  # type: ignore[arg-type]

    monkeypatch.setattr(finding().index, "prepare", fails_for_one)
    now = clock.now()
    for attempt in range(stale.ATTEMPTS_MAX):
        moment = now + attempt * (stale.LEASE + timedelta(minutes=1))
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        refresh_index()
    row = db.session.scalars(select(StaleDocument)).one()
    assert row.parked_at is not None
    assert "unreadable" in row.last_error
    assert [card.title for card in found("doorbell rings twice")] == ["The doorbell rings twice"]
    mark_stale([row.key])
    db.session.expire_all()
    assert row.parked_at is None


def test_words_written_without_a_model_get_their_vectors_later(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = finding().encoder
    monkeypatch.setattr(encoder, "state", "loading")
    make.thread("The doorbell rings twice")
    refresh_index()
    assert len(finding().index.needs_embedding(finding().connection())) == 1
    monkeypatch.setattr(encoder, "state", "ready")
    refresh_index()
    assert finding().index.needs_embedding(finding().connection()) == []


def test_many_documents_are_read_in_a_handful_of_statements(
    make: Factory, statements: Counting
) -> None:
    keys = [f"thread:{make.thread(f'Question number {n}').id}" for n in range(12)]
    with statements() as few:
        documents_for(keys[:2])
    with statements() as many:
        assert len(documents_for(keys)) == 12
    assert len(many) == len(few) <= 5


def test_nothing_is_left_behind_when_the_act_fails(make: Factory) -> None:
    @transactional
    def fails() -> None:
        mark_stale(["thread:1"])
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  (our own, two lines above)
        fails()
    assert db.session.scalars(select(StaleDocument)).all() == []
