"""What people read in Russian: counts, names in sentences, and pages without a word of English."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import gettext, ngettext
from sqlalchemy import update

from forum.core.db import db
from forum.core.i18n import LANGUAGE_COOKIE, in_language
from moderation.teams.models import Team
from tests.browser import HOST
from tests.factories import Factory
from tests.test_translations import english


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 ответов"),
        (1, "1 ответ"),
        (2, "2 ответа"),
        (5, "5 ответов"),
        (11, "11 ответов"),
        (21, "21 ответ"),
        (104, "104 ответа"),
    ],
)
def test_russian_counts_in_three_forms(app: Flask, number: int, said: str) -> None:
    with app.test_request_context(), in_language("ru"):
        assert ngettext("%(num)s answer", "%(num)s answers", number) == said


def test_a_name_is_put_into_a_russian_sentence(app: Flask) -> None:
    with app.test_request_context(), in_language("ru"):
        assert gettext("%(name)s mentioned you", name="Анна") == "Анна упоминает вас"


@pytest.fixture
def russian_site(make: Factory) -> Factory:
    """A question with an answer, all of it in Russian."""
    hub = make.category("hub", name_ru="Хаб")
    db.session.execute(update(Team).values(name="Поддержка"))  # as an admin names it
    db.session.commit()
    asker = make.user("Анна")
    thread = make.thread("Хаб теряет сеть", "Мигает красным.", asker, hub)
    make.answer(thread, "Перезагрузите его.", make.user("Пётр"))
    return make


PAGES = {
    "": "/ /questions /c/hub /t/1 /ask /search /search?q=хаб /kb /login /register /people /nowhere",
    "member": "/my/questions /inbox /settings /settings/security /settings/account /t/1 /ask",
    "moderator": "/desk /desk/t/1 /desk/log /desk/articles /desk/articles/new /t/1 /t/1/curate",
}


@pytest.mark.parametrize(
    ("role", "page"), [(role, page) for role in PAGES for page in PAGES[role].split()]
)
def test_a_page_in_russian_has_no_english_left(
    russian_site: Factory, client: FlaskClient, role: str, page: str
) -> None:
    browser = russian_site.signed_in(russian_site.user("Мария", role)) if role else client
    browser.set_cookie(LANGUAGE_COOKIE, "ru", domain=HOST)
    answer = browser.get(page, follow_redirects=True, headers={"Accept-Language": "ru"})
    assert '<html lang="ru"' in answer.text
    assert english(answer.text) == []
