"""Taking words out for good, in two steps; the words are never part of an address."""

from flask import flash, make_response, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.core.permissions import Permission, requires
from forum.threads import actions
from forum.threads.queries import get_post
from forum.threads.queries.redacting import Places
from forum.threads.redact_form import ConfirmRedactForm, RedactForm
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import thread_url


@blueprint.get("/p/<int:post_id>/redact")
@requires(Permission.REDACT)
def write_redacted(post_id: int) -> Response:
    """Which words."""
    return _page(post_id, RedactForm(formdata=None), 200)


@blueprint.post("/p/<int:post_id>/redact")
@requires(Permission.REDACT)
def find_words(post_id: int) -> Response:
    """Where they stand, and whether that is meant."""
    form = RedactForm()
    if not form.validate_on_submit():
        return _page(post_id, form, 400)
    places = actions.find_words(current_person(), post_id, form.words.data)
    confirm = ConfirmRedactForm(formdata=None, data={"words": form.words.data})
    return _page(post_id, confirm, 200, places)


@blueprint.post("/p/<int:post_id>/redact/confirm")
@requires(Permission.REDACT)
def redact(post_id: int) -> Response:
    """Take them out."""
    _post, thread = get_post(post_id, current_actor())
    form = ConfirmRedactForm()
    form.expected = thread.id
    if not form.validate_on_submit():
        places = (
            None
            if form.words.errors
            else actions.find_words(current_person(), post_id, form.words.data)
        )
        return _page(post_id, form, 400, places)
    done = actions.redact(current_person(), post_id, form.words.data)
    flash(_("The words are gone."), "done")
    return redirect(thread_url(done), 303)


def _page(post_id: int, form: RedactForm, status: int, places: Places | None = None) -> Response:
    post, thread = get_post(post_id, current_actor())
    page = render_template(
        "forum/threads/redact.html", post=post, thread=thread, form=form, places=places
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
