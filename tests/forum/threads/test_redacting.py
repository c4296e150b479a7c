"""Words that should never have been written: gone from everywhere, at once, for good."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import outbox
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.core.outbox import OutboxMail
from forum.finding.jobs import refresh_index
from forum.knowledge.models import Article
from forum.notifications.jobs import tell_people
from forum.threads import actions
from forum.threads.models import MarkKind, Post, Revision, Thread, ThreadEvent, ThreadEventKind
from moderation.audit.models import StaffAct
from moderation.promotion import actions as promotion
from moderation.watchlist.actions import add_note
from tests.browser import post, token_on
from tests.factories import Factory

SECRET = "Quokka-7731-zx"


@pytest.fixture
def rep(make: Factory) -> User:
    """Somebody of the team."""
    return make.user("Otto Rep", role="moderator")


@pytest.fixture
def thread(make: Factory, rep: User) -> Thread:
    """A question full of a secret: title, versions, answers, drafts, notes, mails, an article."""
    asker, helper = make.user("Wanda K"), make.user("Hanna H")
    thread = make.thread(
        f"Password {SECRET} does not work", f"I type **{SECRET}** & it says no.", author=asker
    )
    question = question_of(thread)
    actions.edit_post(
        asker, question.id, actions.Edit(f"I typed {SECRET}, twice.", 1, thread.title)
    )
    answer = make.answer(thread, f"> {SECRET}\n\nNever post `{SECRET}`!", author=helper)
    actions.comment(asker, answer.id, f"Oh, {SECRET} is not secret?")
    actions.save_draft(
        f"user:{helper.id}", helper.id, f"answer:{thread.id}", {"body": f"About {SECRET}"}
    )
    add_note(rep, thread.id, f"They wrote {SECRET}")
    actions.lock(rep, thread.id, f"Shows {SECRET}")
    actions.mark(rep, answer.id, MarkKind.VERIFIED)
    promotion.promote(rep, thread.id)
    refresh_index()
    tell_people()
    return thread


def question_of(thread: Thread) -> Post:
    """The question's post."""
    return db.session.scalars(
        select(Post).where(Post.thread_id == thread.id, Post.position == 0)
    ).one()


def rows_with(words: str) -> Iterator[str]:
    """Every column of every table there is, the index's own included, that holds these words."""
    wanted = words.lower().encode()
    connection = db.session.connection().connection.dbapi_connection
    assert connection is not None
    cursor = connection.cursor()
    tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        found = cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        names = [column[0] for column in found.description]
        for row in found:
            for name, value in zip(names, row, strict=True):
                stored = value if isinstance(value, bytes) else str(value).encode()
                if wanted in stored.lower():
                    yield f"{table}.{name}"


@pytest.mark.sqlite("reads the tables as SQLite keeps them")
def test_there_was_enough_to_take_out(thread: Thread) -> None:
    before = set(rows_with(SECRET))
    assert {
        *("posts.source", "posts.html", "revisions.source", "revisions.title", "threads.title"),
        *("drafts.fields", "notes.source", "notes.html", "staff_acts.reason"),
        *("thread_events.detail", "outbox_mails.text", "outbox_mails.html"),
        *("outbox_mails.subject", "articles.source", "articles.html", "article_sources.paragraph"),
    } <= before
    assert any(place.startswith("search_") for place in before)


@pytest.mark.sqlite("reads the tables as SQLite keeps them")
def test_the_words_are_nowhere_afterwards(thread: Thread, rep: User) -> None:
    actions.redact(rep, question_of(thread).id, SECRET)
    assert set(rows_with(SECRET)) == set()
    refresh_index()
    tell_people()
    assert set(rows_with(SECRET)) == set()


