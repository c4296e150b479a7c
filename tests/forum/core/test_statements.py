"""Statements that are built once see for each viewer what was built for them alone."""

from functools import cache

from flask import Flask
from sqlalchemy import Select

from forum.accounts.current import VISITOR
from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor, Permission, Role
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.threads.models import Thread
from forum.threads.queries import visible_to
from tests.factories import Factory


@cache
def _titles(kind: ViewerKind) -> Select[str]:
    return visible_to(kind).with_only_columns(Thread.title, maintain_column_froms=True)


def _seen(viewer: Actor) -> set[str]:
    return set(db.session.scalars(_titles(kind_of(viewer)), parameters(viewer)))


def test_each_sees_their_own(app: Flask, make: Factory) -> None:
    anna, boris = make.user(), make.user()
    for person in (anna, boris):
        gone = make.thread(title=f"A thread of {person.name}", author=person)
        gone.deleted_at = clock.now()
    make.thread(title="For everyone to see")
    make.thread(
        title="For staff alone",
        author=make.user(role="rep"),
        category=make.category("staff", "staff"),
    )
    db.session.commit()
    everyone = {"For everyone to see"}
    assert _seen(anna) == everyone | {f"A thread of {anna.name}"}
    assert _seen(boris) == everyone | {f"A thread of {boris.name}"}
    assert _seen(VISITOR) == everyone
    assert _seen(make.user(role="rep")) == everyone | {"For staff alone"}
    assert len(_seen(make.user(role="moderator"))) == 4


def test_a_kind_may_what_its_people_may(make: Factory) -> None:
    for role in Role:
        person = make.user(role=role.value)
        kind = kind_of(person)
        assert [kind.can(p) for p in Permission] == [person.can(p) for p in Permission]
        assert kind.is_staff == person.is_staff
        assert kind.is_authenticated
    visitor = kind_of(VISITOR)
    assert not any(visitor.can(permission) for permission in Permission)
    assert visitor.id is None
    assert not visitor.is_staff
    assert not visitor.is_authenticated
