"""Votes, "I have this too", following: each counts once, and can be taken back."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.reactions import actions
from forum.reactions.models import Follow, SameProblem, Vote
from forum.threads import actions as threads
from forum.threads.models import Post, Thread
from forum.threads.queries import question_of
from tests.browser import token_on
from tests.databases import patient_connections
from tests.factories import Factory

CROWD = 100


def score(post: Post) -> int:
    """The stored score, read afresh; it must be what the rows add up to."""
    db.session.commit()
    db.session.refresh(post)
    rows = db.session.scalar(select(func.sum(Vote.value)).where(Vote.post_id == post.id)) or 0
    assert post.score == rows
    return post.score


def counts(thread: Thread) -> tuple[int, int]:
    """Stored "have this too" and followers, read afresh; they must be what the rows add up to."""
    db.session.commit()
    db.session.refresh(thread)
    same = db.session.scalar(select(func.count()).where(SameProblem.thread_id == thread.id))
    follows = db.session.scalar(select(func.count()).where(Follow.thread_id == thread.id))
    assert (thread.same_count, thread.follower_count) == (same, follows)
    return thread.same_count, thread.follower_count


def test_a_vote_counts_once_however_often_it_is_pressed(make: Factory) -> None:
    post, voter = make.answer(make.thread()), make.user()
    for _ in range(3):
        actions.vote(voter, post.id, 1)
    assert score(post) == 1


def test_a_vote_can_change_its_mind_and_be_taken_back(make: Factory) -> None:
    post, voter = make.answer(make.thread()), make.user()
    steps = [(1, 1), (-1, -1), (-1, -1), (0, 0), (0, 0), (1, 1)]
    for value, expected in steps:
        actions.vote(voter, post.id, value)
        assert score(post) == expected


def test_ones_own_post_cannot_have_ones_vote(make: Factory) -> None:
    author = make.user(role="admin")
    post = make.answer(make.thread(), author=author)
    with pytest.raises(Refused, match="own"):
        actions.vote(author, post.id, 1)
    assert score(post) == 0


def test_new_members_do_not_vote_and_comments_take_no_votes(make: Factory) -> None:
    thread = make.thread()
    post = make.answer(thread)
    comment = threads.comment(make.user(), post.id, "Thanks!")
    with pytest.raises(NotAllowed):
        actions.vote(make.user(role="new"), post.id, 1)
    with pytest.raises(NotAllowed):
        actions.vote(make.user(), comment.id, 1)
    assert (score(post), score(comment)) == (0, 0)


def test_what_is_not_there_takes_no_reaction(make: Factory) -> None:
    staff = make.category("backroom", audience="staff")
    thread = make.thread(category=staff, author=make.user(role="rep"))
    post = question_of(thread.id)
    outsider = make.user()
    for act in (
        lambda: actions.vote(outsider, post.id, 1),
        lambda: actions.have_same(outsider, thread.id),
        lambda: actions.follow(outsider, thread.id),
        lambda: actions.vote(outsider, 999, 1),
        lambda: actions.follow(outsider, 999),
    ):
        with pytest.raises(NotFound):
            act()
    assert counts(thread) == (0, 1)


def test_a_hundred_people_vote_at_once(app: Flask, make: Factory) -> None:
    post_id = make.answer(make.thread()).id
    voter_ids = [make.user().id for _ in range(CROWD)]
    db.session.commit()
    faults: list[Exception] = []
    together = threading.Barrier(CROWD)

    def press(voter_id: int) -> None:
        with app.app_context():
            together.wait()
            try:
                actions.vote(db.session.get_one(User, voter_id), post_id, 1)
            except Exception as fault:  # whatever it is, the test must see it
                faults.append(fault)
            finally:
                db.session.remove()

    crowd = [threading.Thread(target=press, args=(number,)) for number in voter_ids]
    with patient_connections():
        for person in crowd:
            person.start()
        for person in crowd:
            person.join()
    assert faults == []
    assert score(db.session.get_one(Post, post_id)) == CROWD


def test_having_it_too_counts_once_and_waits_for_the_solution(make: Factory) -> None:
    thread, person = make.thread(), make.user()
    for _ in range(2):
        actions.have_same(person, thread.id)
    assert counts(thread) == (1, 2)  # the asker follows too
    assert db.session.get_one(Follow, (person.id, thread.id)).solution_only
    for _ in range(2):
        actions.have_same(person, thread.id, wanted=False)
    assert counts(thread) == (0, 1)


def test_the_asker_has_it_by_definition(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    with pytest.raises(Refused, match="own"):
        actions.have_same(asker, thread.id)
    assert counts(thread) == (0, 1)


def test_who_followed_on_purpose_still_follows_without_the_problem(make: Factory) -> None:
    thread, person = make.thread(), make.user()
    actions.have_same(person, thread.id)
    actions.follow(person, thread.id)
    actions.have_same(person, thread.id, wanted=False)
    assert counts(thread) == (0, 2)
    assert not db.session.get_one(Follow, (person.id, thread.id)).solution_only


def test_following_is_a_choice_that_can_be_undone(make: Factory) -> None:
    thread, person = make.thread(), make.user()
    for wanted, followers in [(True, 2), (True, 2), (False, 1), (False, 1)]:
        actions.follow(person, thread.id, wanted=wanted)
        assert counts(thread) == (0, followers)


def test_who_writes_in_a_thread_follows_it(make: Factory) -> None:
    thread, helper, other = make.thread(), make.user(), make.user()
    answer = make.answer(thread, author=helper)
    make.answer(thread, author=helper)
    threads.comment(other, answer.id, "Works here too.")
    assert counts(thread) == (0, 3)


def test_counts_can_be_rebuilt_from_the_rows(make: Factory) -> None:
    thread, person = make.thread(), make.user()
    actions.have_same(person, thread.id)
    thread.same_count = thread.follower_count = 77
    db.session.commit()
    actions.recount([thread.id])
    assert counts(thread) == (1, 2)


def test_the_buttons_come_back_alone_to_htmx_and_as_a_page_to_others(make: Factory) -> None:
    thread = make.thread()
    post = make.answer(thread)
    client = make.signed_in()
    token = token_on(client, f"/t/{thread.id}/{thread.slug}")
    page = client.post(f"/p/{post.id}/vote", data={"csrf_token": token})
    assert (page.status_code, page.headers["Location"]) == (303, f"/p/{post.id}")
    headers = {"HX-Request": "true", "X-CSRFToken": token}
    part = client.post(f"/p/{post.id}/vote/delete", headers=headers)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "<form" in part.text
    assert score(post) == 0
