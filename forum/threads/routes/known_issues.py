"""Known issues and the life of ideas; each act its own route."""

from flask import make_response, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.core.errors import Invalid
from forum.core.permissions import Permission, requires
from forum.threads import actions
from forum.threads.forms_of_issues import FixedForm, IdeaForm, KnownIssueForm
from forum.threads.models import Thread
from forum.threads.queries import get_thread
from forum.threads.queries.issues import known_issue_of
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import thread_url


def _to(thread: Thread) -> Response:
    return redirect(thread_url(thread), 303)


@blueprint.get("/t/<int:thread_id>/known-issue")
@requires(Permission.CURATE)
def write_known_issue(thread_id: int) -> Response:
    """What is known of it."""
    thread = get_thread(thread_id, current_actor())
    return _page(thread, KnownIssueForm.showing(known_issue_of(thread)), 200)


@blueprint.post("/t/<int:thread_id>/known-issue")
@requires(Permission.CURATE)
def mark_known_issue(thread_id: int) -> Response:
    """It is a known issue, of which this is known."""
    form = KnownIssueForm()
    if not form.validate_on_submit():
        return _page(get_thread(thread_id, current_actor()), form, 400)
    return _to(actions.mark_known_issue(current_person(), thread_id, form.known()))


@blueprint.post("/t/<int:thread_id>/known-issue/delete")
@requires(Permission.CURATE)
def unmark_known_issue(thread_id: int) -> Response:
    """It is none."""
    return _to(actions.unmark_known_issue(current_person(), thread_id))


@blueprint.post("/t/<int:thread_id>/known-issue/fixed")
@requires(Permission.CURATE)
def fix_known_issue(thread_id: int) -> Response:
    """It is fixed, and everyone is told."""
    form = FixedForm()
    if not form.validate_on_submit():
        raise Invalid(_("Keep the version short."))
    return _to(actions.fix_known_issue(current_person(), thread_id, form.fixed_in.data or ""))


@blueprint.post("/t/<int:thread_id>/known-issue/fixed/delete")
@requires(Permission.CURATE)
def unfix_known_issue(thread_id: int) -> Response:
    """It is not fixed after all."""
    return _to(actions.unfix_known_issue(current_person(), thread_id))


@blueprint.post("/t/<int:thread_id>/idea")
@requires(Permission.CURATE)
def move_idea(thread_id: int) -> Response:
    """How far the idea has come."""
    form = IdeaForm()
    if not form.validate_on_submit():
        raise Invalid(_("Choose how far the idea has come, and keep the reason short."))
    return _to(
        actions.move_idea(current_person(), thread_id, form.chosen(), form.reason.data or "")
    )


def _page(thread: Thread, form: KnownIssueForm, status: int) -> Response:
    page = render_template("forum/threads/known_issue.html", thread=thread, form=form)
    return make_response(page, status)
