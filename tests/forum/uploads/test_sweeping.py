"""Pictures that no text names go, from the rows and from the storage; all others stay."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.events import PersonLeft
from forum.accounts.models import User
from forum.core import clock, storage
from forum.core.db import Base, db, transactional
from forum.core.errors import NotFound
from forum.core.events import publish
from forum.people.export import everything_of
from forum.threads.actions import Edit, delete_post, edit_post, restore_post, save_draft
from forum.threads.queries import question_of
from forum.uploads import actions, holders, queries
from forum.uploads.jobs import LISTED_AT, forget_lost_files, forget_unused
from forum.uploads.models import Upload
from moderation.promotion import actions as promotion
from moderation.watchlist import actions as watchlist
from tests.factories import Factory
from tests.forum.uploads import files

Later = Callable[..., None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let it be later: ``later(hours=25)``."""
    moment = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: moment[0])

    def go_on(**by: float) -> None:
        moment[0] += timedelta(**by)
        forget_unused()
        db.session.expire_all()

    return go_on


@pytest.fixture
def sent(make: Factory) -> Upload:
    """A picture large enough to have two sizes."""
    return actions.store_picture(make.user(), files.picture(1600, 1200, "JPEG"), "lamp.jpg")


def is_kept(key: str) -> bool:
    """Whether the row and both files are there; all of it or nothing."""
    row = db.session.scalar(select(Upload).where(Upload.key == key))
    place = storage.current()
    there = {place.exists(f"{key}.webp"), place.exists(f"{key}.small.webp"), row is not None}
    assert len(there) == 1, "half of it is left"
    return row is not None


def is_served(upload: Upload) -> bool:
    """Whether readers get it."""
    try:
        queries.ensure_served(upload.url)
    except NotFound:
        return False
    return True


def test_what_no_text_names_is_gone_after_a_day(sent: Upload, later: Later) -> None:
    later(hours=23)
    assert is_kept(sent.key)
    later(hours=2)
    assert not is_kept(sent.key)


def test_a_question_keeps_its_picture(make: Factory, sent: Upload, later: Later) -> None:
    make.thread(body=f"Look here: {sent.markdown}")
    for _day in range(5):
        later(hours=25)
    assert is_kept(sent.key)
    assert is_served(sent)


def test_an_answer_of_the_small_one_keeps_both(make: Factory, sent: Upload, later: Later) -> None:
    make.answer(make.thread(), f"![x]({sent.url.shown_path})")
    later(hours=25)
    assert is_kept(sent.key)


def test_a_draft_keeps_its_picture_until_it_is_thrown_away(
    make: Factory, sent: Upload, later: Later
) -> None:
    person = make.user()
    save_draft(f"user:{person.id}", person.id, "ask", {"title": "T", "body": sent.markdown})
    later(hours=25)
    assert is_kept(sent.key)
    save_draft(f"user:{person.id}", person.id, "ask", {"title": "", "body": ""})
    later(hours=25)
    assert not is_kept(sent.key)


def test_an_earlier_revision_keeps_its_picture(make: Factory, sent: Upload, later: Later) -> None:
    author = make.user()
    answer = make.answer(make.thread(), sent.markdown, author=author)
    edit_post(author, answer.id, Edit("It is gone from here.", based_on=1))
    later(hours=25)
    assert is_kept(sent.key)


def test_an_article_and_its_revisions_keep_theirs(
    make: Factory, sent: Upload, later: Later
) -> None:
    rep = make.user(role="rep")
    text = promotion.ArticleText("A title for it", sent.markdown, make.category().id, "en", "")
    promotion.begin_article(rep, text)
    later(hours=25)
    assert is_kept(sent.key)


def test_a_note_of_the_team_keeps_its_picture(make: Factory, sent: Upload, later: Later) -> None:
    watchlist.add_note(make.user(role="rep"), make.thread().id, sent.markdown)
    later(hours=25)
    assert is_kept(sent.key)


def test_a_deleted_post_takes_its_picture_out_of_sight_at_once(
    make: Factory, sent: Upload, later: Later
) -> None:
    author = make.user()
    answer = make.answer(make.thread(), sent.markdown, author=author)
    delete_post(author, answer.id)
    later(minutes=1)
    assert is_kept(sent.key)
    assert not is_served(sent)
    restore_post(author, answer.id)
    later(minutes=1)
    assert is_served(sent)


def test_a_deleted_question_takes_the_pictures_of_its_answers_along(
    make: Factory, sent: Upload, later: Later
) -> None:
    thread = make.thread()
    make.answer(thread, sent.markdown)
    delete_post(make.user(role="moderator"), question_of(thread.id).id)
    later(minutes=1)
    assert not is_served(sent)