@pytest.mark.sqlite("reads the file")
def test_the_words_are_nowhere_in_the_files_of_the_database(
    app: Flask, thread: Thread, rep: User
) -> None:
    actions.redact(rep, question_of(thread).id, SECRET)
    db.session.remove()
    folder: Path = app.config["THREADWELL"].instance
    with closing(sqlite3.connect(folder / "threadwell.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in folder.glob("threadwell.db*"):
        assert SECRET.lower().encode() not in path.read_bytes().lower(), path.name


def test_pages_feeds_and_search_show_the_mark(
    client: FlaskClient, thread: Thread, rep: User
) -> None:
    address = f"/t/{thread.id}/{thread.slug}"
    assert SECRET in client.get(address).text  # and it is kept for visitors from here on
    actions.redact(rep, question_of(thread).id, SECRET)
    refresh_index()
    for page in (
        f"/t/{thread.id}",
        f"/p/{question_of(thread).id}/history",
        "/questions",
        "/feeds/questions.atom",
        "/search?q=password",
    ):
        text = client.get(page, follow_redirects=True).text
        assert SECRET.lower() not in text.lower(), page
    assert "[redacted]" in client.get(f"/t/{thread.id}", follow_redirects=True).text
    assert thread.slug == "password-redacted-does-not-work"


def test_mails_that_wait_are_sent_without_them(thread: Thread, rep: User) -> None:
    assert [mail for mail in unsent() if SECRET in mail.text]
    actions.redact(rep, question_of(thread).id, SECRET)
    outbox.send_due_mail()
    assert not [mail for mail in db.session.scalars(select(OutboxMail)) if SECRET in mail.text]


def unsent() -> list[OutboxMail]:
    """What waits in the outbox."""
    return list(db.session.scalars(select(OutboxMail).where(OutboxMail.sent_at.is_(None))))


def test_it_is_logged_and_told_without_the_words(thread: Thread, rep: User) -> None:
    actions.redact(rep, question_of(thread).id, SECRET)
    act = db.session.scalars(select(StaffAct).order_by(StaffAct.id.desc())).first()
    assert act is not None
    assert (act.verb, act.object_id, act.before, act.after) == (
        *("redact", question_of(thread).id, "", ""),
    )
    turns = db.session.scalars(select(ThreadEvent.kind).order_by(ThreadEvent.id)).all()
    assert turns[-1] is ThreadEventKind.REDACTED


def test_an_editor_who_began_before_cannot_bring_them_back(
    thread: Thread, rep: User, make: Factory
) -> None:
    question = question_of(thread)
    before = question.revision_number
    actions.redact(rep, question.id, SECRET)
    asker = db.session.get_one(User, thread.author_id)
    with pytest.raises(actions.StaleEdit):
        actions.edit_post(
            rep, question.id, actions.Edit(f"Again {SECRET}", before, "Some other title")
        )
    assert asker.id == thread.author_id


def test_other_threads_keep_the_same_words(make: Factory, thread: Thread, rep: User) -> None:
    other = make.thread("Another one", f"Mine is {SECRET}")
    actions.redact(rep, question_of(thread).id, SECRET)
    assert SECRET in question_of(other).source


def test_a_russian_thread_gets_a_russian_mark(make: Factory, rep: User) -> None:
    thread = make.thread("Не подходит пароль к хабу", f"Ввожу {SECRET}, и он говорит нет.")
    actions.redact(rep, question_of(thread).id, SECRET)
    assert thread.language == "ru"
    assert SECRET not in question_of(thread).source


def test_letters_in_another_case_are_other_words(thread: Thread, rep: User) -> None:
    with pytest.raises(Refused):
        actions.redact(rep, question_of(thread).id, SECRET.lower())


def test_only_the_team_takes_words_out(thread: Thread, make: Factory) -> None:
    with pytest.raises(NotAllowed):
        actions.redact(make.user(role="ambassador"), question_of(thread).id, SECRET)


def test_it_takes_two_steps_and_a_number_typed_by_hand(
    make: Factory, thread: Thread, rep: User
) -> None:
    browser = make.signed_in(rep)
    start = f"/p/{question_of(thread).id}/redact"
    assert SECRET in browser.get(start).text
    second = post(browser, start, words=SECRET)
    assert second.status_code == 200
    assert "This cannot be undone" in second.text
    wrong = post(browser, f"{start}/confirm", page=start, words=SECRET, number="7")
    assert wrong.status_code == 400
    assert SECRET in question_of(thread).source
    done = browser.post(
        f"{start}/confirm",
        data={
            "csrf_token": token_on(browser, start),
            "words": SECRET,
            "number": f"#{thread.id}",
        },
    )
    assert done.status_code == 303
    assert SECRET not in question_of(thread).source


def test_words_that_stand_nowhere_are_refused(make: Factory, thread: Thread, rep: User) -> None:
    start = f"/p/{question_of(thread).id}/redact"
    assert post(make.signed_in(rep), start, words="nothing of the kind").status_code == 409


def test_every_version_is_rewritten(thread: Thread, rep: User) -> None:
    actions.redact(rep, question_of(thread).id, SECRET)
    for version in db.session.scalars(select(Revision)):
        assert SECRET not in version.source + version.title
    assert SECRET not in db.session.scalars(select(Article)).one().source
