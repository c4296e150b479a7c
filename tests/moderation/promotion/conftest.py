"""What tests of promotion share: a resolved thread, and articles in any state."""

from collections.abc import Callable
from typing import Any

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.knowledge.models import Article
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Post, Thread
from moderation.promotion import actions
from tests.factories import Factory


@pytest.fixture
def solved(make: Factory) -> Callable[..., tuple[Thread, Post]]:
    """A thread with an official answer: ``thread, best = solved()``."""

    def build(
        question: str = "It blinks red.\n\nTwice a day.",
        answer: str = "1. Restart it.\n2. Wait.\n\n```sh\nreboot\n```",
        by: User | None = None,
        **fields: Any,
    ) -> tuple[Thread, Post]:
        thread = make.thread(body=question, **fields)
        best = make.answer(thread, answer)
        threads.mark(by or make.user(role="rep"), best.id, MarkKind.OFFICIAL)
        return db.session.get_one(Thread, thread.id, populate_existing=True), best

    return build


@pytest.fixture
def draft(make: Factory) -> Callable[..., Article]:
    """A draft: ``draft(author, source="…")``."""

    def write(
        author: User | None = None, title: str = "Pair a lamp", source: str = "Hold it."
    ) -> Article:
        text = actions.ArticleText(title, source, make.category().id, "en", "In short")
        return actions.begin_article(author or make.user(role="rep"), text)

    return write
