"""When one question becomes part of another: links, proposals, the index, and articles."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import Refused
from forum.finding import duplicates
from forum.finding.jobs import refresh_index
from forum.finding.models import DuplicateLink, LookVerdict, SecondLook
from forum.knowledge.models import ArticleSource, FaqEntry
from forum.reactions.models import Follow
from forum.threads import actions
from forum.threads.models import Thread
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle, Suggest


@pytest.fixture
def boss(make: Factory) -> User:
    return make.user("Mod Boss", role="moderator")


@pytest.fixture
def stays(make: Factory) -> Thread:
    return make.thread("The hub loses its Wi-Fi at night")


@pytest.fixture
def goes(make: Factory) -> Thread:
    return make.thread("Wi-Fi gone every morning", "No lamp is lit.")


def followers(thread: Thread) -> set[int]:
    """Who follows a thread."""
    return set(db.session.scalars(select(Follow.user_id).where(Follow.thread_id == thread.id)))


def targets() -> list[int | None]:
    """Where the links in force point."""
    links = select(DuplicateLink.target_thread_id).where(DuplicateLink.undone_at.is_(None))
    return list(db.session.scalars(links.order_by(DuplicateLink.id)))


def test_what_pointed_to_it_points_on_and_back(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    again = make.thread("No Wi-Fi when I get up")
    duplicates.link(boss, again.id, f"thread:{goes.id}")
    actions.merge(boss, goes.id, stays.id)
    assert targets() == [stays.id]
    assert again.author_id in followers(stays)
    actions.unmerge(boss, goes.id)
    assert targets() == [goes.id]
    assert again.author_id not in followers(stays)
    assert again.author_id in followers(goes)


def test_a_link_undone_meanwhile_takes_its_people_from_both(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    again = make.thread("No Wi-Fi when I get up")
    duplicates.link(boss, again.id, f"thread:{goes.id}")
    actions.merge(boss, goes.id, stays.id)
    duplicates.unlink(boss, again.id)
    assert again.author_id not in followers(stays)
    actions.unmerge(boss, goes.id)
    assert again.author_id not in followers(goes)


def test_a_duplicate_becomes_part_of_what_it_points_to_and_of_nothing_else(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    third = make.thread("A third one")
    duplicates.link(boss, goes.id, f"thread:{stays.id}")
    with pytest.raises(Refused, match="another place"):
        actions.merge(boss, goes.id, third.id)
    with pytest.raises(Refused, match="only points"):
        actions.merge(boss, third.id, goes.id)
    actions.merge(boss, goes.id, stays.id)
    assert db.session.get_one(Thread, goes.id, populate_existing=True).merged_into_id == stays.id


def test_the_index_finds_one_by_the_words_of_both(
    boss: User, stays: Thread, goes: Thread, found: Suggest
) -> None:
    assert {card.key for card in found("no lamp is lit")} >= {f"thread:{goes.id}"}
    actions.merge(boss, goes.id, stays.id)
    assert f"thread:{goes.id}" not in {card.key for card in found("no lamp is lit", sweep=False)}
    assert [card.key for card in found("no lamp is lit")] == [f"thread:{stays.id}"]
    actions.unmerge(boss, goes.id)
    refresh_index()
    assert f"thread:{goes.id}" in {card.key for card in found("no lamp is lit")}


def test_nobody_is_asked_about_the_two_any_more(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    other = make.thread("Another one")
    for thread, like in ((goes, stays), (other, goes)):
        look = db.session.get_one(SecondLook, thread.id)
        look.looked_at, look.document_key = clock.now(), f"thread:{like.id}"
    db.session.commit()
    actions.merge(boss, goes.id, stays.id)
    db.session.expire_all()
    assert db.session.get_one(SecondLook, goes.id).verdict is LookVerdict.SAME
    assert db.session.get_one(SecondLook, other.id).document_key == f"thread:{stays.id}"


def test_articles_and_common_questions_lead_to_where_the_words_stand(
    make: Factory,
    boss: User,
    stays: Thread,
    goes: Thread,
    article: MakeArticle,
    client: FlaskClient,
) -> None:
    written = article("Channels")
    answer = make.answer(goes, "Change the channel.")
    db.session.add_all(
        [
            ArticleSource(article_id=written.id, thread_id=goes.id, post_id=answer.id),
            FaqEntry(thread_id=goes.id, added_by_id=boss.id, added_at=clock.now()),
        ]
    )
    db.session.commit()
    actions.merge(boss, goes.id, stays.id)
    assert db.session.scalars(select(ArticleSource.thread_id)).all() == [stays.id]
    assert f"/t/{stays.id}/" in client.get(f"/kb/{written.id}/{written.slug}").text
    actions.unmerge(boss, goes.id)
    assert db.session.scalars(select(ArticleSource.thread_id)).all() == [goes.id]
    assert db.session.scalars(select(FaqEntry.thread_id)).all() == [goes.id]
