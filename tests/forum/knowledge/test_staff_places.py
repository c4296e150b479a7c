"""Categories of the staff do not show on pages of the public."""

from forum.core.db import db
from moderation.promotion import actions
from tests.factories import Factory


def test_an_article_does_not_name_the_staff_category_above_its_own(make: Factory) -> None:
    above = make.category("inside", audience="staff", description_en="")
    above.name_en = "Secret project"
    below = make.category("below", parent_id=above.id)
    db.session.commit()
    writer = make.user(role="moderator")
    article = actions.begin_article(writer, actions.ArticleText("A", "Text.", below.id, "en"))
    actions.publish_article(writer, article.id)
    page = f"/kb/{article.id}/{article.slug}"
    assert "Secret project" not in make.signed_in().get(page).text
    assert "Secret project" in make.signed_in(writer).get(page).text
