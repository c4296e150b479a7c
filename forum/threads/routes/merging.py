"""Making one question part of another: choosing, seeing what moves, doing it, and back."""

from flask import flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.core.errors import NotFound, ThreadwellError
from forum.core.permissions import Permission, requires
from forum.threads import actions
from forum.threads.actions.merging import ensure_fit
from forum.threads.merge_form import MergeForm, thread_number
from forum.threads.models import Thread
from forum.threads.queries import get_thread, what_moves
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import thread_url


@blueprint.get("/t/<int:thread_id>/merge")
@requires(Permission.MERGE)
def write_merge(thread_id: int) -> Response:
    """Which question this one becomes part of, and once it is named, what moves."""
    thread = get_thread(thread_id, current_actor())
    if thread.id != thread_id:
        return redirect(thread_url(thread), 301)
    form = MergeForm(request.args, meta={"csrf": False})
    target = _target(form, thread) if form.into.data else None
    return _page(form, thread, target, 400 if form.errors else 200)


@blueprint.post("/t/<int:thread_id>/merge")
@requires(Permission.MERGE)
def merge(thread_id: int) -> Response:
    """The two are the same question."""
    form = MergeForm()
    if not form.validate_on_submit():
        return _page(form, get_thread(thread_id, current_actor()), None, 400)
    into_id = thread_number(form.into.data)
    target = actions.merge(current_person(), thread_id, into_id, form.reason.data or "")
    flash(_("They are one question now. Whoever followed the other one is told."), "done")
    return redirect(thread_url(target), 303)


@blueprint.post("/t/<int:thread_id>/merge/delete")
@requires(Permission.MERGE)
def unmerge(thread_id: int) -> Response:
    """They are two after all."""
    thread = actions.unmerge(current_person(), thread_id)
    flash(_("Taken out. It is a question of its own again."), "done")
    return redirect(thread_url(thread), 303)


def _target(form: MergeForm, thread: Thread) -> Thread | None:
    """The other question; where there is none, or it cannot be, the field says so."""
    if not form.validate():
        return None
    try:
        target = get_thread(thread_number(form.into.data), current_actor())
        ensure_fit(thread, target)
    except NotFound:
        form.into.errors = [_("There is no such question.")]
    except ThreadwellError as refusal:
        form.into.errors = [" ".join((refusal.message, refusal.what_to_do))]
    else:
        return target
    return None


def _page(form: MergeForm, thread: Thread, target: Thread | None, status: int) -> Response:
    page = render_template(
        "forum/threads/merge.html",
        form=form,
        thread=thread,
        target=target,
        moves=what_moves(thread, current_actor()),
    )
    return make_response(page, status)
