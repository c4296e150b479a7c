"""The page behind "did it help?": the link itself says who may speak."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core import clock
from forum.core.errors import Invalid
from forum.core.permissions import public
from forum.silence import actions
from forum.silence.forms import NotYetForm, WorksForm
from forum.silence.queries import asked_with

blueprint = Blueprint("silence", __name__)


@blueprint.get("/helped/<token>")
@public
def show(token: str) -> Response:
    """The question, what was answered, and two buttons."""
    asked = asked_with(token, clock.now())
    return _page(token, NotYetForm(formdata=None), 200, asked=asked)


@blueprint.post("/helped/<token>/works")
@public
def works(token: str) -> Response:
    """It works."""
    form = WorksForm()
    if not form.validate_on_submit():
        raise Invalid(_("Choose an answer."))
    actions.say_it_works(token, form.answer.data)
    return redirect(url_for("silence.show", token=token), 303)


@blueprint.post("/helped/<token>/not-yet")
@public
def not_yet(token: str) -> Response:
    """It does not."""
    form = NotYetForm()
    if not form.validate_on_submit():
        return _page(token, form, 400, asked=asked_with(token, clock.now()))
    actions.say_not_yet(token, form.word.data or "")
    return redirect(url_for("silence.show", token=token), 303)


def _page(token: str, form: NotYetForm, status: int, **words: object) -> Response:
    page = render_template("forum/silence/show.html", token=token, form=form, **words)
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
