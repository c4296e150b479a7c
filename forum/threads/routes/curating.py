"""What staff change about a whole thread; each act its own route."""

from flask import redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.errors import Invalid
from forum.core.permissions import Permission, requires, signed_in
from forum.threads import actions
from forum.threads.forms import AboutForm, MoveForm, ReasonForm, TagsForm
from forum.threads.models import Thread
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import thread_url


def _to(thread: Thread) -> Response:
    return redirect(thread_url(thread), 303)


@blueprint.post("/t/<int:thread_id>/lock")
@requires(Permission.CURATE)
def lock(thread_id: int) -> Response:
    """Nothing new may be added."""
    return _to(actions.lock(current_person(), thread_id, ReasonForm().text()))


@blueprint.post("/t/<int:thread_id>/lock/delete")
@requires(Permission.CURATE)
def unlock(thread_id: int) -> Response:
    """Everyone may add again."""
    return _to(actions.unlock(current_person(), thread_id))


@blueprint.post("/t/<int:thread_id>/pin")
@requires(Permission.PIN)
def pin(thread_id: int) -> Response:
    """Keep on top."""
    return _to(actions.pin(current_person(), thread_id))


@blueprint.post("/t/<int:thread_id>/pin/delete")
@requires(Permission.PIN)
def unpin(thread_id: int) -> Response:
    """Back to its place."""
    return _to(actions.unpin(current_person(), thread_id))


@blueprint.post("/t/<int:thread_id>/category")
@requires(Permission.CURATE)
def move(thread_id: int) -> Response:
    """Into another category."""
    form = MoveForm()
    if not form.validate_on_submit():
        raise Invalid(_("Choose a category."))
    return _to(actions.move(current_person(), thread_id, form.category.data))


@blueprint.post("/t/<int:thread_id>/product")
@requires(Permission.CURATE)
def set_product(thread_id: int) -> Response:
    """About another product, or another version."""
    form = AboutForm()
    if not form.validate_on_submit():
        raise Invalid(_("Choose a product, and keep the version short."))
    return _to(
        actions.set_product(current_person(), thread_id, form.product.data, form.version.data or "")
    )


@blueprint.post("/t/<int:thread_id>/tags")
@signed_in
def retag(thread_id: int) -> Response:
    """Other tags."""
    form = TagsForm()
    if not form.validate_on_submit():
        raise Invalid(" ".join(form.tags.errors))
    return _to(actions.retag(current_person(), thread_id, form.tags.slugs))
