"""A site's logo: drawn anew, kept under the hash of its bytes, and shown wherever the knot was."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.core import settings, storage
from forum.core.db import db
from forum.core.errors import NotAllowed
from moderation.audit.models import StaffAct
from moderation.settings.actions import put_logo
from moderation.settings.logo import draw_logo
from tests.browser import post, token_on
from tests.factories import Factory

PAGE = "/desk/settings"


@pytest.fixture
def client(make: Factory) -> FlaskClient:
    """The browser of somebody who looks after the site."""
    return make.signed_in(role="admin")


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture as somebody has it."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#7c3aed").save(out, kind)
    return out.getvalue()


def send(client: FlaskClient, content: bytes, name: str = "logo.png") -> TestResponse:
    """Choose a file on the page and send it."""
    fields = {"csrf_token": token_on(client, PAGE), "logo": (BytesIO(content), name)}
    return client.post(f"{PAGE}/logo", data=fields, content_type="multipart/form-data")


def test_a_logo_of_letters_stands_alone_with_the_name_as_its_words(client: FlaskClient) -> None:
    assert send(client, picture(800, 200)).status_code == 303
    page = client.get("/questions").text
    shown = re.search(r'<img class="logo-picture" src="(/look/logo/[^"]+)"[^>]*>', page)
    assert shown is not None
    assert 'alt="Testwell"' in shown.group()
    assert 'class="logo-name"' not in page.partition("</header>")[0]
    served = client.get(shown.group(1))
    assert served.mimetype == "image/png"
    assert served.cache_control.immutable
    with Image.open(BytesIO(served.data)) as drawn:
        assert drawn.size == (640, 160)


def test_a_sign_stands_beside_the_name(client: FlaskClient) -> None:
    send(client, picture(300, 300, "JPEG"), "sign.jpg")
    header = client.get("/questions").text.partition("</header>")[0]
    assert 'alt=""' in header
    assert '<span class="logo-name">Testwell</span>' in header


def test_errors_and_mails_show_it(app: Flask, client: FlaskClient) -> None:
    send(client, picture(300, 300))
    assert "/look/logo/" in client.get("/nowhere").text
    name = settings.current().logo
    with app.test_request_context():
        mail = app.jinja_env.get_template("email/layout.html").render(locale="en")
    assert f'/look/logo/{name}" height="36" alt="Testwell"' in mail
    assert "http" in mail


def test_taking_it_off_brings_the_knot_back_and_earlier_mails_keep_theirs(
    client: FlaskClient,
) -> None:
    send(client, picture(300, 300))
    name = settings.current().logo
    assert post(client, f"{PAGE}/logo/delete", PAGE).status_code == 303
    assert "logo-mark" in client.get("/questions").text.partition("</header>")[0]
    assert client.get(f"/look/logo/{name}").status_code == 200


def test_each_change_is_one_row_of_the_log(client: FlaskClient) -> None:
    send(client, picture(300, 300))
    post(client, f"{PAGE}/logo/delete", PAGE)
    acts = db.session.scalars(select(StaffAct).where(StaffAct.object_kind == "site")).all()
    assert [act.verb for act in acts] == ["set-logo", "set-logo"]


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"not a picture",
        picture(20, 20)[:40],
    ],
)
def test_what_is_no_picture_changes_nothing(client: FlaskClient, content: bytes) -> None:
    assert send(client, content).status_code == 400
    assert settings.current().logo == ""


def test_sending_nothing_is_told(client: FlaskClient) -> None:
    fields = {"csrf_token": token_on(client, PAGE)}
    client.post(f"{PAGE}/logo", data=fields)
    assert "Choose a picture first." in client.get(PAGE).text


def test_the_same_picture_has_the_same_name() -> None:
    assert draw_logo(picture(30, 30)).name == draw_logo(picture(30, 30)).name
    assert draw_logo(picture(30, 30)).name != draw_logo(picture(31, 30)).name


def test_only_admins_send_one(app: Flask, make: Factory) -> None:
    with pytest.raises(NotAllowed):
        put_logo(make.user(role="moderator"), picture(30, 30))


@pytest.mark.parametrize("name", ["logo-0.png", "../secrets.json", f"logo-{'0' * 24}.png"])
def test_only_logos_are_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/look/logo/{name}").status_code == 404


def test_a_storage_that_is_away_leaves_the_logo_as_it_was(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_file: object) -> None:
        raise storage.StorageError("full")

    monkeypatch.setattr(storage.current(), "put", refuse)
    assert send(client, picture(30, 30)).status_code == 503
    assert settings.current().logo == ""
