"""The admins' pages for categories and products."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.categories import actions
from forum.categories.models import Audience, Category, Product
from forum.core.db import db
from forum.core.errors import NotAllowed
from moderation.audit.models import StaffAct
from tests.browser import post
from tests.factories import Factory

PLACES = "/admin/places"


@pytest.fixture
def admin(make: Factory) -> FlaskClient:
    """The browser of somebody who runs the site."""
    return make.signed_in(role="admin")


def test_a_new_product_is_offered_at_once(admin: FlaskClient, make: Factory) -> None:
    make.category()
    answer = post(admin, "/admin/products/new", name_en="Orrin Hub", position="1")
    assert answer.status_code == 303
    assert "/questions?product=orrin-hub" in admin.get(PLACES).text
    assert "Orrin Hub" in admin.get("/ask").text


def test_a_retired_product_is_offered_no_more_and_comes_back(
    admin: FlaskClient, make: Factory
) -> None:
    make.category()
    hub = make.product("orrin-hub")
    make.product("orrin-eye")
    post(admin, f"/admin/products/{hub.id}/retire", PLACES)
    assert "Orrin Hub" not in admin.get("/ask").text
    post(admin, f"/admin/products/{hub.id}/retire/delete", PLACES)
    assert "Orrin Hub" in admin.get("/ask").text


def test_a_category_says_what_a_question_should_include(admin: FlaskClient, make: Factory) -> None:
    hub = make.category()
    path = f"/admin/categories/{hub.id}"
    assert 'name="address"' not in admin.get(path).text
    post(admin, path, name_en="Hubs", position="2", ask_hint_en="Colour of the light.")
    assert "Hubs" in admin.get(PLACES).text
    assert "Colour of the light." in admin.get("/ask?category=hub").text


def test_a_category_below_one_for_the_team_is_for_the_team(make: Factory) -> None:
    inside = make.category("inside", audience="staff")
    text = actions.CategoryText(name_en="Deep")
    deep = actions.make_category(make.user(role="admin"), "deep", text, inside.id)
    assert deep.audience is Audience.STAFF


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name_en": "", "position": "0"}, "one language at least"),
        ({"name_en": "???", "position": "0"}, "Latin letters"),
        ({"name_en": "Fine", "position": "many"}, "number"),
        ({"name_en": "N" * 81, "position": "0"}, "At most 80"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    admin: FlaskClient, fields: dict[str, str], said: str
) -> None:
    fields = {**fields, "description_en": "Kept words."}
    for kind in ("products", "categories"):
        answer = post(admin, f"/admin/{kind}/new", **fields)
        assert (answer.status_code, said in answer.text) == (400, True)
        assert "Kept words." in answer.text


def test_an_address_is_given_once(admin: FlaskClient, make: Factory) -> None:
    make.product("orrin-hub")
    make.category("hub")
    again = post(admin, "/admin/products/new", name_en="Orrin hub!", position="0")
    assert (again.status_code, "is taken" in again.text) == (409, True)
    again = post(admin, "/admin/categories/new", name_en="Hub", position="0", parent="0")
    assert (again.status_code, "is taken" in again.text) == (409, True)


def test_every_act_stands_in_the_staff_log(admin: FlaskClient, make: Factory) -> None:
    post(admin, "/admin/products/new", name_en="Orrin Eye", position="1")
    eye = db.session.scalars(select(Product)).one()
    post(admin, f"/admin/products/{eye.id}", name_en="Orrin Eye 2", position="1")
    post(admin, f"/admin/products/{eye.id}/retire", PLACES)
    acts = db.session.scalars(select(StaffAct).order_by(StaffAct.id)).all()
    assert [act.verb for act in acts] == ["create", "edit", "retire"]
    assert (acts[1].object_kind, acts[1].before, acts[1].after) == (
        "product",
        "Orrin Eye",
        "Orrin Eye 2",
    )


@pytest.mark.parametrize("role", ["member", "ambassador", "rep", "moderator"])
def test_only_admins_may(make: Factory, role: str) -> None:
    person, hub = make.user(role=role), make.category()
    with pytest.raises(NotAllowed):
        actions.edit_category(person, hub.id, actions.CategoryText(name_en="Mine"))
    with pytest.raises(NotAllowed):
        actions.make_product(person, "mine", actions.PlaceText(name_en="Mine"))
    assert db.session.scalars(select(Category.name_en)).all() == ["Hub"]
