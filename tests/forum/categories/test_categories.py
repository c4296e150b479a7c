"""The category tree, as far as each person may see it."""

import pytest
from flask import Flask

from forum.accounts.current import VISITOR
from forum.categories.models import Audience, Category
from forum.categories.queries import audiences_of, get_category, tree, with_children
from forum.core.db import db
from forum.core.errors import NotFound
from tests.factories import Factory


@pytest.fixture
def lamps(make: Factory) -> Category:
    """Two levels in an order of their own, and a place for staff."""
    make.category("sensors", position=2)
    lamps = make.category("lamps", position=1, name_ru="Лампы")
    make.category("bulbs", position=2, parent_id=lamps.id)
    make.category("strips", position=1, parent_id=lamps.id)
    make.category("backroom", audience="staff", position=0)
    return lamps


def slugs(viewer: object) -> list[str]:
    """The tree somebody sees."""
    return [category.slug for category in tree(viewer)]  # type: ignore[arg-type]


def test_parents_are_followed_by_their_children_in_order(lamps: Category) -> None:
    assert slugs(VISITOR) == ["lamps", "strips", "bulbs", "sensors"]


@pytest.mark.parametrize("role", ["new", "member", "ambassador"])
def test_staff_places_are_not_there_for_others(make: Factory, lamps: Category, role: str) -> None:
    assert "backroom" not in slugs(make.user(role=role))
    with pytest.raises(NotFound):
        get_category("backroom", make.user(role=role))


@pytest.mark.parametrize("role", ["rep", "moderator", "admin"])
def test_staff_see_them(make: Factory, lamps: Category, role: str) -> None:
    person = make.user(role=role)
    assert slugs(person)[0] == "backroom"
    assert get_category("backroom", person).audience is Audience.STAFF
    assert audiences_of(person) == (Audience.PUBLIC, Audience.STAFF)


def test_a_hidden_parent_hides_its_children_from_the_tree(make: Factory, lamps: Category) -> None:
    backroom = get_category("backroom", make.user(role="rep"))
    make.category("orphan", parent_id=backroom.id)
    assert "orphan" not in slugs(VISITOR)


def test_a_family_is_a_category_and_what_stands_right_below(app: Flask, lamps: Category) -> None:
    family = set(with_children(lamps))
    named = {db.session.get_one(Category, row_id).slug for row_id in family}
    assert named == {"lamps", "bulbs", "strips"}


def test_a_name_falls_back_to_the_language_there_is(lamps: Category) -> None:
    assert (lamps.name("ru"), lamps.name("en")) == ("Лампы", "Lamps")
    assert Category(name_en="Hub", name_ru="").name("ru") == "Hub"
    assert Category(name_en="", name_ru="Хаб").name("en") == "Хаб"
    bare = Category(name_en="Hub", description_en="", description_ru="Про хаб")
    assert bare.description("en") == "Про хаб"
