"""What tests of finding share: a sweep that has run, and a count of statements."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask

from forum.accounts.current import VISITOR
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.events import publish
from forum.core.markup import MARKUP_VERSION, render
from forum.core.pages import slug
from forum.core.permissions import Actor
from forum.finding.cards import Suggestion
from forum.finding.jobs import refresh_index
from forum.finding.suggestions import Suggestions, suggest
from forum.knowledge.events import ArticlePublished
from forum.knowledge.models import Article, ArticleStatus
from forum.knowledge.sections import anchored
from tests.factories import Factory
from tests.statements import counted

Suggest = Callable[..., list[Suggestion]]
MakeArticle = Callable[..., Article]
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def found(app: Flask) -> Suggest:
    """What somebody is suggested for a text, after the sweep has run."""

    def ask(text: str, viewer: Actor = VISITOR, sweep: bool = True) -> list[Suggestion]:
        if sweep:
            refresh_index()
        return suggestions_for(app, text, viewer).all

    return ask


def suggestions_for(app: Flask, text: str, viewer: Actor = VISITOR) -> Suggestions:
    """Suggestions as a page would get them, without running the sweep."""
    with app.test_request_context():
        return suggest(text, viewer)


@pytest.fixture
def statements(app: Flask) -> Counting:
    """Collects the statements that the rooms run; the index's own have their own tests."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []
        with counted() as all_of_them:
            yield seen
        seen += [statement for statement in all_of_them if "search_" not in statement]

    return collect


@pytest.fixture
def article(make: Factory) -> MakeArticle:
    """Writes an article and says that it was published, as the desk would."""

    def write(
        title: str = "Setting up the Wi-Fi",
        source: str = "## Before you begin\n\nHold the button.\n",
        status: str = "published",
        category: Category | None = None,
    ) -> Article:
        author = make.user(role="rep")
        row = Article(
            title=title,
            slug=slug(title),
            language="en",
            category_id=(category or make.category()).id,
            status=ArticleStatus(status),
            source=source,
            html=anchored(render(source).html),
            markup_version=MARKUP_VERSION,
            author_id=author.id,
            created_at=clock.now(),
            updated_at=clock.now(),
            status_changed_at=clock.now(),
            status_changed_by_id=author.id,
            published_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        publish(ArticlePublished(row.id, author.id))
        db.session.commit()
        return row

    return transactional(write)
