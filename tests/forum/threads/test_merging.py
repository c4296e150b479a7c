"""One question becomes part of another: what moves, what stays, what is refused, and back again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.reactions import actions as reactions
from forum.reactions.models import Follow, SameProblem
from forum.threads import actions
from forum.threads.models import (
    AnswerMark,
    KnownIssueState,
    MarkKind,
    Post,
    PostKind,
    Thread,
    ThreadEventKind,
    ThreadStatus,
)
from forum.threads.queries import question_of
from tests.browser import post
from tests.factories import Factory
from tests.forum.threads.merges import events, fresh, people, strand


def test_its_posts_stand_behind_the_others_with_all_that_is_theirs(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    make.answer(stays, "Restart it.")
    answer = make.answer(goes, "Change the channel.", author=make.user("Helper"))
    comment = actions.comment(make.user(), question_of(goes.id).id, "Since when?")
    reactions.vote(make.user(), answer.id, 1)
    asked_at, first = goes.created_at, question_of(goes.id).id
    actions.merge(boss, goes.id, stays.id)
    assert strand(stays) == [
        (0, "question", "It blinks red twice a day."),
        (1, "answer", "Restart it."),
        (2, "merged", "No lamp is lit."),
        (3, "answer", "Change the channel."),
        (4, "comment", "Since when?"),
    ]
    merged = db.session.get_one(Post, first)
    assert (merged.title, merged.author_id) == ("Wi-Fi gone every morning", goes.author_id)
    assert merged.created_at == asked_at
    assert db.session.get_one(Post, answer.id).score == 1
    assert db.session.get_one(Post, comment.id).parent_id == first
    kept = fresh(stays)
    assert (kept.answer_count, kept.merged_count, kept.last_position) == (2, 1, 4)
    actions.post_answer(make.user(), stays.id, "And one more.")
    assert strand(stays)[-1] == (5, "answer", "And one more.")


def test_old_addresses_lead_to_the_new_place(
    make: Factory, boss: User, stays: Thread, goes: Thread, client: FlaskClient
) -> None:
    answer, question = make.answer(goes, "Change the channel."), question_of(goes.id)
    actions.merge(boss, goes.id, stays.id)
    for address in (f"/t/{goes.id}", f"/t/{goes.id}/{goes.slug}"):
        leads = client.get(address)
        assert leads.status_code == 301
        assert leads.location == f"/t/{stays.id}/{stays.slug}"
    for moved in (answer, question):
        location = client.get(f"/p/{moved.id}").location
        assert location.endswith(f"/t/{stays.id}/{stays.slug}#p-{moved.id}")
    page = client.get(f"/t/{stays.id}/{stays.slug}").text
    assert "Mod Boss merged 2 posts from “Wi-Fi gone every morning” into it" in page
    assert "Asked as a question of its own" in page
    assert "Change the channel." in page


def test_an_answer_that_was_being_written_arrives(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    writer = make.user()
    browser = make.signed_in(writer)
    actions.save_draft(f"user:{writer.id}", writer.id, f"answer:{goes.id}", {"body": "Half a"})
    actions.merge(boss, goes.id, stays.id)
    assert "Half a" in browser.get(f"/t/{stays.id}/{stays.slug}").text
    here = f"/t/{stays.id}/{stays.slug}"
    post(browser, f"/t/{goes.id}/answers", here, body="A whole sentence.")
    assert strand(stays)[-1][1:] == ("answer", "A whole sentence.")


def test_people_come_along_and_are_told_once(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    follower, waiting, before = make.user(), make.user(), people(Follow, stays)
    reactions.follow(follower, goes.id)
    reactions.have_same(waiting, goes.id)
    actions.merge(boss, goes.id, stays.id)
    otto = goes.author_id
    assert people(Follow, stays) == before | {otto, follower.id, waiting.id}
    assert people(SameProblem, stays) == {otto, waiting.id}
    kept = fresh(stays)
    assert (kept.same_count, kept.follower_count) == (2, len(before) + 3)
    actions.merge(boss, goes.id, stays.id)
    tell_people()
    tell_people()
    told = select(Notification.user_id).where(Notification.kind == "merged")
    assert sorted(db.session.scalars(told)) == sorted({otto, follower.id, waiting.id})


def test_what_solved_the_one_solves_the_other(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    answer = make.answer(goes, "Change the channel.")
    actions.mark(db.session.get_one(User, goes.author_id), answer.id, MarkKind.ACCEPTED)
    tell_people()
    actions.merge(boss, goes.id, stays.id)
    kept = fresh(stays)
    assert (kept.status, kept.accepted_post_id) == (ThreadStatus.SOLVED, answer.id)
    tell_people()
    lines = select(Notification.user_id, Notification.kind).where(
        Notification.thread_id == stays.id, Notification.post_id == answer.id
    )
    told = {(row[0], row[1].value) for row in db.session.execute(lines)}
    assert (stays.author_id, "solved") in told
    assert (goes.author_id, "merged") in told
    assert (goes.author_id, "solved") not in told


def test_what_cannot_be_is_refused_by_name(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    backroom = make.category("backroom", audience="staff")
    inner = make.thread("Between us", author=make.user(role="rep"), category=backroom)
    third = make.thread("A third one")
    with pytest.raises(Refused, match="itself"):
        actions.merge(boss, goes.id, goes.id)
    with pytest.raises(Refused, match="different people"):
        actions.merge(boss, inner.id, stays.id)
    with pytest.raises(Refused, match="different people"):
        actions.merge(boss, stays.id, inner.id)
    actions.lock(boss, third.id)
    with pytest.raises(Refused, match="locked"):
        actions.merge(boss, goes.id, third.id)
    actions.delete_post(boss, question_of(third.id).id)
    with pytest.raises(Refused, match="not shown"):
        actions.merge(boss, goes.id, third.id)
    with pytest.raises(NotFound):
        actions.merge(boss, goes.id, 999_999)
    actions.merge(boss, goes.id, stays.id)
    with pytest.raises(Refused, match="itself"):  # a circle
        actions.merge(boss, stays.id, goes.id)
    other = make.thread("A fourth one")
    with pytest.raises(Refused, match="already"):
        actions.merge(boss, goes.id, other.id)
    with pytest.raises(Refused, match="not part"):
        actions.unmerge(boss, other.id)


def test_a_known_issue_keeps_its_place(boss: User, stays: Thread, goes: Thread) -> None:
    fresh(goes).known_issue = KnownIssueState.OPEN
    db.session.commit()
    with pytest.raises(Refused, match="known issue"):
        actions.merge(boss, goes.id, stays.id)


@pytest.mark.parametrize("role", ["new", "member", "ambassador", "rep"])
def test_only_moderators_merge(make: Factory, stays: Thread, goes: Thread, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.merge(make.user(role=role), goes.id, stays.id)


def test_what_was_out_of_sight_stays_so(
    make: Factory, boss: User, stays: Thread, goes: Thread, client: FlaskClient
) -> None:
    hidden = make.answer(goes, "canary-of-the-hidden")
    actions.delete_post(boss, hidden.id)
    actions.merge(boss, goes.id, stays.id)
    page = client.get(f"/t/{stays.id}/{stays.slug}").text
    assert "canary" not in page
    assert "merged 1 post from" in page
    assert client.get(f"/p/{hidden.id}").status_code == 404


def test_a_merged_thread_is_nowhere_but_in_its_new_place(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    actions.merge(boss, goes.id, stays.id)
    browsers = (make.signed_in(boss), make.signed_in(db.session.get_one(User, goes.author_id)))
    for browser in browsers:
        for address in ("/questions", "/my/questions"):
            assert f"/t/{goes.id}/" not in browser.get(address).text
        assert browser.get(f"/t/{goes.id}/{goes.slug}").status_code == 301


def test_marks_of_the_past_go_along(make: Factory, boss: User, stays: Thread, goes: Thread) -> None:
    answer = make.answer(goes, "Change the channel.")
    actions.mark(boss, answer.id, MarkKind.VERIFIED)
    actions.unmark(boss, answer.id, MarkKind.VERIFIED)
    actions.merge(boss, goes.id, stays.id)
    assert db.session.scalars(select(AnswerMark.thread_id)).all() == [stays.id]
    assert PostKind.MERGED.value in {kind for _at, kind, _text in strand(stays)}
    assert ThreadEventKind.MERGED.value in events(stays)
