"""Answering, marks, reopening, editing, deleting: the life of a thread."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.threads import actions
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    Revision,
    Thread,
    ThreadEvent,
    ThreadStatus,
)
from forum.threads.queries import question_of
from tests.factories import Factory


def fresh(thread: Thread) -> Thread:
    db.session.refresh(thread)
    return thread


def test_an_answer_by_another_ends_the_waiting(make: Factory) -> None:
    thread = make.thread()
    make.answer(thread)
    thread = fresh(thread)
    assert (thread.status, thread.answer_count) == (ThreadStatus.ANSWERED, 1)
    assert thread.first_answer_at is not None


def test_the_askers_own_answer_does_not(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    make.answer(thread, author=asker)
    assert fresh(thread).status is ThreadStatus.WAITING


def test_a_post_keeps_the_standing_of_its_author_at_the_time(make: Factory) -> None:
    rep = make.user(role="rep", title="Hub team")
    post = make.answer(make.thread(), author=rep)
    rep.role = rep.role.MEMBER
    db.session.commit()
    assert (post.author_standing, post.author_title) == ("staff", "Hub team")


def test_pressing_twice_answers_once(make: Factory) -> None:
    thread, author = make.thread(), make.user()
    first = actions.post_answer(author, thread.id, "Once.", submission_key="k")
    assert actions.post_answer(author, thread.id, "Once.", submission_key="k").id == first.id
    assert fresh(thread).answer_count == 1


def test_the_asker_accepts_and_the_thread_is_solved(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    post = make.answer(thread)
    actions.mark(asker, post.id, MarkKind.ACCEPTED)
    thread = fresh(thread)
    assert (thread.status, thread.best_post_id) == (ThreadStatus.SOLVED, post.id)
    assert thread.solved_at is not None
    assert db.session.scalar(select(ThreadEvent.kind)) == "solved"


def test_accepting_another_answer_takes_the_first_mark_back(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    first, second = make.answer(thread), make.answer(thread)
    actions.mark(asker, first.id, MarkKind.ACCEPTED)
    actions.mark(asker, second.id, MarkKind.ACCEPTED)
    in_force = select(AnswerMark.post_id).where(AnswerMark.revoked_at.is_(None))
    assert db.session.scalars(in_force).all() == [second.id]
    assert fresh(thread).accepted_post_id == second.id


def test_marking_twice_is_marking_once(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    post = make.answer(thread)
    actions.mark(asker, post.id, MarkKind.ACCEPTED)
    actions.mark(asker, post.id, MarkKind.ACCEPTED)
    assert db.session.scalar(select(func.count()).select_from(AnswerMark)) == 1


def test_others_do_not_accept_and_staff_only_after_a_week(make: Factory) -> None:
    post = make.answer(make.thread())
    with pytest.raises(NotAllowed):
        actions.mark(make.user(), post.id, MarkKind.ACCEPTED)
    with pytest.raises(NotAllowed):
        actions.mark(make.user(role="rep"), post.id, MarkKind.ACCEPTED)
    old = make.thread(at=clock.now() - timedelta(days=8))
    answer = make.answer(old)
    actions.mark(make.user(role="rep"), answer.id, MarkKind.ACCEPTED)
    assert fresh(old).status is ThreadStatus.SOLVED


def test_the_teams_answer_stands_first_when_two_are_marked(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    thread = make.thread(author=asker)
    peer, team = make.answer(thread), make.answer(thread, author=rep)
    actions.mark(asker, peer.id, MarkKind.ACCEPTED)
    actions.mark(rep, team.id, MarkKind.OFFICIAL)
    assert fresh(thread).best_post_id == team.id


def test_members_do_not_speak_for_the_team(make: Factory) -> None:
    post = make.answer(make.thread())
    for kind in (MarkKind.OFFICIAL, MarkKind.VERIFIED, MarkKind.ENDORSED):
        with pytest.raises(NotAllowed):
            actions.mark(make.user(), post.id, kind)


def test_nobody_endorses_or_verifies_their_own_answer(make: Factory) -> None:
    ambassador, rep = make.user(role="ambassador"), make.user(role="rep")
    endorsed = make.answer(make.thread(), author=ambassador)
    with pytest.raises(NotAllowed):
        actions.mark(ambassador, endorsed.id, MarkKind.ENDORSED)
    verified = make.answer(make.thread(), author=rep)
    with pytest.raises(NotAllowed):
        actions.mark(rep, verified.id, MarkKind.VERIFIED)


def test_it_did_not_help_opens_it_again(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    post = make.answer(thread)
    actions.mark(asker, post.id, MarkKind.ACCEPTED)
    actions.reopen(asker, thread.id, "It happens again")
    thread = fresh(thread)
    assert (thread.status, thread.best_post_id) == (ThreadStatus.ANSWERED, None)
    with pytest.raises(Refused):
        actions.reopen(asker, thread.id, "again")


def test_removing_the_accepted_answer_takes_the_solution_along(make: Factory) -> None:
    asker, helper = make.user(), make.user()
    thread = make.thread(author=asker)
    post = make.answer(thread, author=helper)
    actions.mark(asker, post.id, MarkKind.ACCEPTED)
    actions.delete_post(helper, post.id)
    thread = fresh(thread)
    assert (thread.status, thread.answer_count) == (ThreadStatus.WAITING, 0)
    actions.restore_post(helper, post.id)
    assert fresh(thread).answer_count == 1


def test_a_question_that_others_answered_stays(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    make.answer(thread)
    with pytest.raises(Refused):
        actions.delete_post(asker, question_of(thread.id).id)
    actions.delete_post(make.user(role="moderator"), question_of(thread.id).id)
    assert fresh(thread).deleted_at is not None


def test_a_locked_thread_takes_answers_from_staff_only(make: Factory) -> None:
    thread = make.thread()
    actions.lock(make.user(role="rep"), thread.id)
    with pytest.raises(Refused):
        make.answer(thread)
    make.answer(thread, author=make.user(role="rep"))
    assert fresh(thread).answer_count == 1


def test_asking_for_details_waits_for_the_asker(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    actions.request_info(make.user(role="rep"), thread.id, "Which version?")
    assert fresh(thread).status is ThreadStatus.NEEDS_INFO
    actions.comment(asker, question_of(thread.id).id, "5.2.1")
    assert fresh(thread).status is ThreadStatus.WAITING


def test_a_staff_only_thread_is_not_there_for_others(make: Factory) -> None:
    thread = make.thread(
        category=make.category("inner", audience="staff"), author=make.user(role="rep")
    )
    with pytest.raises(NotFound):
        make.answer(thread, author=make.user())


def test_an_edit_keeps_what_was_said_before(make: Factory) -> None:
    author = make.user()
    post = make.answer(make.thread(), "First.", author=author)
    actions.edit_post(author, post.id, actions.Edit("Second.", based_on=1, reason="typo"))
    said = db.session.scalars(select(Revision).where(Revision.post_id == post.id)).all()
    assert [row.source for row in said] == ["First.", "Second."]
    assert db.session.get_one(Post, post.id).html == "<p>Second.</p>\n"


def test_a_stale_edit_loses_neither_text(make: Factory) -> None:
    author = make.user()
    post = make.answer(make.thread(), "First.", author=author)
    actions.edit_post(author, post.id, actions.Edit("Second.", based_on=1))
    with pytest.raises(actions.StaleEdit) as stale:
        actions.edit_post(author, post.id, actions.Edit("Third.", based_on=1))
    assert stale.value.post.source == "Second."


def test_reps_edit_titles_and_not_what_others_wrote(make: Factory) -> None:
    thread = make.thread("Hub broken!!!", "It is broken.")
    rep, post = make.user(role="rep"), question_of(thread.id)
    actions.edit_post(
        rep, post.id, actions.Edit("It is broken.", based_on=1, title="Hub stays offline")
    )
    assert fresh(thread).title == "Hub stays offline"
    with pytest.raises(NotAllowed):
        actions.edit_post(rep, post.id, actions.Edit("Nonsense.", based_on=2))


def test_mentioned_people_are_linked_once_found(make: Factory) -> None:
    make.user("Elena Vetrova")
    post = make.answer(make.thread(), "Thanks @elena_vetrova and @nobody!")
    assert '<a href="/u/Elena_Vetrova" class="mention"' in post.html
    assert "@nobody" in post.html
