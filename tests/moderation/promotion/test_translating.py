"""An article in two languages: begun from the original, marked when it falls behind."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.knowledge.models import Article, ArticleStatus
from moderation.audit.models import StaffAct
from moderation.promotion import actions
from moderation.promotion.actions.tasks import open_tasks
from moderation.promotion.models import Cause
from tests.browser import post
from tests.factories import Factory


@pytest.fixture
def pair(make: Factory, draft: Callable[..., Article]) -> tuple[Article, Article]:
    """A published original and its published translation."""
    moderator = make.user(role="moderator")
    original = draft(source="Hold the button.")
    actions.publish_article(moderator, original.id)
    translation = actions.translate(moderator, original.id, "ru")
    text = actions.ArticleText(
        "Подключить лампу", "Держите кнопку.", original.category_id, "ru", "Коротко"
    )
    actions.save(moderator, translation.id, 1, text)
    actions.publish_article(moderator, translation.id)
    return original, translation


def edit(make: Factory, article: Article, **new: object) -> None:
    now = db.session.get_one(Article, article.id, populate_existing=True)
    fields = {
        "title": now.title,
        "source": now.source,
        "category_id": now.category_id,
        "language": now.language,
        "summary": now.summary,
    }
    text = actions.ArticleText(**{**fields, **new})  # type: ignore[arg-type]
    actions.save(make.user(role="moderator"), article.id, now.revision_number, text)


def fresh(article: Article) -> Article:
    return db.session.get_one(Article, article.id, populate_existing=True)


def read(make: Factory, article: Article, language: str) -> str:
    client = make.app.test_client()
    page = client.get(
        f"/kb/{article.id}", headers={"Accept-Language": language}, follow_redirects=True
    )
    return str(page.text)


def test_a_translation_begins_with_the_words_threads_and_people_of_its_original(make, solved):
    rep = make.user(role="rep")
    thread, best = solved()
    original = actions.promote(rep, thread.id).article
    client = make.signed_in(rep)
    editor = f"/desk/articles/{original.id}/edit"
    answer = post(client, f"/desk/articles/{original.id}/translate", editor, language="ru")
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    assert "Restart it." in page
    translation = db.session.query(Article).filter_by(translation_of_id=original.id).one()
    assert (translation.language, translation.status) == ("ru", ArticleStatus.DRAFT)
    assert translation.translated_revision == original.revision_number
    assert f"/p/{best.id}" not in page  # its words are not those of the post
    assert thread.title in page


def test_there_is_one_translation_for_each_language_and_writers_make_it(make, pair):
    original, translation = pair
    rep = make.user(role="rep")
    for article in (original, translation):
        for language in ("en", "ru", "xx"):
            with pytest.raises(Refused):
                actions.translate(rep, article.id, language)
    with pytest.raises(NotAllowed):
        actions.translate(make.user(role="ambassador"), original.id, "ru")


def confirmed(article):
    acts = select(StaffAct).where(StaffAct.verb == "confirm", StaffAct.object_id == article.id)
    return db.session.scalars(acts.where(StaffAct.object_kind == "article")).all()


def test_an_edited_original_marks_its_translation_until_somebody_brings_it_up_to_date(make, pair):
    original, translation = pair
    assert "notice-info" not in read(make, translation, "ru")
    edit(make, original, source="Hold the button for ten seconds.")
    assert fresh(translation).status is ArticleStatus.NEEDS_REVIEW
    assert [task.cause for task in open_tasks(translation.id)] == [Cause.ORIGINAL_CHANGED]
    page = read(make, translation, "ru")
    assert "notice-info" in page
    assert "Держите кнопку." in page
    rep = make.signed_in(role="rep")
    editor = f"/desk/articles/{translation.id}/edit"
    assert "The translation is up to date" in rep.get(editor).text
    before = len(confirmed(translation))
    post(rep, f"/desk/articles/{translation.id}/up-to-date", editor)
    assert len(confirmed(translation)) == before + 1
    assert fresh(translation).status is ArticleStatus.PUBLISHED
    assert open_tasks(translation.id) == []
    assert "notice-info" not in read(make, translation, "ru")
    assert actions.up_to_date(make.user(role="rep"), translation.id)
    with pytest.raises(Refused):
        actions.up_to_date(make.user(role="rep"), original.id)


def test_still_true_says_so_too_and_a_new_place_is_no_new_text(make, pair):
    original, translation = pair
    edit(make, original, category_id=make.category("elsewhere").id)
    assert open_tasks(translation.id) == []
    assert fresh(translation).translated_revision == fresh(original).revision_number
    edit(make, original, title="Pair any lamp")
    actions.still_true(make.user(role="rep"), translation.id)
    assert fresh(translation).translated_revision == fresh(original).revision_number


def test_readers_are_told_which_language_they_read(make, pair, draft):
    original, _translation = pair
    assert "Подключить лампу" in read(make, original, "ru")
    alone = draft(title="Only in English")
    actions.publish_article(make.user(role="moderator"), alone.id)
    assert "English" in read(make, alone, "ru")
    assert "not translated yet" not in read(make, alone, "en")
