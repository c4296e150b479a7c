"""What flows upwards: facts to listeners, and panels into places on pages."""

from dataclasses import dataclass

import pytest

from forum.accounts.current import VISITOR
from forum.accounts.models import User
from forum.core import slots
from forum.core.events import listens_to, publish
from forum.core.permissions import Role
from forum.core.slots import Panel


@dataclass(frozen=True)
class Rang:
    """A fact of this test."""

    times: int


@dataclass(frozen=True)
class RangElsewhere(Rang):
    """A kindred fact that is another one."""


def test_listeners_hear_in_the_order_they_registered_and_once() -> None:
    heard: list[str] = []

    def first(event: Rang) -> None:
        heard.append(f"first {event.times}")

    def second(event: Rang) -> None:
        heard.append(f"second {event.times}")

    listens_to(Rang)(first)
    listens_to(Rang)(second)
    listens_to(Rang)(first)  # imported twice
    publish(Rang(1))
    publish(RangElsewhere(2))
    assert heard == ["first 1", "second 1"]


def test_a_fact_nobody_listens_to_is_no_fault() -> None:
    publish(object())


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> str:
    """A place that only this test fills."""
    for registry in (slots._providers, slots._public_providers):
        monkeypatch.delitem(registry, "test.place", raising=False)
    return "test.place"


MEMBER = User(id=1, name="Member", role=Role.MEMBER, active=True)


def test_a_panel_is_never_asked_for_by_visitors(place: str) -> None:
    asked: list[list[int]] = []

    def provider(ids: list[int], _viewer: object) -> dict[int, Panel]:
        asked.append(list(ids))
        return {ids[0]: Panel("a.html", "secret")}

    slots.panel(place, provider)  # type: ignore[arg-type]
    slots.panel(place, provider)  # type: ignore[arg-type]
    assert slots.panels(place, [1, 2], VISITOR) == {1: [], 2: []}
    assert asked == []
    assert slots.panels(place, [1, 2], MEMBER) == {1: [Panel("a.html", "secret")], 2: []}
    assert asked == [[1, 2]]


def test_public_panels_and_the_others_never_mix(place: str) -> None:
    slots.panel(place, lambda ids, _viewer: {i: Panel("staff.html", i) for i in ids})
    slots.public_panel(place, lambda ids, _viewer: {i: Panel("all.html", i) for i in ids})
    assert slots.public_panels(place, [5], VISITOR) == {5: [Panel("all.html", 5)]}
    assert slots.panels(place, [5], MEMBER) == {5: [Panel("staff.html", 5)]}
