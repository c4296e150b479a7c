"""Languages: who reads which, and moments in words in both."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_wtf.i18n import translations as form_words

from forum.core import clock, i18n
from tests.browser import HOST
from tests.factories import Factory

NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("passed", "english", "russian"),
    [
        (timedelta(0), "just now", "только что"),
        (timedelta(seconds=30), "just now", "только что"),
        (timedelta(minutes=1), "1 minute ago", "1 минуту назад"),
        (timedelta(minutes=2), "2 minutes ago", "2 минуты назад"),
        (timedelta(minutes=5), "5 minutes ago", "5 минут назад"),
        (timedelta(minutes=21), "21 minutes ago", "21 минуту назад"),
        (3 * DAY, "3 days ago", "3 дня назад"),
        (5 * DAY, "5 days ago", "5 дней назад"),
        (-2 * timedelta(hours=1), "in 2 hours", "через 2 часа"),
        (-5 * DAY, "in 5 days", "через 5 дней"),
        (400 * DAY, "18 Feb 2025", "18 февр. 2025"),
    ],
)
def test_moments_in_words(app: Flask, passed: timedelta, english: str, russian: str) -> None:
    with i18n.in_language("en"):
        assert i18n.ago(NOW - passed) == english
    with i18n.in_language("ru"):
        assert i18n.ago(NOW - passed).rstrip(" г.") == russian.rstrip(" г.")


@pytest.mark.parametrize(
    ("length", "english", "russian"),
    [
        (timedelta(minutes=1), "1 minute", "1 минута"),
        (timedelta(hours=2), "2 hours", "2 часа"),
        (5 * DAY, "5 days", "5 дней"),
        (timedelta(0), "1 minute", "1 минута"),
    ],
)
def test_lengths_in_words(app: Flask, length: timedelta, english: str, russian: str) -> None:
    with i18n.in_language("en"):
        assert i18n.duration(length) == english
    with i18n.in_language("ru"):
        assert i18n.duration(length) == russian


def language_of(client: FlaskClient, **headers: str) -> str:
    """The language a page says it is in."""
    page = client.get("/search", headers={k.replace("_", "-"): v for k, v in headers.items()}).text
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


def test_a_visitor_reads_what_the_browser_asks_for(client: FlaskClient) -> None:
    assert language_of(client) == "en"
    assert language_of(client, Accept_Language="ru-RU,ru;q=0.9,en;q=0.5") == "ru"
    assert language_of(client, Accept_Language="de,fr;q=0.9") == "en"
    assert language_of(client, Accept_Language="\x7f;;;q=x") == "en"


def test_a_cookie_comes_before_the_browser(client: FlaskClient) -> None:
    client.set_cookie("language", "ru", domain=HOST)
    assert language_of(client, Accept_Language="en") == "ru"
    client.set_cookie("language", "../../etc", domain=HOST)
    assert language_of(client, Accept_Language="en") == "en"


def test_a_choice_comes_before_both(make: Factory) -> None:
    client = make.signed_in(make.user(language="en"))
    client.set_cookie("language", "ru", domain=HOST)
    assert language_of(client, Accept_Language="ru") == "en"
    undecided = make.signed_in(make.user(language=""))
    assert language_of(undecided, Accept_Language="ru") == "ru"


def test_jobs_write_in_the_language_they_are_told(app: Flask) -> None:
    assert i18n.language() == "en"
    with i18n.in_language("ru"):
        assert i18n.language() == "ru"
    with i18n.in_language("xx"):
        assert i18n.language() == "en"
    assert i18n.language() == "en"


def test_programs_get_moments_with_their_zone() -> None:
    assert i18n.iso(NOW) == "2026-03-25T12:00:00+00:00"


def test_a_text_of_a_template_is_kept_for_each_language_apart(app: Flask) -> None:
    for _each in range(2):
        for code, word in (("en", "Questions"), ("ru", "Вопросы")):
            with app.test_request_context("/"), i18n.in_language(code):
                assert render_template_string('{{ _("Questions") }}') == word
                assert render_template_string('{{ _("asked %(x)s", x="<b>") }}').endswith(
                    "&lt;b&gt;"
                )


def test_forms_speak_the_language_of_the_page(app: Flask) -> None:
    for language, words in (("en", "This field is required."), ("ru", "Обязательное поле.")):
        with app.test_request_context("/"), i18n.in_language(language):
            assert form_words.gettext("This field is required.") == words
