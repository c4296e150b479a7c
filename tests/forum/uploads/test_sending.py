"""Sending pictures: what comes back, what is refused and in which words."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from forum.core import clock, storage
from forum.core.db import db
from forum.core.errors import NotAllowed
from forum.core.markup import render
from forum.core.storage import StorageError
from forum.uploads import actions
from forum.uploads.models import Upload
from tests.access.world import csrf_token
from tests.factories import Factory
from tests.forum.uploads import files

JSON = {"Accept": "application/json"}
MEGABYTE = 1024 * 1024


def send(
    client: FlaskClient, content: bytes, name: str = "hub.png", json: bool = True, token: str = ""
) -> TestResponse:
    """Send a file as the editor does, or as the plain form."""
    with client.session_transaction() as session:
        session["csrf_token"] = "seed"
    token = token or csrf_token(client.application, "seed")
    form = {"file": FileStorage(BytesIO(content), name), "csrf_token": token}
    boundary, body = encode_multipart(form)
    return client.post(
        "/uploads",
        data=body,
        headers=JSON if json else {"Accept": "text/html"},
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def rows() -> int:
    """How many pictures are kept."""
    return db.session.scalar(select(func.count()).select_from(Upload)) or 0


def kept_files() -> set[str]:
    """What lies in the storage."""
    return {file.name for file in storage.current().files()}


def test_the_editor_gets_a_line_to_insert(make: Factory) -> None:
    answer = send(make.signed_in(), files.photo(2000, 1500), "My hub.jpeg")
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["markdown"] == f"![My hub]({told['url']})"
    assert (told["width"], told["height"]) == (1500, 2000)
    html = render(told["markdown"]).html
    assert f'href="{told["url"]}"' in html
    assert 'width="360" height="480"' in html


def test_the_plain_form_shows_the_line_on_the_next_page(make: Factory) -> None:
    client = make.signed_in()
    answer = send(client, files.picture(), json=False)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/uploads")
    page = client.get("/uploads").text
    line = db.session.scalars(select(Upload)).one().markdown
    assert line in page
    assert "Added." in page


def test_what_is_served_is_only_a_picture(make: Factory, client: FlaskClient) -> None:
    told = send(make.signed_in(), files.photo(2000, 1500)).get_json()
    small = told["url"].replace(".webp", ".small.webp")
    for url, size in ((told["url"], (1500, 2000)), (small, (800, 1067))):
        answer = client.get(url)
        assert answer.status_code == 200
        assert Image.open(BytesIO(answer.data)).size == size
        headers = answer.headers
        assert headers["Content-Type"] == "image/webp"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Disposition"].startswith("inline; filename=")
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "immutable" in headers["Cache-Control"]
        assert "public" in headers["Cache-Control"]
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")


def test_a_browser_that_has_it_is_not_sent_it_again(make: Factory, client: FlaskClient) -> None:
    url = send(make.signed_in(), files.picture()).get_json()["url"]
    tag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace(".webp", ".small.webp"),  # it has none: it is small itself
        lambda url: url.replace("320x200", "320x201"),
        lambda url: url.replace("/uploads/", "/uploads/A"),
        lambda url: url.replace(".webp", ".svg"),
        lambda url: url.replace(".webp", ".html"),
        lambda url: url + "/",
        lambda url: "/uploads/../threadwell.db",
        lambda url: "/uploads/..%2fthreadwell.db",
        lambda url: "/uploads/%2e%2e%2f%2e%2e%2fsecrets.json",
        lambda url: "/uploads/" + "A" * 22 + "-320x200.webp",
        lambda url: "/uploads/" + "A" * 5000,
    ],
)
def test_nothing_else_is_served(make: Factory, client: FlaskClient, change: object) -> None:
    url = send(make.signed_in(), files.picture()).get_json()["url"]
    assert client.get(change(url)).status_code == 404  # type: ignore[operator]


@pytest.mark.parametrize("name", list(files.strangers()))
def test_what_is_no_picture_is_refused_in_words(make: Factory, name: str) -> None:
    answer = send(make.signed_in(), files.strangers()[name], f"{name}.png")
    assert answer.status_code == 400
    told = answer.get_json()["error"]
    assert "picture" in told["message"]
    assert told["what_to_do"]
    assert rows() == 0


def test_the_plain_form_is_told_the_same_on_a_page(make: Factory) -> None:
    answer = send(make.signed_in(), files.SVG, "evil.svg", json=False)
    assert answer.status_code == 400
    assert "This is not a picture we can show." in answer.text


@pytest.mark.parametrize("megabytes", [11, 20])
@pytest.mark.parametrize("json", [True, False])
def test_a_photo_of_twenty_megabytes_is_told_what_fits(
    make: Factory, megabytes: int, json: bool
) -> None:
    answer = send(make.signed_in(), files.photo() + bytes(megabytes * MEGABYTE), json=json)
    assert answer.status_code == 413
    words = answer.get_json()["error"]["message"] if json else answer.text
    assert "larger than 10 MB" in words
    assert "Your text is not touched" in words
    assert rows() == 0


def test_a_visitor_with_a_large_file_is_no_fault_of_ours(client: FlaskClient) -> None:
    assert send(client, bytes(12 * MEGABYTE)).status_code == 413


def test_other_forms_take_no_more_than_before(make: Factory) -> None:
    body = b"body=" + b"x" * 2 * MEGABYTE
    answer = make.signed_in().post(
        "/preview", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_no_file_is_said_plainly(make: Factory) -> None:
    answer = send(make.signed_in(), b"", "")
    assert answer.status_code == 400
    assert "No file was chosen" in answer.get_json()["error"]["message"]


def test_visitors_sign_in_first(client: FlaskClient) -> None:
    answer = send(client, files.picture())
    assert answer.status_code == 401
    assert send(client, files.picture(), json=False).headers["Location"].startswith("/login")
    assert rows() == 0


def test_without_the_token_nothing_is_kept(make: Factory) -> None:
    assert send(make.signed_in(), files.picture(), token="wrong").status_code == 400
    assert rows() == 0


def test_new_people_send_few(make: Factory) -> None:
    client = make.signed_in(role="new")
    for _turn in range(5):
        assert send(client, files.picture()).status_code == 200
    answer = send(client, files.picture())
    assert answer.status_code == 429
    assert "5 pictures a day" in answer.get_json()["error"]["message"]
    assert int(answer.headers["Retry-After"]) > 0
    assert rows() == 5


def test_the_next_day_they_may_send_more(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make.user(role="new")
    for _turn in range(5):
        actions.store_picture(person, files.picture())
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert actions.store_picture(person, files.picture()).width == 320


def test_new_people_send_small_ones(make: Factory) -> None:
    sent = files.picture(kind="JPEG") + bytes(6 * MEGABYTE)
    told = send(make.signed_in(role="new"), sent)
    assert told.status_code == 413
    assert "larger than 5 MB" in told.get_json()["error"]["message"]
    assert send(make.signed_in(role="member"), sent).status_code == 200


def test_who_may_not_send_is_refused_by_the_action_too(make: Factory) -> None:
    person = make.user()
    person.can = lambda _permission: False  # type: ignore[method-assign]
    with pytest.raises(NotAllowed):
        actions.store_picture(person, files.picture())


def test_a_storage_out_of_order_is_said_and_leaves_nothing(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise StorageError("full")

    client = make.signed_in()
    monkeypatch.setattr(type(app.extensions["storage"]), "put", fail)
    answer = send(client, files.picture())
    assert answer.status_code == 503
    assert "Your text is not touched" in answer.get_json()["error"]["message"]
    assert rows() == 0


def test_files_without_their_row_are_taken_back(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, before = make.user(), kept_files()

    def fail(*_args: object) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(actions, "_remember", fail)
    with pytest.raises(RuntimeError):
        actions.store_picture(person, files.photo(2000, 1500))
    assert kept_files() == before


@pytest.mark.parametrize(
    ("filename", "alt"),
    [
        ("hub.png", "hub"),
        ("../../etc/passwd.png", "passwd"),
        ("C:\\Photos\\my hub.jpeg", "my hub"),
        ("a](javascript:alert(1)).png", "a javascript:alert 1"),
        ("![x](y) <b>`c`.gif", "x y b c"),
        ("\u202egnp.exe", "gnp"),
        ("", "picture"),
        ("[]().png", "picture"),
        ("Снимок экрана.png", "Снимок экрана"),
        ("x" * 300 + ".png", "x" * 60),
    ],
)
def test_a_files_name_becomes_harmless_words(app: Flask, filename: str, alt: str) -> None:
    assert actions.alt_of(filename) == alt


def test_ones_pictures_are_ones_own(make: Factory) -> None:
    send(make.signed_in(), files.picture(), "sunset.png")
    assert "sunset" not in make.signed_in().get("/uploads").text
