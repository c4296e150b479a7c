"""Whether an answer worked: told once by each, taken back, counted below the answer."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.reactions import actions
from forum.reactions.models import Outcome
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Post, Thread
from forum.threads.states import thread_url
from tests.browser import token_on
from tests.factories import Factory


def counts(post: Post) -> tuple[int, int]:
    """For how many it worked, of how many who told; must be what the rows add up to."""
    db.session.commit()
    db.session.refresh(post)
    told = db.session.scalars(select(Outcome.worked).where(Outcome.post_id == post.id)).all()
    assert (post.worked_count, post.tried_count) == (sum(told), len(told))
    return post.worked_count, post.tried_count


def solved(make: Factory) -> tuple[Thread, Post]:
    """A thread with its best answer."""
    asker = make.user()
    thread = make.thread(author=asker)
    best = make.answer(thread)
    threads.mark(asker, best.id, MarkKind.ACCEPTED)
    return thread, best


def test_each_person_tells_once_and_may_change_their_mind(make: Factory) -> None:
    _thread, best = solved(make)
    person, other = make.user(), make.user(role="new")
    steps = [(True, (1, 1)), (True, (1, 1)), (False, (0, 1)), (None, (0, 0)), (True, (1, 1))]
    for worked, expected in steps:
        actions.tell_outcome(person, best.id, worked)
        assert counts(best) == expected
    actions.tell_outcome(other, best.id, False)
    assert counts(best) == (1, 2)


def test_the_asker_accepts_or_reopens_instead(make: Factory) -> None:
    asker = make.user()
    post = make.answer(make.thread(author=asker))
    with pytest.raises(Refused, match="own question"):
        actions.tell_outcome(asker, post.id, True)


def test_nobody_praises_their_own_answer_or_one_they_cannot_see(make: Factory) -> None:
    author, outsider = make.user(), make.user()
    post = make.answer(make.thread(), author=author)
    with pytest.raises(NotAllowed):
        actions.tell_outcome(author, post.id, True)
    staff = make.category("backroom", audience="staff")
    rep = make.user(role="rep")
    hidden = make.answer(make.thread(category=staff, author=rep), author=rep)
    for post_id in (hidden.id, 999):
        with pytest.raises(NotFound):
            actions.tell_outcome(outsider, post_id, True)


def test_everybody_reads_for_how_many_it_worked(make: Factory, client: FlaskClient) -> None:
    thread, best = solved(make)
    for worked in (True, True, False):
        actions.tell_outcome(make.user(), best.id, worked)
    db.session.commit()
    assert "worked for 2 of 3 people" in client.get(thread_url(thread)).text


def test_it_is_asked_below_the_best_answer_only(make: Factory) -> None:
    thread, best = solved(make)
    other = make.answer(thread)
    page = make.signed_in().get(thread_url(thread)).text
    assert f"/p/{best.id}/worked" in page
    assert f"/p/{other.id}/worked" not in page


def test_the_buttons_work_without_scripts_and_come_back_alone_to_htmx(make: Factory) -> None:
    thread, best = solved(make)
    client = make.signed_in()
    data = {"csrf_token": token_on(client, thread_url(thread))}
    assert client.post(f"/p/{best.id}/worked", data=data).status_code == 303
    assert counts(best) == (1, 1)
    answer = client.post(f"/p/{best.id}/didnt-help", data=data, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith("<form")
    assert counts(best) == (0, 1)
    client.post(f"/p/{best.id}/worked/delete", data=data)
    assert counts(best) == (0, 0)


def test_wrong_counts_are_put_right(make: Factory) -> None:
    thread, best = solved(make)
    actions.tell_outcome(make.user(), best.id, True)
    db.session.execute(update(Post).values(worked_count=7, tried_count=9))
    db.session.commit()
    actions.recount([thread.id])
    assert counts(best) == (1, 1)
