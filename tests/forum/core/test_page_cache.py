"""Pages kept for visitors: nobody signed in gets or fills one, and a write is seen at once."""

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from werkzeug.test import Client

from forum.core import clock, page_cache
from forum.core.db import db
from forum.core.page_cache import PageCache
from forum.core.versions import SqliteVersion
from forum.threads import views
from forum.threads.models import Thread
from tests.factories import Factory
from tests.statements import counted


@pytest.fixture
def thread(make: Factory) -> Thread:
    return make.thread(title="The hub falls off the Wi-Fi")


@pytest.fixture
def page(thread: Thread) -> str:
    return f"/t/{thread.id}/{thread.slug}"


def _text(client: FlaskClient, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).get_data(as_text=True)


def _statements(client: FlaskClient, path: str, **headers: str) -> int:
    with counted() as seen:
        client.get(path, headers=headers)
    return len(seen)


@pytest.mark.parametrize("path", ["/", "/questions", "/c/hub", "/kb", "{page}"])
def test_the_second_visitor_costs_no_statement(app: Flask, page: str, path: str) -> None:
    path = path.format(page=page)
    first = _text(app.test_client(), path)
    assert _statements(app.test_client(), path) == 0
    assert _text(app.test_client(), path) == first


def test_an_answer_is_seen_at_once(
    client: FlaskClient, make: Factory, thread: Thread, page: str
) -> None:
    assert "Put it on the other channel" not in _text(client, page)
    make.answer(thread, "Put it on the other channel.")
    assert "Put it on the other channel" in _text(client, page)


def test_what_another_process_writes_is_seen_at_once(
    app: Flask, client: FlaskClient, page: str
) -> None:
    _text(client, page)
    other = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with other.begin() as connection:
        connection.execute(text("UPDATE threads SET title = 'The hub is well'"))
    other.dispose()
    assert "The hub is well" in _text(client, page)


def test_another_database_in_its_place_is_another_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    version = SqliteVersion(path)
    assert version.read() is None
    for _each in range(2):
        path.unlink(missing_ok=True)
        (tmp_path / "b.db").touch()
        (tmp_path / "b.db").rename(path)
        assert version.read() is not None
    first = version.read()
    (tmp_path / "b.db").touch()
    (tmp_path / "b.db").rename(path)
    assert version.read() != first


def test_a_member_never_fills_a_visitors_page(
    make: Factory, client: FlaskClient, page: str
) -> None:
    own = _text(make.signed_in(make.user("Olga Member")), page)
    assert "Olga Member" in own
    assert "csrf-token" in own
    seen = _text(client, page)
    assert "Olga Member" not in seen
    assert "csrf" not in seen


def test_a_member_never_gets_a_visitors_page(make: Factory, client: FlaskClient, page: str) -> None:
    _text(client, page)
    assert "Olga Member" in _text(make.signed_in(make.user("Olga Member")), page)


def test_what_only_staff_see_stays_with_them(make: Factory, client: FlaskClient) -> None:
    rep, room = make.user(role="rep"), make.category("staff", "staff")
    hidden = make.thread(title="Nobody but staff", author=rep, category=room)
    path = f"/t/{hidden.id}/{hidden.slug}"
    assert make.signed_in(role="rep").get(path).status_code == 200
    assert client.get(path).status_code == 404
    assert make.signed_in(role="rep").get(path).status_code == 200


def test_a_visitor_with_a_session_draws_and_keeps_nothing(app: Flask, page: str) -> None:
    known = app.test_client()
    with known.session_transaction() as session:
        session["_flashes"] = [("info", "Only for you")]
    assert "Only for you" in _text(known, page)
    assert "Only for you" not in _text(app.test_client(), page)


def test_kept_pages_set_no_cookie_and_hold_no_token(client: FlaskClient, page: str) -> None:
    for _each in range(2):
        answer = client.get(page)
        assert "Set-Cookie" not in answer.headers
        assert "csrf" not in answer.get_data(as_text=True)
        assert answer.headers["Content-Security-Policy"]


def test_the_form_for_asking_is_never_kept(app: Flask, make: Factory) -> None:
    make.category()
    keys = {_text(app.test_client(), "/ask") for _each in range(2)}
    assert len(keys) == 2


