"""Following an article: on its page, in the inbox, in one's list, and when it is replaced."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.outbox import OutboxMail
from forum.knowledge.actions import follow
from forum.knowledge.models import Article, ArticleFollow
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.reactions.actions import follow as follow_thread
from moderation.promotion import actions
from tests.browser import post, token_on
from tests.factories import Factory
from tests.forum.knowledge.conftest import Writing

OTHER_WORDS = "Hold the button for a while. Then open the app and wait."


@pytest.fixture
def reader(make: Factory) -> User:
    return make.user("Rita Reader", email="rita@example.com")


def told(reader: User) -> list[tuple[str, int | None]]:
    db.session.expire_all()  # the worker has a session of its own
    while True:
        before = db.session.scalars(select(Notification.id)).all()
        tell_people()
        if db.session.scalars(select(Notification.id)).all() == before:
            break
    rows = select(Notification.kind, Notification.article_id).where(
        Notification.user_id == reader.id
    )
    return [(kind.value, number) for kind, number in db.session.execute(rows)]


def edit(make: Factory, article: Article, source: str) -> None:
    editor = make.user(role="rep")
    row = db.session.get_one(Article, article.id)
    text = actions.ArticleText(row.title, source, row.category_id, row.language, row.summary)
    actions.save(editor, row.id, row.revision_number, text)


def test_one_click_follows_and_another_stops(
    make: Factory, article: Writing, reader: User, client: FlaskClient
) -> None:
    written = article()
    page = f"/kb/{written.id}/{written.slug}"
    assert "/follow" not in client.get(page).text
    browser = make.signed_in(reader)
    assert 'aria-pressed="false"' in browser.get(page).text
    swapped = browser.post(
        f"/kb/{written.id}/follow",
        data={"csrf_token": token_on(browser, page)},
        headers={"HX-Request": "true"},
    )
    assert 'aria-pressed="true"' in swapped.text
    assert "<html" not in swapped.text
    assert "Following" in browser.get(page).text
    assert post(browser, f"/kb/{written.id}/follow/delete", page=page).location == page
    assert db.session.scalars(select(ArticleFollow)).all() == []


def test_followers_hear_of_other_words_once_a_day_by_inbox_and_mail(
    make: Factory, article: Writing, reader: User
) -> None:
    written = article()
    follow(reader, written.id)
    edit(make, written, written.source.replace("Hold", "Press"))
    assert told(reader) == []
    edit(make, written, OTHER_WORDS)
    edit(make, written, f"{OTHER_WORDS} It blinks 5 times.")
    assert told(reader) == [("followed_changed", written.id)]
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.user_id == reader.id)).one()
    assert mail.subject == "An article you follow has changed: Pair a lamp"
    assert f"/kb/{written.id}\n" in mail.text


def test_tomorrow_another_change_is_told(
    make: Factory, article: Writing, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = article()
    follow(reader, written.id)
    edit(make, written, OTHER_WORDS)
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    edit(make, written, "Ask the team for another lamp.")
    assert told(reader) == [("followed_changed", written.id)] * 2


def test_who_edits_and_who_follows_no_more_hear_nothing(
    make: Factory, article: Writing, reader: User
) -> None:
    written, editor = article(), make.user(role="rep")
    follow(editor, written.id)
    follow(reader, written.id)
    follow(reader, written.id, wanted=False)
    text = actions.ArticleText("Other", OTHER_WORDS, written.category_id, "en")
    actions.save(editor, written.id, written.revision_number, text)
    assert told(reader) == told(editor) == []


def test_what_is_withdrawn_is_told_when_it_comes_back(
    make: Factory, article: Writing, reader: User
) -> None:
    written, lead = article(), make.user(role="moderator")
    follow(reader, written.id)
    actions.withdraw(lead, written.id)
    edit(make, written, OTHER_WORDS)
    assert told(reader) == []
    actions.publish_article(lead, written.id)
    assert told(reader) == [("followed_back", written.id)]


def test_a_second_look_at_what_everybody_reads_is_no_news(
    make: Factory, article: Writing, reader: User
) -> None:
    written = article(status="needs_review")
    follow(reader, written.id)
    actions.publish_article(make.user(role="moderator"), written.id)
    assert told(reader) == []


def test_followers_go_along_to_the_successor_and_are_told_of_it(
    make: Factory, article: Writing, reader: User
) -> None:
    old, new = article("Old"), article("New")
    both = make.user("Bo Both")
    follow(reader, old.id)
    for article_id in (old.id, new.id):
        follow(both, article_id)
    actions.archive(make.user(role="moderator"), old.id, new.id)
    assert told(reader) == told(both) == [("followed_replaced", new.id)]
    edit(make, new, OTHER_WORDS)
    assert told(reader)[1:] == [("followed_changed", new.id)]


def test_a_translation_is_told_to_those_who_read_its_language(
    make: Factory, article: Writing, reader: User
) -> None:
    written = article()
    russian, english = make.user("Ru", language="ru"), make.user("En", language="en")
    for person in (reader, russian, english):
        follow(person, written.id)
    arrived = article("Лампа", language="ru", translation_of_id=written.id)
    assert told(reader) == told(russian) == [("followed_translated", arrived.id)]
    assert told(english) == []


def test_what_went_where_only_the_team_reads_is_told_to_nobody_else(
    make: Factory, article: Writing, reader: User
) -> None:
    written = article()
    follow(reader, written.id)
    text = actions.ArticleText("Secret 7", OTHER_WORDS, make.category("backroom", "staff").id, "en")
    actions.save(make.user(role="rep"), written.id, written.revision_number, text)
    assert told(reader) == []
    with pytest.raises(NotFound):
        follow(make.user(), written.id)


def test_what_one_follows_stands_in_one_list_with_a_way_out(
    app: Flask, make: Factory, article: Writing, reader: User
) -> None:
    written, hidden = article("Pair a lamp"), article("Put away")
    follow(reader, written.id)
    follow(reader, hidden.id)
    actions.withdraw(make.user(role="moderator"), hidden.id)
    thread = make.thread("The doorbell is silent")
    follow_thread(reader, thread.id)
    browser = make.signed_in(reader)
    questions, articles = (browser.get(f"/my/following{x}").text for x in ("", "/articles"))
    assert "The doorbell is silent" in questions
    assert "Pair a lamp" in articles
    assert "Put away" not in questions + articles
    post(browser, f"/my/following/threads/{thread.id}/delete", page="/my/following")
    post(browser, f"/my/following/articles/{written.id}/delete", page="/my/following/articles")
    assert "You follow no questions." in browser.get("/my/following").text
    assert "You follow no articles." in browser.get("/my/following/articles").text
