"""A reply that only says "same here" is offered as a click, and still goes through."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Post, PostKind
from forum.threads.same_here import says_only_same
from forum.threads.states import thread_url
from tests.browser import post
from tests.factories import Factory


@pytest.mark.parametrize(
    "text",
    [
        "Same here!",
        "+1",
        "Me too, no idea.",
        "I have this too",
        "У меня тоже так",
        "Та же проблема",
    ],
)
def test_only_the_same(text: str) -> None:
    assert says_only_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "Restart the hub.",
        "I have the same hub and it works",
        "Same here. Fixed by holding the button for ten seconds and pairing it again.",
        "Та же проблема решилась, когда я отключил быстрый роуминг в настройках точки доступа",
        "Same problem: https://example.com/log",
    ],
)
def test_more_than_the_same(text: str) -> None:
    assert not says_only_same(text)


def test_it_is_offered_as_a_click_and_can_be_posted_all_the_same(make: Factory) -> None:
    thread = make.thread()
    client, page = make.signed_in(), thread_url(thread)
    url = f"/t/{thread.id}/answers"
    offered = post(client, url, page, body="Same here!")
    assert offered.status_code == 200
    assert f"/t/{thread.id}/same" in offered.text
    assert "Same here!" in offered.text
    answers = select(Post.id).where(Post.kind == PostKind.ANSWER)
    assert db.session.scalars(answers).all() == []
    assert post(client, url, page, body="Same here!", anyway="1").status_code == 303
    assert len(db.session.scalars(answers).all()) == 1


def test_the_asker_is_not_offered_what_is_theirs_already(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    client = make.signed_in(asker)
    sent = post(client, f"/t/{thread.id}/answers", thread_url(thread), body="Same here!")
    assert sent.status_code == 303