def test_each_language_has_its_own_page(app: Flask, page: str) -> None:
    english, russian = (
        _text(app.test_client(), page, **{"Accept-Language": code}) for code in ("en-GB", "ru-RU")
    )
    assert '<html lang="en"' in english
    assert '<html lang="ru"' in russian
    by_cookie = app.test_client()
    by_cookie.set_cookie("language", "ru", domain="127.0.0.1")
    assert '<html lang="ru"' in _text(by_cookie, page, **{"Accept-Language": "en"})


def test_each_theme_has_its_own_page(app: Flask, page: str) -> None:
    _text(app.test_client(), page)
    dark = app.test_client()
    dark.set_cookie("theme", "dark", domain="127.0.0.1")
    assert 'data-theme="dark"' in _text(dark, page)


def test_a_fragment_is_not_taken_for_the_page(client: FlaskClient, thread: Thread) -> None:
    assert "<html" not in _text(client, "/questions", **{"HX-Request": "true"})
    assert "<html" in _text(client, "/questions")


def test_a_forged_host_gets_nothing_kept(client: FlaskClient, page: str) -> None:
    _text(client, page)
    assert client.get(page, headers={"Host": "evil.example"}).status_code == 400


def test_every_reader_counts(app: Flask, thread: Thread, page: str) -> None:
    views.flush_views()  # what other tests opened
    before = thread.view_count
    for _each in range(3):
        app.test_client().get(page)
    views.flush_views()
    db.session.refresh(thread)
    assert thread.view_count == before + 3


def test_after_a_minute_the_page_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch, client: FlaskClient, page: str
) -> None:
    _text(client, page)
    later = clock.now() + page_cache.KEPT_FOR
    monkeypatch.setattr(clock, "now", lambda: later)
    assert _statements(client, page) > 0


def test_only_so_many_pages_are_kept(
    monkeypatch: pytest.MonkeyPatch, client: FlaskClient, page: str
) -> None:
    monkeypatch.setattr(page_cache, "PAGES_MAX", 2)
    _text(client, page)
    for number in range(2):
        _text(client, f"/questions?page={number}")
    assert _statements(client, "/questions?page=1") == 0
    assert _statements(client, page) > 0


@pytest.mark.parametrize(
    ("status", "header", "body"),
    [
        ("404 NOT FOUND", ("X-Thing", "1"), b"<p>gone</p>"),
        ("200 OK", ("Set-Cookie", "session=1"), b"<p>yours</p>"),
        ("200 OK", ("X-Thing", "1"), b'<input type="hidden" name="csrf_token" value="x">'),
    ],
)
def test_what_must_not_be_kept_is_drawn_each_time(
    tmp_path: Path, status: str, header: tuple[str, str], body: bytes
) -> None:
    drawn = []

    def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        drawn.append(environ["PATH_INFO"])
        environ["threadwell.keep"] = True
        start_response(status, [("Content-Type", "text/html"), header])
        return [body]

    (tmp_path / "a.db").touch()
    cache = PageCache(site, SqliteVersion(tmp_path / "a.db"), "session", "theme")
    visitor = Client(cache, use_cookies=False)
    assert [visitor.get("/x").data for _each in range(2)] == [body, body]
    assert drawn == ["/x", "/x"]


def test_what_was_drawn_before_a_write_is_not_served_after_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    drawn = []

    def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        drawn.append(environ["PATH_INFO"])
        if len(drawn) == 1:  # somebody writes while the first page is being drawn
            with sqlite3.connect(path) as other:
                other.execute("CREATE TABLE written (id)")
            other.close()
        environ["threadwell.keep"] = True
        start_response("200 OK", [("Content-Type", "text/html")])
        return [str(len(drawn)).encode()]

    path.touch()
    visitor = Client(PageCache(site, SqliteVersion(path), "session", "theme"))
    assert [visitor.get("/x").data for _each in range(3)] == [b"1", b"2", b"2"]


def test_an_hour_ago_is_not_the_future(
    monkeypatch: pytest.MonkeyPatch, client: FlaskClient, page: str
) -> None:
    _text(client, page)
    earlier = clock.now() - timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert _statements(client, page) > 0
