"""What is out of sight, and what stands below it, is read by nobody it is not for."""

from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import db, transactional
from forum.core.permissions import Role
from forum.threads import actions
from forum.threads.counters import recount
from forum.threads.jobs import STOOD_AFTER, welcome_members
from forum.threads.models import MarkKind, Post, ThreadEvent
from forum.threads.queries import question_of
from forum.threads.queries.posts import ANSWERS_PER_PAGE
from forum.threads.states import thread_url
from tests.factories import Factory


def test_comments_below_a_removed_answer_go_with_it(make: Factory) -> None:
    thread = make.thread()
    answer = make.answer(thread)
    writer = make.user()
    said = actions.comment(writer, answer.id, "Never mind the cat.")
    actions.delete_post(make.user(role="moderator"), answer.id)
    stranger = make.signed_in()
    for page in (f"/p/{said.id}", f"/p/{said.id}/history"):
        assert stranger.get(page).status_code == 404, page
    for role in ("moderator", "admin"):
        assert make.signed_in(role=role).get(f"/p/{said.id}/history").status_code == 200
    assert make.signed_in(writer).get(f"/p/{said.id}/history").status_code == 200


def test_the_way_to_an_answer_does_not_count_what_its_reader_cannot_see(make: Factory) -> None:
    thread, writer = make.thread(), make.user()
    posts = [make.answer(thread, author=writer) for _n in range(ANSWERS_PER_PAGE + 1)]
    moderator = make.user(role="moderator")
    actions.delete_post(moderator, posts[0].id)
    last = f"/p/{posts[-1].id}"
    assert "page=" not in make.signed_in().get(last).location
    assert "page=2" in make.signed_in(moderator).get(last).location


def test_a_thread_that_was_among_the_staff_does_not_say_where(make: Factory) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    home = make.category("hub")
    inside = make.category("inside", audience="staff", description_en="")
    inside.name_en = "Secret project"
    db.session.commit()
    actions.move(rep, thread.id, inside.id)
    actions.move(rep, thread.id, home.id)
    assert "Secret project" not in make.signed_in().get(thread_url(thread)).text
    assert len(db.session.scalars(select(ThreadEvent)).all()) == 2


def test_a_new_person_whose_only_question_was_removed_stays_new(make: Factory) -> None:
    newcomer, other = make.user(role="new"), make.user(role="new")
    past = clock.now() - 2 * STOOD_AFTER
    spam = make.thread(author=newcomer, at=past)
    make.thread(author=other, at=past)
    actions.delete_post(make.user(role="moderator"), question_of(spam.id).id)
    welcome_members()
    db.session.expire_all()
    assert (newcomer.role, other.role) == (Role.NEW, Role.MEMBER)


def test_reopening_brings_a_thread_up_again(make: Factory) -> None:
    asker = make.user()
    past = clock.now() - 2 * STOOD_AFTER
    thread = make.thread(author=asker, at=past)
    answer = make.answer(thread, at=past)
    actions.mark(asker, answer.id, MarkKind.ACCEPTED, at=past)
    actions.reopen(asker, thread.id, "It happens again.")
    db.session.refresh(thread)
    reopened_at = thread.last_activity_at
    assert reopened_at > past
    other = make.answer(thread, at=past)
    actions.delete_post(make.user(role="moderator"), other.id)
    db.session.refresh(thread)
    assert thread.last_activity_at == reopened_at


def test_a_recount_believes_the_rows_and_not_what_somebody_holds(make: Factory) -> None:
    thread = make.thread()
    held = make.answer(thread)
    db.session.refresh(held)
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(Post).values(deleted_at=clock.now()))
    transactional(recount)([thread.id])
    db.session.refresh(thread)
    assert thread.answer_count == 0
