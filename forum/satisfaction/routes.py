"""The page behind "how did it go?": the link itself says who may speak."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.core import clock
from forum.core.paging import whole_number
from forum.core.permissions import public
from forum.satisfaction import actions, policy
from forum.satisfaction.forms import AgainForm, SatisfactionForm
from forum.satisfaction.queries import asked_with

blueprint = Blueprint("satisfaction", __name__)


@blueprint.get("/satisfied/<token>")
@public
def show(token: str) -> Response:
    """The question, three faces, and what was said so far; a mail may have chosen a face."""
    ask = asked_with(token, clock.now()).ask
    chosen = ask.score or whole_number(request.args.get("score"))
    said = {"score": chosen if chosen in policy.SCORES else None, "comment": ask.comment}
    return _page(token, SatisfactionForm(formdata=None, data=said), AgainForm(formdata=None))


@blueprint.post("/satisfied/<token>")
@public
def say(token: str) -> Response:
    """Say it, or say something else."""
    form = SatisfactionForm()
    if not form.validate_on_submit():
        return _page(token, form, AgainForm(formdata=None), 400)
    comment = None if "comment" not in request.form else form.comment.data or ""
    actions.say(token, form.score.data, comment)
    return redirect(url_for("satisfaction.show", token=token), 303)


@blueprint.post("/satisfied/<token>/again")
@public
def again(token: str) -> Response:
    """It is not solved after all."""
    form = AgainForm()
    if not form.validate_on_submit():
        return _page(token, SatisfactionForm(formdata=None), form, 400)
    actions.open_again(token, form.word.data or "")
    return redirect(url_for("satisfaction.show", token=token), 303)


@blueprint.post("/satisfied/<token>/stop")
@public
def stop(token: str) -> Response:
    """Ask me nothing any more."""
    actions.stop_asking(token)
    return redirect(url_for("satisfaction.show", token=token), 303)


@blueprint.post("/satisfied/<token>/stop/delete")
@public
def go_on(token: str) -> Response:
    """Ask me after all."""
    actions.ask_again(token)
    return redirect(url_for("satisfaction.show", token=token), 303)


def _page(token: str, form: SatisfactionForm, again: AgainForm, status: int = 200) -> Response:
    now = clock.now()
    asked = asked_with(token, now)
    page = render_template(
        "forum/satisfaction/show.html",
        token=token,
        asked=asked,
        form=form,
        again=again,
        can_say=policy.can_say(now, asked.ask.asked_at, asked.ask.answered_at),
        is_bad=asked.ask.score in {policy.BAD, policy.FAIR},
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
