"""``flask people``, as whoever runs the site uses it."""

import re

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import queries
from forum.accounts.models import User
from forum.core.db import db
from forum.core.permissions import Role
from tests.browser import post
from tests.factories import PASSWORD, Factory


def run(app: Flask, *words: str) -> Result:
    result = app.test_cli_runner().invoke(args=["people", *words])
    db.session.expire_all()
    return result


def create(app: Flask, name: str = "Anna K", email: str = "anna@example.com", *more: str) -> Result:
    return run(app, "create", name, "--email", email, *more)


def link_in(result: Result) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+(/reset/\S+)", result.output)
    assert found, result.output
    return found.group(1)


def test_a_person_is_made_and_sets_a_password_by_the_link(app: Flask, client: FlaskClient) -> None:
    result = create(app, "Anna K", "Anna@Example.com", "--role", "admin")
    assert "Anna K is here now, as admin." in result.output
    person = queries.find_by_email("anna@example.com")
    assert person is not None
    assert (person.role, person.confirmed_at is not None) == (Role.ADMIN, True)
    post(client, link_in(result), password=PASSWORD, password_confirm=PASSWORD)
    post(client, "/login", email="anna@example.com", password=PASSWORD)
    assert client.get("/settings").status_code == 200


def test_once_more_prints_a_new_link_and_says_so(app: Flask, client: FlaskClient) -> None:
    create(app)
    again = create(app, "anna_k")
    assert (again.exit_code, "here already" in again.output) == (0, True)
    assert client.get(link_in(again)).status_code == 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Wanda K", "other@example.com"), "is taken"),
        (("Anna K", "wanda@example.com"), "belongs to Wanda K"),
        (("Anna K", "anna"), "is not an e-mail address"),
        (("_", "anna@example.com"), "cannot be a name"),
        (("Anna K", "anna@example.com", "--role", "boss"), "There is no role 'boss'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    app: Flask, wanda: User, words: tuple[str, ...], said: str
) -> None:
    result = create(app, *words)
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert queries.find_by_email("anna@example.com") is None


def test_roles_are_given(app: Flask, wanda: User) -> None:
    result = run(app, "role", "wanda_k", "REP")
    assert "Wanda K was member and is rep now." in result.output
    assert wanda.role is Role.REP


def test_the_last_admin_stays(app: Flask, make: Factory) -> None:
    make.user("Anna K", role="admin")
    result = run(app, "role", "Anna K", "member")
    assert (result.exit_code, "last admin" in result.output) == (1, True)


def test_nobody_of_that_name(app: Flask) -> None:
    assert "nobody called 'x'" in run(app, "role", "x", "member").output
