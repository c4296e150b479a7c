"""``flask people``: what whoever runs the site does about people."""

from typing import Any

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from flask_security.mail_util import EmailValidateException
from flask_security.recoverable import generate_reset_password_token

from forum.accounts import actions, names, queries
from forum.accounts.models import User
from forum.core import pages
from forum.core.errors import ThreadwellError
from forum.core.permissions import Role

people = AppGroup("people", help="Make people and give them roles.")


class RoleName(click.ParamType[Role]):
    """One of the roles, by its name."""

    name = "role"

    def convert(self, value: Any, _param: Any, _context: Any) -> Role:
        """The role; a wrong one is answered with those there are."""
        try:
            return Role(str(value).lower())
        except ValueError:
            known = ", ".join(role.value for role in Role)
            raise click.ClickException(f"There is no role {value!r}; there are {known}.") from None


@people.command("create")
@click.argument("name")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--role", default=Role.MEMBER, type=RoleName(), help="What they are here.")
def create(name: str, email: str, role: Role) -> None:
    """Make an account and print a link that sets its password. Again: a new link."""
    name, email = names.tidy(name), _address(email)
    if not names.is_acceptable(name):
        raise click.ClickException(
            f"{name!r} cannot be a name: 2 to {names.NAME_MAX_CHARS} letters or digits, between "
            "them spaces, dots, hyphens and apostrophes."
        )
    person = _known(name, email)
    if person is None:
        try:
            person = actions.register(name, email, None, role=role, confirmed=True)
        except ThreadwellError as error:
            raise click.ClickException(error.message) from None
        click.echo(f"{person.name} is here now, as {person.role.value}.")
    else:
        actions.confirm(person.id)
        click.echo(f"{person.name} is here already, as {person.role.value}; this is a new link.")
    click.echo(f"Set the password within 24 hours: {_link(person)}")


@people.command("role")
@click.argument("name")
@click.argument("role", type=RoleName())
def set_role(name: str, role: Role) -> None:
    """Give somebody another role."""
    person = queries.find_by_name(name)
    if person is None:
        raise click.ClickException(f"There is nobody called {name!r}.")
    before = person.role
    try:
        person = actions.set_role_by_operator(person.id, role)
    except ThreadwellError as error:
        raise click.ClickException(f"{error.message} {error.what_to_do}") from None
    click.echo(f"{person.name} was {before.value} and is {person.role.value} now.")


def _address(email: str) -> str:
    try:
        address: str = current_app.extensions["security"].mail_util.validate(email)
    except EmailValidateException:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from None
    return address


def _known(name: str, email: str) -> User | None:
    """The person with this name and address, or None when both are free."""
    by_email = queries.find_by_email(email)
    if by_email is None and queries.is_name_taken(name):
        raise click.ClickException(f"The name {name!r}, or one like it, is taken.")
    if by_email is not None and by_email.name_skeleton != names.skeleton(name):
        raise click.ClickException(f"The address {email} belongs to {by_email.name}.")
    if by_email is not None and not by_email.active:
        raise click.ClickException(f"{by_email.name} is suspended.")
    return by_email


def _link(person: User) -> str:
    token = generate_reset_password_token(person)  # type: ignore[no-untyped-call]
    with current_app.test_request_context(base_url=current_app.config["THREADWELL"].site_url):
        return pages.absolute(url_for("security.reset_password", token=token))
