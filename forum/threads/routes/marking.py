"""Accepting, making official, verifying, endorsing, and taking each back."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.permissions import Permission, requires, signed_in
from forum.threads import actions
from forum.threads.forms import ReasonForm
from forum.threads.models import MarkKind
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import thread_url


def _mark(post_id: int, kind: MarkKind) -> Response:
    return redirect(thread_url(actions.mark(current_person(), post_id, kind)), 303)


def _unmark(post_id: int, kind: MarkKind) -> Response:
    return redirect(thread_url(actions.unmark(current_person(), post_id, kind)), 303)


@blueprint.post("/p/<int:post_id>/accept")
@signed_in
def accept(post_id: int) -> Response:
    """This answer solved it, says the asker."""
    return _mark(post_id, MarkKind.ACCEPTED)


@blueprint.post("/p/<int:post_id>/accept/delete")
@signed_in
def unaccept(post_id: int) -> Response:
    """It did not after all."""
    return _unmark(post_id, MarkKind.ACCEPTED)


@blueprint.post("/p/<int:post_id>/official")
@requires(Permission.MARK_OFFICIAL)
def make_official(post_id: int) -> Response:
    """This is the company's answer."""
    return _mark(post_id, MarkKind.OFFICIAL)


@blueprint.post("/p/<int:post_id>/official/delete")
@requires(Permission.MARK_OFFICIAL)
def unmake_official(post_id: int) -> Response:
    """It is not any more."""
    return _unmark(post_id, MarkKind.OFFICIAL)


@blueprint.post("/p/<int:post_id>/verify")
@requires(Permission.MARK_OFFICIAL)
def verify(post_id: int) -> Response:
    """Staff checked a peer's answer."""
    return _mark(post_id, MarkKind.VERIFIED)


@blueprint.post("/p/<int:post_id>/verify/delete")
@requires(Permission.MARK_OFFICIAL)
def unverify(post_id: int) -> Response:
    """It does not hold any more."""
    return _unmark(post_id, MarkKind.VERIFIED)


@blueprint.post("/p/<int:post_id>/endorse")
@requires(Permission.ENDORSE)
def endorse(post_id: int) -> Response:
    """An ambassador stands behind the answer."""
    return _mark(post_id, MarkKind.ENDORSED)


@blueprint.post("/p/<int:post_id>/endorse/delete")
@requires(Permission.ENDORSE)
def unendorse(post_id: int) -> Response:
    """An ambassador takes their word back."""
    return _unmark(post_id, MarkKind.ENDORSED)


@blueprint.post("/t/<int:thread_id>/reopen")
@signed_in
def reopen(thread_id: int) -> Response:
    """ "Didn't help, or happens again." """
    thread = actions.reopen(current_person(), thread_id, ReasonForm().text())
    flash(_("Open again. Tell what still happens, so that others can help."), "done")
    return redirect(thread_url(thread), 303)