def test_after_a_month_the_picture_of_a_deleted_post_is_gone(
    make: Factory, sent: Upload, later: Later
) -> None:
    author = make.user()
    answer = make.answer(make.thread(), sent.markdown, author=author)
    delete_post(author, answer.id)
    for _week in range(4):
        later(days=7)
    assert is_kept(sent.key)
    later(days=4)
    assert not is_kept(sent.key)


def test_what_another_text_shows_stays_in_sight(make: Factory, sent: Upload, later: Later) -> None:
    author = make.user()
    thread = make.thread(body=f"See {sent.markdown}")
    answer = make.answer(thread, f"> {sent.markdown}", author=author)
    delete_post(author, answer.id)
    later(minutes=1)
    assert is_served(sent)


def test_text_that_was_blacked_out_lets_its_picture_go(
    make: Factory, sent: Upload, later: Later
) -> None:
    answer = make.answer(make.thread(), sent.markdown)
    black_out(answer.id)
    later(hours=25)
    assert not is_kept(sent.key)


@transactional
def black_out(post_id: int) -> None:
    """Overwrite a post in every revision."""
    for table, column in (("posts", "id"), ("revisions", "post_id")):
        rows = Base.metadata.tables[table]
        db.session.execute(rows.update().where(rows.c[column] == post_id).values(source="Removed."))


def test_who_leaves_takes_along_what_no_text_shows(
    make: Factory, sent: Upload, later: Later
) -> None:
    owner = db.session.get_one(User, sent.owner_id)
    shown = actions.store_picture(owner, files.picture(1600, 1200, "JPEG"))
    make.thread(body=f"Look: {shown.markdown}", author=owner)
    transactional(publish)(PersonLeft(owner.id))
    later(minutes=1)
    assert not is_kept(sent.key)
    assert is_kept(shown.key)


def test_ones_pictures_are_among_what_one_takes_along(sent: Upload) -> None:
    (taken,) = everything_of(db.session.get_one(User, sent.owner_id))["uploads"]
    assert (taken["key"], taken["name"], taken["width"]) == (sent.key, "lamp", 1600)


def lost_file(app: Flask, hours_ago: float, name: str = "") -> Path:
    """A file without a row."""
    name = name or "lost" * 5 + "xx.webp"
    storage.current().put(name, b"lost", "image/webp")
    path: Path = app.config["THREADWELL"].instance / "uploads" / name[:2] / name
    os.utime(path, (time.time() - hours_ago * 3600,) * 2)
    app.extensions.pop(LISTED_AT, None)
    return path


def test_files_that_a_crash_left_are_found(app: Flask, sent: Upload) -> None:
    path = lost_file(app, hours_ago=25)
    forget_lost_files()
    assert not path.exists()
    assert is_kept(sent.key)


def test_a_file_whose_row_is_being_written_is_left(app: Flask) -> None:
    path = lost_file(app, hours_ago=1)
    forget_lost_files()
    assert path.exists()
    path.unlink()


def test_files_of_others_in_the_same_place_are_left(app: Flask) -> None:
    path = lost_file(app, hours_ago=100, name="somebody-elses.webp")
    forget_lost_files()
    assert path.exists()
    path.unlink()


def test_the_storage_is_listed_once_a_day(app: Flask, later: Later) -> None:
    path = lost_file(app, hours_ago=100)
    forget_lost_files()
    lost = lost_file(app, hours_ago=100)
    app.extensions[LISTED_AT] = clock.now()
    forget_lost_files()
    assert lost.exists()
    later(hours=25)
    forget_lost_files()
    assert not path.exists()


def test_a_storage_out_of_order_keeps_no_row_and_loses_no_file(
    app: Flask, sent: Upload, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise storage.StorageError("away")

    with monkeypatch.context() as patched:
        patched.setattr(type(storage.current()), "delete", fail)
        later(hours=25)
        patched.setattr(type(storage.current()), "files", fail)
        app.extensions.pop(LISTED_AT, None)
        forget_lost_files()
    assert db.session.scalar(select(Upload).where(Upload.key == sent.key)) is None
    app.extensions.pop(LISTED_AT, None)
    later(hours=25)
    forget_lost_files()
    assert not is_kept(sent.key)


def test_every_table_with_markdown_is_asked(app: Flask) -> None:
    written = {
        table.name
        for table in Base.metadata.sorted_tables
        if {"source", "fields"} & set(table.columns.keys())
    }
    assert {"posts", "drafts", "articles", "notes"} <= written
    assert written <= holders.tables(), (
        "Say in the room's register() which column may name pictures: column_holds_pictures(…)"
    )
