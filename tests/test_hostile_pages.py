"""Hostile and naughty texts through the real pages: kept as they were typed, and never run."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import markup
from forum.core.db import db
from forum.core.fields import one_line, unix_lines
from forum.threads.models import Post, Thread
from forum.threads.queries import question_of
from tests import hostile
from tests.browser import token_on
from tests.factories import Factory

SAMPLE = 150
HARMLESS = ("", "Plain words", "words that are by far too many")  # the last: for tags
ALLOWED_ADDRESSES = markup.SCHEMES | {""}


@pytest.fixture
def drawn() -> set[tuple[str, str]]:
    """Every element with every attribute that pages drew for harmless words."""
    return set()


def flaws_of_page(html: str, drawn: set[tuple[str, str]]) -> list[str]:
    """What a page holds that it did not hold for harmless words, and that is no listed markup."""
    known = drawn | {(tag, "") for tag in markup.TAGS} | {("a", "rel")}
    known |= {(tag, name) for tag, names in markup.ATTRIBUTES.items() for name in names}
    flaws = []
    for tag, name, value in hostile.parts(hostile.page(html)):
        if (tag, name) not in known and not name.startswith("aria-"):
            flaws.append(f"<{tag} {name}>")
        if name.startswith("on") or name == "style":
            flaws.append(f"<{tag} {name}={value}>")
        if name in hostile.ADDRESSES and hostile.scheme_of(value) not in ALLOWED_ADDRESSES:
            flaws.append(f"{name}={value}")
        if tag == "script" and name == "src" and not value.startswith("/static/"):
            flaws.append(f"<script src={value}>")
    return flaws


def remember(html: str, drawn: set[tuple[str, str]]) -> None:
    """Take what a page draws for harmless words as known."""
    drawn |= {(tag, name) for tag, name, _value in hostile.parts(hostile.page(html))}


def texts_of(collection: str) -> list[str]:
    """A sample without what no request can carry."""
    return [
        text for text in hostile.spread(getattr(hostile, collection)(), SAMPLE) if "\0" not in text
    ]


@pytest.mark.parametrize("collection", ["xss", "naughty"])
def test_questions_and_answers_keep_every_text_and_run_none(
    make: Factory, collection: str, drawn: set[tuple[str, str]]
) -> None:
    category = make.category()
    client = make.signed_in()
    token = token_on(client, "/ask")

    def ask(title: str, body: str) -> Thread | None:
        fields = {"title": title, "body": body, "category": str(category.id), "tags": ""}
        fields |= {"type": "question", "severity": "minor", "csrf_token": token}
        answer = client.post("/ask", data=fields)
        assert answer.status_code in {303, 400, 409}, title
        if answer.status_code != 303:
            assert flaws_of_page(answer.text, drawn) == []
            return None
        return db.session.scalars(select(Thread).order_by(Thread.id.desc())).first()

    harmless = ask("What does it say here", "Words and `code`.")
    assert harmless is not None
    client.post(f"/t/{harmless.id}/answers", data={"csrf_token": token, "body": "An answer."})
    for path in (f"/t/{harmless.id}", "/questions", "/ask"):
        remember(client.get(path, follow_redirects=True).text, drawn)
    remember(client.post("/ask", data={"csrf_token": token, "title": "x"}).text, drawn)

    for text in texts_of(collection):
        title = f"What does {text}"[:200]
        thread = ask(title, text)
        if thread is None:  # nothing visible in it: say something before it
            thread = ask("What does it say there", f"It says: {text}")
            assert thread is not None, repr(text)
            assert question_of(thread.id).source == unix_lines(f"It says: {text}")
        else:
            assert thread.title == one_line(title)
            assert question_of(thread.id).source == unix_lines(text)
        posted = client.post(f"/t/{thread.id}/answers", data={"csrf_token": token, "body": text})
        assert posted.status_code in {303, 400}
        shown = client.get(f"/t/{thread.id}", follow_redirects=True)
        assert shown.status_code == 200
        assert flaws_of_page(shown.text, drawn) == [], repr(text)
    assert client.get("/questions").status_code == 200
    assert flaws_of_page(client.get("/questions").text, drawn) == []


@pytest.mark.parametrize("collection", ["xss", "naughty"])
def test_comments_tags_names_and_reasons_answer_plainly(
    make: Factory, collection: str, drawn: set[tuple[str, str]]
) -> None:
    thread = make.thread()
    post = question_of(thread.id)
    client = make.signed_in(role="admin")
    token = token_on(client, "/ask")
    sinks = {
        f"/p/{post.id}/comments": "body",
        f"/t/{thread.id}/tags": "tags",
        "/settings/name": "name",
        "/settings/bio": "bio",
        f"/t/{thread.id}/lock": "reason",
        "/preview": "body",
        f"/drafts/answer:{thread.id}": "body",
    }
    shown_on = (f"/t/{thread.id}", "/settings", "/people", "/desk/log")
    for words in HARMLESS:
        for path, field in sinks.items():
            remember(client.post(path, data={"csrf_token": token, field: words}).text, drawn)
        client.post(f"/t/{thread.id}/lock/delete", data={"csrf_token": token})
    for path in shown_on:
        remember(client.get(path, follow_redirects=True).text, drawn)
    for text in texts_of(collection):
        for path, field in sinks.items():
            answer = client.post(path, data={"csrf_token": token, field: text})
            assert answer.status_code in {200, 204, 303, 400, 409}, (path, text)
            if path == "/preview" or answer.status_code == 400:
                assert flaws_of_page(answer.text, drawn) == [], (path, text)
        client.post(f"/t/{thread.id}/lock/delete", data={"csrf_token": token})
    kept = db.session.scalars(select(Post.source).where(Post.parent_id == post.id)).all()
    assert set(kept) <= {unix_lines(text) for text in texts_of(collection)} | {
        "Plain words",
        "words that are by far too many",
    }
    assert len(kept) > SAMPLE // 2
    for path in shown_on:
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200
        assert flaws_of_page(answer.text, drawn) == []


@pytest.mark.parametrize("collection", ["xss", "naughty"])
def test_search_and_addresses_echo_every_text_as_text(
    make: Factory, client: FlaskClient, collection: str, drawn: set[tuple[str, str]]
) -> None:
    make.thread()
    remember(client.get("/search", query_string={"q": "hub"}).text, drawn)
    remember(client.get("/search", query_string={"q": "zzzz"}).text, drawn)
    remember(client.get("/search").text, drawn)
    remember(client.get("/ask").text, drawn)
    for text in texts_of(collection):
        for path, query in (
            ("/search", {"q": text}),
            ("/search", {"q": "hub", "category": text, "tag": text, "page": text}),
            ("/ask", {"title": text, "tags": text, "category": text}),
            ("/questions", {"after": text, "status": text, "sort": text}),
            ("/api/v1/similar", {"text": text, "limit": "3"}),
            ("/login", {"next": text}),
        ):
            answer = client.get(path, query_string=query)
            assert answer.status_code in {200, 302, 400}, (path, text)
            if path in {"/search", "/ask"} and answer.status_code == 200:
                assert flaws_of_page(answer.text, drawn) == [], (path, text)


IMPOSSIBLE = {
    "NUL": "%00",
    "a lone surrogate": "%ED%A0%80",
    "half a letter": "%D0",
    "latin-1": "%FF",
}


@pytest.mark.parametrize("what", sorted(IMPOSSIBLE))
def test_what_no_text_holds_is_refused(make: Factory, what: str) -> None:
    client = make.signed_in()
    token = token_on(client, "/ask")
    kind = "application/x-www-form-urlencoded"
    sent = f"csrf_token={token}&body=abc{IMPOSSIBLE[what]}".encode()
    assert client.post("/preview", data=sent, content_type=kind).status_code == 400
    named = f"csrf_token={token}&bo{IMPOSSIBLE[what]}dy=abc".encode()
    assert client.post("/preview", data=named, content_type=kind).status_code == 400
    assert client.get(f"/search?q={IMPOSSIBLE[what]}").status_code == 400
    assert client.get(f"/u/{IMPOSSIBLE[what]}").status_code in {400, 404}


def test_it_is_refused_in_a_form_of_parts_too(make: Factory) -> None:
    client = make.signed_in()
    token = token_on(client, "/ask").encode()
    for body in (b"abc\x00", b"abc\xed\xa0\x80"):
        part = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        sent = part % (b"csrf_token", token) + part % (b"body", body) + b"--b--\r\n"
        kind = "multipart/form-data; boundary=b"
        assert client.post("/preview", data=sent, content_type=kind).status_code == 400
        fine = sent.replace(body, "abcй".encode())
        assert client.post("/preview", data=fine, content_type=kind).status_code == 200


def test_more_than_a_form_may_hold_is_told_and_kept_from_the_database(
    app: Flask, make: Factory
) -> None:
    thread = make.thread()
    client = make.signed_in()
    token = token_on(client, "/ask")
    long = "x" * (markup.SOURCE_MAX_CHARS + 1)
    answer = client.post(f"/t/{thread.id}/answers", data={"csrf_token": token, "body": long})
    assert answer.status_code == 400
    assert long in answer.text
    huge = "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)
    assert client.post("/preview", data={"csrf_token": token, "body": huge}).status_code == 413
    many = {f"field{number}": "x" for number in range(2_000)}
    assert client.post("/drafts/ask", data={"csrf_token": token, **many}).status_code in {400, 413}
