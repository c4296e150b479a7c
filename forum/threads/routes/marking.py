"""Accepting, making official, verifying, endorsing, out of date, and taking each back."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.core.errors import Refused
from forum.core.permissions import Permission, requires, signed_in
from forum.threads import actions
from forum.threads.forms import ReasonForm, SupersedeForm
from forum.threads.models import MarkKind, Post, PostKind, Thread
from forum.threads.queries import get_post, newer_answers
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


@blueprint.get("/p/<int:post_id>/supersede")
@requires(Permission.MARK_OFFICIAL)
def write_superseded(post_id: int) -> str:
    """Saying which answer holds instead."""
    form, found, thread = _superseding(post_id)
    return render_template("forum/threads/supersede.html", form=form, post=found, thread=thread)


@blueprint.post("/p/<int:post_id>/supersede")
@requires(Permission.MARK_OFFICIAL)
def supersede(post_id: int) -> Response:
    """This answer is out of date."""
    form, found, thread = _superseding(post_id)
    if not form.validate_on_submit():
        page = render_template("forum/threads/supersede.html", form=form, post=found, thread=thread)
        return make_response(page, 400)
    actions.supersede(current_person(), found.id, form.newer.data or None)
    return redirect(url_for("threads.post", post_id=found.id), 303)


@blueprint.post("/p/<int:post_id>/supersede/delete")
@requires(Permission.MARK_OFFICIAL)
def unsupersede(post_id: int) -> Response:
    """It holds after all."""
    actions.unsupersede(current_person(), post_id)
    return redirect(url_for("threads.post", post_id=post_id), 303)


def _superseding(post_id: int) -> tuple[SupersedeForm, Post, Thread]:
    viewer = current_actor()
    found, thread = get_post(post_id, viewer)
    if found.kind is not PostKind.ANSWER or found.is_gone:
        raise Refused(_("Only an answer that is shown can be marked."))
    return SupersedeForm().offer(newer_answers(found, viewer)), found, thread


@blueprint.post("/t/<int:thread_id>/reopen")
@signed_in
def reopen(thread_id: int) -> Response:
    """ "Didn't help, or happens again." """
    thread = actions.reopen(current_person(), thread_id, ReasonForm().text())
    flash(_("Open again. Tell what still happens, so that others can help."), "done")
    return redirect(thread_url(thread), 303)
