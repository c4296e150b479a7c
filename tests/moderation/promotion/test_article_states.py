"""Draft, in review, published, needs review, archived: who moves an article where."""

import dataclasses

import pytest
from sqlalchemy import select

from forum.core import events
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.knowledge.events import ArticlePublished, ArticleSubmitted, ArticleWithdrawn
from forum.knowledge.models import Article, ArticleStatus
from forum.threads.models import ThreadEvent, ThreadEventKind
from moderation.promotion import actions


@pytest.fixture
def heard(monkeypatch):
    """Every fact that is published during a test."""
    facts = []
    for kind in (ArticlePublished, ArticleSubmitted, ArticleWithdrawn):
        monkeypatch.setitem(
            events._listeners, kind, [*events._listeners.get(kind, []), facts.append]
        )
    return facts


def now(article):
    return db.session.get_one(Article, article.id, populate_existing=True)


def public_lines(thread):
    return db.session.scalars(
        select(ThreadEvent.detail).where(
            ThreadEvent.thread_id == thread.id, ThreadEvent.kind == ThreadEventKind.ARTICLE
        )
    ).all()


def test_a_colleague_publishes_what_was_handed_in(make, draft, heard):
    author, colleague = make.user(role="rep"), make.user(role="rep")
    article = draft(author)
    actions.submit(author, article.id)
    assert now(article).status is ArticleStatus.IN_REVIEW
    actions.publish_article(colleague, article.id)
    assert now(article).status is ArticleStatus.PUBLISHED
    assert now(article).published_by_id == colleague.id
    assert heard == [
        ArticleSubmitted(article.id, author.id),
        ArticlePublished(article.id, colleague.id, first_time=True),
    ]


def test_the_author_may_not_publish_it_first_and_learns_who_can(make, draft):
    author = make.user(role="rep")
    make.user("Carla Colleague", role="rep")
    article = draft(author)
    with pytest.raises(Refused, match="somebody else") as refused:
        actions.publish_article(author, article.id)
    assert "Carla Colleague" in refused.value.what_to_do
    assert author.name not in refused.value.what_to_do
    assert now(article).status is ArticleStatus.DRAFT


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_moderators_and_admins_publish_their_own(make, draft, role):
    author = make.user(role=role)
    article = draft(author)
    actions.publish_article(author, article.id)
    assert now(article).is_readable


def test_with_the_setting_off_everyone_publishes_their_own(app, make, draft, monkeypatch):
    settings = dataclasses.replace(app.config["THREADWELL"], second_pair_of_eyes=False)
    monkeypatch.setitem(app.config, "THREADWELL", settings)
    author = make.user(role="rep")
    article = draft(author)
    actions.publish_article(author, article.id)
    assert now(article).is_readable


def test_only_the_first_publication_needs_a_second_person(make, draft, heard):
    author = make.user(role="rep")
    article = draft(author)
    actions.publish_article(make.user(role="rep"), article.id)
    actions.withdraw(author, article.id)
    actions.publish_article(author, article.id)
    assert now(article).is_readable
    assert heard[-1] == ArticlePublished(article.id, author.id, first_time=False)


def test_publishing_tells_the_threads_and_withdrawing_takes_it_back(make, solved):
    rep = make.user(role="rep")
    thread, _best = solved()
    article = actions.promote(rep, thread.id).article
    actions.publish_article(make.user(role="rep"), article.id)
    assert public_lines(thread) == [str(article.id)]
    actions.withdraw(rep, article.id)
    assert public_lines(thread) == []
    actions.publish_article(rep, article.id)
    assert public_lines(thread) == [str(article.id)]


def test_what_was_public_is_withdrawn_and_archived(make, draft, heard):
    rep = make.user(role="rep")
    article = draft()
    actions.publish_article(rep, article.id)
    actions.archive(rep, article.id)
    assert now(article).status is ArticleStatus.ARCHIVED
    assert heard[-1] == ArticleWithdrawn(
        article.id, rep.id, ArticleStatus.PUBLISHED, ArticleStatus.ARCHIVED
    )
    actions.withdraw(rep, article.id)
    assert now(article).status is ArticleStatus.DRAFT


def test_a_second_look_publishes_again_what_needed_review(make, draft):
    rep = make.user(role="rep")
    article = draft()
    actions.publish_article(rep, article.id)
    now(article).status = ArticleStatus.NEEDS_REVIEW
    db.session.commit()
    actions.publish_article(rep, article.id)
    assert now(article).status is ArticleStatus.PUBLISHED


@pytest.mark.parametrize(
    ("status", "act"),
    [
        ("in_review", actions.submit),
        ("published", actions.submit),
        ("archived", actions.submit),
        ("published", actions.publish_article),
        ("archived", actions.publish_article),
        ("draft", actions.withdraw),
        ("archived", actions.archive),
    ],
)
def test_what_makes_no_sense_in_a_state_is_refused(make, draft, status, act):
    article = now(draft())
    article.status = ArticleStatus(status)
    db.session.commit()
    with pytest.raises(Refused):
        act(make.user(role="rep"), article.id)


@pytest.mark.parametrize("act", [actions.publish_article, actions.withdraw, actions.archive])
def test_members_move_nothing(make, draft, act):
    article = draft()
    with pytest.raises(NotFound):
        act(make.user(), article.id)
    actions.publish_article(make.user(role="rep"), article.id)
    with pytest.raises(NotAllowed):
        act(make.user(), article.id)
