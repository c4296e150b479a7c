"""The demo's mailbox: readable in a demo, nowhere else, and its links stay on this site."""

import dataclasses
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.mail import FileTransport
from moderation.demo.mailbox import pieces

Send = Callable[..., None]


@pytest.fixture
def in_demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    settings = dataclasses.replace(app.config["THREADWELL"], demo=True)
    monkeypatch.setitem(app.config, "THREADWELL", settings)
    return app


@pytest.fixture
def send(app: Flask) -> Send:
    folder = app.config["THREADWELL"].instance / "mail"
    for leftover in folder.glob("*.eml"):
        leftover.unlink()

    def write(name: str, text: str, subject: str = "Confirm", date: str = "2024-05-01") -> None:
        message = EmailMessage()
        message["Message-ID"] = f"<{name}@testwell>"
        message["To"] = "somebody@example.com"
        message["Subject"] = subject
        message["Date"] = f"Wed, 01 May 2024 {date}" if ":" in date else date
        message.set_content(text)
        message.add_alternative("<script>alert(1)</script>", subtype="html")
        FileTransport(folder).send(message)

    return write


def test_outside_a_demo_there_is_no_mailbox(app: Flask, client: FlaskClient, send: Send) -> None:
    send("one", "Hello")
    assert client.get("/demo/mail").status_code == 404
    assert client.get("/demo/mail/onetestwell").status_code == 404


def test_an_empty_mailbox_says_so(in_demo: Flask, client: FlaskClient, send: Send) -> None:
    page = client.get("/demo/mail")
    assert page.status_code == 200
    assert "No mail yet" in page.text


def test_the_newest_message_stands_first(in_demo: Flask, client: FlaskClient, send: Send) -> None:
    send("new", "Hello", subject="Second", date="11:00:00 +0000")
    send("old", "Hello", subject="First", date="10:00:00 +0000")
    page = client.get("/demo/mail").text
    assert page.index("Second") < page.index("First")


def test_links_of_this_site_can_be_followed(
    in_demo: Flask, client: FlaskClient, send: Send
) -> None:
    site_url = in_demo.config["THREADWELL"].site_url
    send("one", f"Open {site_url}/confirm/abc.\nNot https://elsewhere.example/x <b>at all</b>")
    listed = client.get("/demo/mail").text
    assert "/demo/mail/onetestwell" in listed
    page = client.get("/demo/mail/onetestwell").text
    assert f'<a href="/confirm/abc">{site_url}/confirm/abc</a>.' in page
    assert 'href="https://elsewhere.example' not in page
    assert "&lt;b&gt;at all" in page
    assert "<script>alert" not in page


def test_only_messages_in_the_folder_can_be_opened(
    in_demo: Flask, client: FlaskClient, send: Send
) -> None:
    for name in ("nothing", "..%2f..%2fsecrets", "%2e%2e"):
        assert client.get(f"/demo/mail/{name}").status_code == 404


def test_a_file_that_is_no_message_breaks_nothing(
    in_demo: Flask, client: FlaskClient, send: Send
) -> None:
    folder = in_demo.config["THREADWELL"].instance / "mail"
    folder.mkdir(exist_ok=True)
    (folder / "junk.eml").write_bytes(b"\xff\x00 no headers\n\nbody \xff")
    try:
        assert client.get("/demo/mail").status_code == 200
        assert client.get("/demo/mail/junk").status_code == 200
    finally:
        (folder / "junk.eml").unlink()


def test_text_is_cut_at_addresses_and_nothing_is_lost() -> None:
    text = "a http://here/x b http://here.example/y http://here/z"
    cut = list(pieces(text, "http://here"))
    assert "".join(piece.text for piece in cut) == text
    assert [piece.path for piece in cut if piece.path] == ["/x", "/z"]
