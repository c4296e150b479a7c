"""Revision numbers no article has."""

import pytest

from moderation.promotion import actions
from tests.factories import Factory


@pytest.mark.parametrize("number", ["0", "-5", "7", "9" * 30])
def test_a_revision_that_is_not_there_is_not_found(make: Factory, number: str) -> None:
    writer = make.user(role="moderator")
    text = actions.ArticleText("A title", "Text.", make.category().id, "en")
    article = actions.begin_article(writer, text)
    page = f"/desk/articles/{article.id}/history?revision={number}"
    assert make.signed_in(writer).get(page).status_code in {200, 404}
