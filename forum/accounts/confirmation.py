"""Confirming an address. The link opens a page with a button: programs that look into mails only
read, so reading must not confirm.
"""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security.confirmable import confirm_email_token_status
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from forum.accounts import actions
from forum.accounts.models import User
from forum.core import pages


def init_app(app: Flask) -> None:
    """Take the place of Flask-Security's view, which confirms as soon as it is looked at."""
    app.view_functions["security.confirm_email"] = confirm_email


def confirm_email(token: str) -> str | Response | tuple[str, int]:
    """GET shows the button, POST confirms and signs in."""
    person = _person_of(token)
    onward = pages.safe_next(request.values.get("next"), "/")
    if person is None:
        return render_template("security/confirm_email.html", person=None, onward=onward), 400
    if person.confirmed_at is not None:
        flash(_("This address is confirmed already. You can sign in."), "info")
        return redirect(url_for("security.login", next=onward), 303)
    if request.method != "POST":
        return render_template("security/confirm_email.html", person=person, onward=onward)
    person = actions.confirm(person.id)
    login_user(person, remember=True, authn_via=["confirm"])
    flash(_("Welcome, %(name)s! Your address is confirmed.", name=person.name), "done")
    return redirect(onward, 303)


def _person_of(token: str) -> User | None:
    """Whose address the link confirms; None when it is too old or not one of ours."""
    expired, invalid, person = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
    usable = person is not None and person.is_active and not (expired or invalid)
    return person if usable else None
