"""What tests of the knowledge base share: an article in any state."""

from collections.abc import Callable
from typing import Any

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.knowledge.models import Article, ArticleStatus
from moderation.promotion import actions
from tests.factories import Factory

Writing = Callable[..., Article]


@pytest.fixture
def article(make: Factory) -> Writing:
    """Writes an article: ``article("Pair a lamp", status="draft", helped=3)``."""
    people: list[User] = []

    def write(
        title: str = "Pair a lamp",
        source: str = "## First\n\nHold the button.\n\n## Then\n\nWait.",
        status: str = "published",
        helped: int = 0,
        language: str = "en",
        category: Any = None,
        **more: Any,
    ) -> Article:
        if not people:
            people.append(make.user("Wendy Writer", role="rep"))
            people.append(make.user("Ravi Reviewer", role="moderator"))
        author, reviewer = people
        place = category or make.category()
        text = actions.ArticleText(title, source, place.id, language, summary=f"About: {title}")
        written = actions.begin_article(author, text, **more)
        if status in {"published", "needs_review"}:
            actions.publish_article(reviewer, written.id)
        elif status == "in_review":
            actions.submit(author, written.id)
        elif status == "archived":
            actions.archive(reviewer, written.id)
        if status == "needs_review":
            written.status = ArticleStatus.NEEDS_REVIEW
        written.helpful_count = helped
        db.session.commit()
        return written

    return write
