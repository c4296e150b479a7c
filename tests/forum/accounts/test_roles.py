"""Roles: given by admins, never to oneself, and somebody stays in charge."""

import pytest
from flask.testing import FlaskClient

from forum.accounts import actions
from forum.accounts.current import VISITOR
from forum.accounts.events import RoleChanged
from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.core.permissions import Role
from tests.browser import post
from tests.factories import Factory


def role_of(person: User) -> Role:
    db.session.refresh(person)
    return person.role


def test_an_admin_gives_a_role(wanda: User, make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr("forum.accounts.actions.publish", heard.append)
    admin = make.user(role="admin")
    actions.set_role(admin, wanda.id, Role.REP, "Support")
    assert role_of(wanda) is Role.REP
    assert wanda.title == "Support"
    assert heard == [RoleChanged(wanda.id, admin.id, "member", "rep")]


@pytest.mark.parametrize("role", ["new", "member", "ambassador", "rep", "moderator"])
def test_nobody_else_does(wanda: User, make: Factory, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.set_role(make.user(role=role), wanda.id, Role.ADMIN)
    with pytest.raises(NotAllowed):
        actions.set_role(VISITOR, wanda.id, Role.ADMIN)


def test_nobody_gives_themselves_one(make: Factory) -> None:
    make.user(role="admin")
    admin = make.user(role="admin")
    with pytest.raises(NotAllowed):
        actions.set_role(admin, admin.id, Role.MEMBER)


def test_whoever_lost_their_role_a_moment_ago_gives_none(wanda: User, make: Factory) -> None:
    first, second = make.user(role="admin"), make.user(role="admin")
    stale = User(id=second.id, role=Role.ADMIN)
    actions.set_role(first, second.id, Role.MEMBER)
    with pytest.raises(NotAllowed):
        actions.set_role(stale, first.id, Role.MEMBER)


def test_the_last_admin_stays(make: Factory) -> None:
    admin = make.user(role="admin")
    with pytest.raises(Refused):
        actions.set_role_by_operator(admin.id, Role.MEMBER)
    assert role_of(admin) is Role.ADMIN


def test_a_suspended_admin_is_nobody_in_charge(make: Factory) -> None:
    make.user(role="admin", active=False)
    admin = make.user(role="admin")
    with pytest.raises(Refused):
        actions.set_role_by_operator(admin.id, Role.MEMBER)


def test_somebody_whose_post_stood_is_a_member(make: Factory) -> None:
    new, rep = make.user(role="new"), make.user(role="rep")
    for person in (new, rep):
        actions.promote_new_member(person.id)
    assert (role_of(new), role_of(rep)) == (Role.MEMBER, Role.REP)


def test_the_profile_carries_the_form_for_admins_only(wanda: User, make: Factory) -> None:
    admin = make.signed_in(role="admin")
    assert 'action="/u/Wanda_K/role"' in admin.get("/u/Wanda_K").text
    assert "/role" not in make.signed_in(role="moderator").get("/u/Wanda_K").text
    assert "/role" not in make.signed_in(wanda).get("/u/Wanda_K").text


def test_the_form_gives_the_role(client: FlaskClient, wanda: User, make: Factory) -> None:
    admin = make.signed_in(role="admin")
    post(admin, "/u/Wanda_K/role", page="/u/Wanda_K", role="rep", title=" Support ")
    assert (role_of(wanda), wanda.title) == (Role.REP, "Support")
    assert post(admin, "/u/Wanda_K/role", page="/u/Wanda_K", role="king").status_code == 400
    stranger = make.signed_in(make.user())
    refused = post(stranger, "/u/Wanda_K/role", page="/settings", role="admin")
    assert refused.status_code == 403
