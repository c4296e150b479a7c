"""Answers that are out of date: who says so, what it changes, and how it is taken back."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.finding.documents import documents_for
from forum.finding.keys import thread_key
from forum.threads import actions
from forum.threads.counters import recount
from forum.threads.models import AnswerMark, MarkKind, Thread, ThreadEvent, ThreadStatus
from forum.threads.states import thread_url
from moderation.audit.models import StaffAct
from moderation.watchlist.facts import facts_of
from tests.browser import token_on
from tests.factories import Factory


def fresh(thread: Thread) -> Thread:
    """The thread as it is stored now."""
    db.session.commit()
    db.session.refresh(thread)
    return thread


def test_what_is_out_of_date_is_no_longer_the_best(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    thread = make.thread(author=asker)
    old, other = make.answer(thread, author=rep), make.answer(thread)
    actions.mark(rep, old.id, MarkKind.OFFICIAL)
    actions.mark(asker, other.id, MarkKind.ACCEPTED)
    actions.supersede(rep, old.id, other.id)
    assert (fresh(thread).best_post_id, thread.official_post_id) == (other.id, None)
    assert thread.status is ThreadStatus.SOLVED


def test_a_thread_whose_only_solution_is_out_of_date_is_open_again(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    thread = make.thread(author=asker)
    old = make.answer(thread)
    actions.mark(asker, old.id, MarkKind.ACCEPTED)
    actions.supersede(rep, old.id)
    assert (fresh(thread).status, thread.solved_at) == (ThreadStatus.ANSWERED, None)
    facts = facts_of([thread.id])[thread.id]
    assert facts.confirmations == ()
    assert facts.reopened_at is not None


def test_taking_it_back_restores_the_marks_it_had(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    thread = make.thread(author=asker)
    old = make.answer(thread)
    actions.mark(asker, old.id, MarkKind.ACCEPTED)
    actions.supersede(rep, old.id)
    actions.unsupersede(rep, old.id)
    actions.unsupersede(rep, old.id)
    assert (fresh(thread).status, thread.best_post_id) == (ThreadStatus.SOLVED, old.id)


def test_saying_it_twice_says_it_once_and_may_name_another_answer(make: Factory) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    old, newer = make.answer(thread), make.answer(thread)
    actions.supersede(rep, old.id)
    actions.supersede(rep, old.id, newer.id)
    rows = db.session.scalars(
        select(AnswerMark).where(AnswerMark.kind == MarkKind.SUPERSEDED)
    ).all()
    assert [row.newer_post_id for row in rows] == [newer.id]


def test_only_staff_say_so_and_only_of_answers_they_see(make: Factory) -> None:
    thread = make.thread()
    old = make.answer(thread)
    for act in (actions.supersede, actions.unsupersede):
        with pytest.raises(NotAllowed):
            act(make.user(role="ambassador"), old.id)
        with pytest.raises(NotFound):
            act(make.user(role="rep"), 999)


def test_the_newer_one_is_another_answer_of_the_same_thread(make: Factory) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    old, newer, elsewhere = make.answer(thread), make.answer(thread), make.answer(make.thread())
    for wrong in (old.id, elsewhere.id):
        with pytest.raises(Refused, match="same thread"):
            actions.supersede(rep, old.id, wrong)
    actions.supersede(rep, newer.id)
    with pytest.raises(Refused, match="too"):
        actions.supersede(rep, old.id, newer.id)


def test_what_is_out_of_date_cannot_be_accepted(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    old = make.answer(thread)
    actions.supersede(make.user(role="rep"), old.id)
    with pytest.raises(Refused, match="out of date"):
        actions.mark(asker, old.id, MarkKind.ACCEPTED)


def test_its_words_are_not_suggested_to_anybody(make: Factory) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    old = make.answer(thread, "Hold the button for ten seconds.", author=rep)
    make.answer(thread, "Update to 5.2.1 instead.")
    actions.mark(rep, old.id, MarkKind.OFFICIAL)
    actions.supersede(rep, old.id)
    db.session.commit()
    (document,) = documents_for([thread_key(thread.id)])
    assert "ten seconds" not in document.answer
    assert "5.2.1" in document.answer


def test_counting_again_changes_nothing(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    thread = make.thread(author=asker)
    old = make.answer(thread)
    actions.mark(asker, old.id, MarkKind.ACCEPTED)
    actions.supersede(rep, old.id)
    before = (fresh(thread).status, thread.best_post_id, thread.solved_at)
    recount([thread.id])
    assert (fresh(thread).status, thread.best_post_id, thread.solved_at) == before


def test_it_stands_in_the_staff_log_and_in_the_timeline(make: Factory) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    old = make.answer(thread)
    actions.supersede(rep, old.id)
    actions.unsupersede(rep, old.id)
    assert db.session.scalars(select(StaffAct.verb).order_by(StaffAct.id)).all() == [
        "mark-superseded",
        "unmark-superseded",
    ]
    assert db.session.scalars(select(ThreadEvent.kind)).all() == ["superseded"]


def test_the_page_says_so_and_leads_to_the_newer_answer(make: Factory) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    old, newer = make.answer(thread, "Old advice."), make.answer(thread, "New advice.")
    client = make.signed_in(rep)
    form = f"/p/{old.id}/supersede"
    assert "New advice." in client.get(form).text
    data = {"newer": str(newer.id), "csrf_token": token_on(client, form)}
    assert client.post(form, data=data).status_code == 303
    page = make.signed_in().get(thread_url(thread)).text
    assert f'href="#p-{newer.id}">There is a newer answer.' in page
    assert f"Marked as out of date by {rep.name}" in page
    assert page.index("New advice.") < page.index("Old advice.")


def test_a_newer_answer_that_is_gone_is_not_linked(make: Factory) -> None:
    rep, author, thread = make.user(role="rep"), make.user(), make.thread()
    old, newer = make.answer(thread), make.answer(thread, author=author)
    actions.supersede(rep, old.id, newer.id)
    actions.delete_post(author, newer.id)
    page = make.signed_in().get(thread_url(thread)).text
    assert "This does not hold any more." in page
    assert "There is a newer answer." not in page


def test_a_form_that_names_no_answer_comes_back(make: Factory) -> None:
    client, thread = make.signed_in(role="rep"), make.thread()
    form = f"/p/{make.answer(thread).id}/supersede"
    data = {"newer": "999", "csrf_token": token_on(client, form)}
    assert client.post(form, data=data).status_code == 400
