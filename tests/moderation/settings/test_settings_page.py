"""An admin names the site and gives it a colour; nobody else finds the page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import settings
from forum.core.db import db
from forum.core.errors import NotAllowed
from moderation.audit.models import StaffAct
from moderation.settings.actions import SiteText, change_site
from tests.browser import post
from tests.factories import Factory

PAGE = "/desk/settings"


@pytest.fixture
def client(make: Factory) -> FlaskClient:
    """The browser of somebody who looks after the site."""
    return make.signed_in(role="admin")


def log() -> list[tuple[str, str, str]]:
    """What the staff log says of the site."""
    acts = db.session.scalars(select(StaffAct).where(StaffAct.object_kind == "site"))
    return [(act.verb, act.before, act.after) for act in acts.all()]


def test_a_new_name_and_accent_are_on_every_page(
    client: FlaskClient,
) -> None:
    answer = post(client, PAGE, name="Auralis", tagline_en="Help for lamps", accent="#7C3AED")
    assert answer.status_code == 303
    front = client.get("/questions").text
    assert "Auralis" in front
    assert "/look/7c3aed" in front
    assert 'content="Help for lamps"' in client.get("/").text
    assert log() == [
        ("set-name", "", "Auralis"),
        ("set-tagline-en", "", "Help for lamps"),
        ("set-accent", "", "#7c3aed"),
    ]


def test_the_log_says_it_in_words(client: FlaskClient) -> None:
    post(client, PAGE, name="Auralis")
    assert "changed the name of" in client.get("/desk/log?kind=site").text


def test_saving_the_same_again_is_no_act(client: FlaskClient) -> None:
    post(client, PAGE, name="Auralis")
    post(client, PAGE, name="Auralis")
    assert len(log()) == 1


def test_the_colour_we_begin_with_counts_as_none(client: FlaskClient) -> None:
    post(client, PAGE, accent="#00697e")
    assert settings.current().accent == ""
    assert log() == []


def test_what_is_no_colour_comes_back_with_what_was_typed(client: FlaskClient) -> None:
    answer = post(client, PAGE, name="Auralis", accent="teal")
    assert answer.status_code == 400
    assert "This is not a colour" in answer.text
    assert 'value="Auralis"' in answer.text
    assert 'value="teal"' in answer.text
    assert settings.current().name == ""


def test_a_colour_too_pale_is_told_with_its_figures(client: FlaskClient) -> None:
    page = post(client, f"{PAGE}/preview", PAGE, accent="#ffcc00").text
    assert "#ffcc00 would reach 1.4 : 1" in page
    assert "and 4.5 : 1 is needed" in page
    assert "the same hue" in page
    assert "close to the amber" in page
    assert settings.current().accent == ""


def test_while_typing_only_the_preview_comes(client: FlaskClient) -> None:
    token = client.get(PAGE).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    asked = {"headers": {"HX-Request": "true"}}
    fields = {"csrf_token": token}
    whole = client.post(f"{PAGE}/preview", data={**fields, "accent": "#1d4ed8"}, **asked)
    assert whole.text.lstrip().startswith("<section")
    assert "stays as it is" in whole.text
    half = client.post(f"{PAGE}/preview", data={**fields, "accent": "#1d"}, **asked)
    assert half.status_code == 204


def test_only_admins_change_it(app: Flask, make: Factory) -> None:
    for role in ("member", "rep", "moderator"):
        with pytest.raises(NotAllowed):
            change_site(make.user(role=role), SiteText("Mine", "", "", ""))
    assert settings.current().name == ""


def test_moderators_do_not_find_the_page(make: Factory) -> None:
    client = make.signed_in(role="moderator")
    assert client.get(PAGE).status_code == 404
    assert "desk/settings" not in client.get("/desk").text


def test_the_field_asks_for_the_preview_as_one_types(client: FlaskClient) -> None:
    assert 'data-hx-post="/desk/settings/preview"' in client.get(PAGE).text
