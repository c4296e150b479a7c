"""Rooms add their own entries beside the queues."""

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.core.permissions import Permission
from moderation.desk import queue_nav
from tests.factories import Factory


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """Forget afterwards what a test registered."""
    before = dict(queue_nav._providers)
    yield
    queue_nav._providers.clear()
    queue_nav._providers.update(before)


def test_an_entry_stands_with_its_count_and_is_marked(app: Flask, make: Factory) -> None:
    queue_nav.register_queue("parcels", lambda: "Parcels", "desk.home", lambda _viewer: 3, order=99)
    with app.test_request_context("/desk"):
        items = queue_nav.items(make.user(role="rep"), current="parcels")
    assert items[-1] == ("Parcels", "/desk", True, 3, "")


def test_an_entry_is_hidden_from_who_may_not_open_it(app: Flask, make: Factory) -> None:
    queue_nav.register_queue(
        "vault", lambda: "Vault", "desk.home", permission=Permission.MANAGE_ROLES
    )
    with app.test_request_context("/desk"):
        shown = [item[0] for item in queue_nav.items(make.user(role="rep"))]
        admins = [item[0] for item in queue_nav.items(make.user(role="admin"))]
    assert "Vault" not in shown
    assert "Vault" in admins


def test_registering_twice_changes_nothing(app: Flask, make: Factory) -> None:
    for _time in range(2):
        queue_nav.register_queue("parcels", lambda: "Parcels", "desk.home")
    with app.test_request_context("/desk"):
        shown = [item[0] for item in queue_nav.items(make.user(role="rep"))]
    assert shown.count("Parcels") == 1


def test_what_is_no_queue_stands_below_headings_and_what_runs_the_site_last(
    app: Flask, make: Factory
) -> None:
    with app.test_request_context("/desk"):
        reps = queue_nav.groups(make.user(role="rep"))
        admins = queue_nav.groups(make.user(role="admin"))
    headings = ["", "Related questions", "Knowledge base", "The team"]
    assert [heading for heading, _items in reps] == headings
    assert [heading for heading, _items in admins] == [*headings, "Administration"]
    texts = {heading: [item[0] for item in items] for heading, items in admins}
    assert texts[""][0] == "Next"
    assert "Canned replies" in texts["Knowledge base"]
    assert "How it goes" in texts["The team"]
    assert "Categories and products" in texts["Administration"]
