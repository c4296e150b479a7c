"""Canned replies under the desk: the list, the form, and the palette beside an answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core.diff import word_diff
from forum.core.errors import Refused
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.replies import actions, policy, queries
from moderation.replies.forms import ReplyForm
from moderation.replies.models import CannedReply
from moderation.replies.wording import placeholders

blueprint = Blueprint("replies", __name__)
PARTS = {"replies", "replies-found"}  # of the pane, that htmx asks for
worker_only = requires(Permission.WORK_DESK, hidden=True)
writer_only = requires(Permission.WRITE_REPLIES, hidden=True)


@blueprint.get("/replies")
@worker_only
def index() -> str:
    """The replies, the most used first."""
    rep = current_rep()
    words, retired = request.args.get("find", "").strip(), "retired" in request.args
    return render_template(
        "moderation/replies/index.html",
        desk_queue="replies",
        rows=queries.listed(rep, words, retired),
        words=words,
        retired=retired,
        may_write=policy.can_write(rep),
    )


@blueprint.get("/replies/new")
@writer_only
def new() -> str:
    """An empty form."""
    return _form_page(_form(None, empty=True), None)


@blueprint.post("/replies/new")
@writer_only
def create() -> Response | tuple[str, int]:
    """Add a reply; what cannot be saved comes back as it was typed."""
    form = _form(None)
    if not form.validate():
        return _form_page(form, None), 400
    try:
        actions.create(current_rep(), form.text())
    except Refused as refusal:
        return _form_page(form.refuse(refusal), None), refusal.status
    return _back(_("Added: the whole team can insert it now."))


@blueprint.get("/replies/<int:reply_id>")
@writer_only
def edit(reply_id: int) -> str:
    """What a reply says, to be changed."""
    row = queries.get_reply(reply_id, current_rep())
    return _form_page(_form(row, empty=True).fill(row), row)


@blueprint.post("/replies/<int:reply_id>")
@writer_only
def save(reply_id: int) -> Response | tuple[str, int]:
    """Let it say something else; where somebody was faster, show both texts."""
    row = queries.get_reply(reply_id, current_rep())
    form = _form(row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        actions.save(current_rep(), reply_id, form.opened_revision(), form.text())
    except actions.StaleReply as stale:
        return _conflict_page(form, reply_id), stale.status
    except Refused as refusal:
        return _form_page(form.refuse(refusal), row), refusal.status
    return _back(_("Saved."))


@blueprint.post("/replies/<int:reply_id>/retire")
@writer_only
def retire(reply_id: int) -> Response:
    """Offer it no more."""
    actions.retire(current_rep(), reply_id)
    return _back(_("Retired: it is offered no more. What was sent with it stays."))


@blueprint.post("/replies/<int:reply_id>/retire/delete")
@writer_only
def bring_back(reply_id: int) -> Response:
    """Offer it again."""
    actions.bring_back(current_rep(), reply_id)
    return _back(_("It is offered again."))


@blueprint.get("/t/<int:thread_id>/replies")
@worker_only
def palette(thread_id: int) -> str:
    """What could be inserted into an answer to this thread, as it would stand there."""
    words = request.args.get("find", "").strip()
    thread, found = queries.offered(thread_id, current_rep(), words)
    fragment = request.headers.get("HX-Target") in PARTS
    return render_template(
        f"moderation/replies/palette{'_part' if fragment else ''}.html",
        thread=thread,
        replies=found,
        words=words,
        desk_queue="",
    )


def _back(done: str) -> Response:
    flash(done, "done")
    return redirect(url_for("desk.replies.index"), 303)


def _form(row: CannedReply | None, empty: bool = False) -> ReplyForm:
    form = ReplyForm(formdata=None) if empty else ReplyForm()
    return form.offer(queries.teams(), row.team_id if row is not None else None)


def _form_page(form: ReplyForm, row: CannedReply | None) -> str:
    return render_template(
        "moderation/replies/edit.html",
        desk_queue="replies",
        form=form,
        row=row,
        placeholders=placeholders(),
    )


def _conflict_page(form: ReplyForm, reply_id: int) -> str:
    row = queries.get_reply(reply_id, current_rep())
    form.revision.data = str(row.revision)
    return render_template(
        "moderation/replies/conflict.html",
        desk_queue="replies",
        form=form,
        row=row,
        changes=[
            word_diff(row.body_en, form.body_en.data),
            word_diff(row.body_ru, form.body_ru.data),
        ],
        placeholders=placeholders(),
    )


desk.register_blueprint(blueprint)
