"""The inbox."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.errors import NotFound
from forum.core.permissions import signed_in
from forum.notifications import actions
from forum.notifications.inbox import inbox as inbox_page
from forum.notifications.words import place, sentence

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/inbox")
@signed_in
def inbox() -> str:
    """What happened in what one follows, newest first."""
    page = inbox_page(current_person(), request.args.get("after"))
    next_url = url_for("notifications.inbox", after=page.next_cursor) if page.next_cursor else None
    return render_template(
        "forum/notifications/inbox.html", rows=page.items, next_url=next_url, sentence=sentence
    )


@blueprint.post("/inbox/<int:notification_id>")
@signed_in
def open_line(notification_id: int) -> Response:
    """Mark one line as read and go where it points."""
    line = actions.read_one(current_person(), notification_id)
    if line is None:
        raise NotFound()
    return redirect(place(line), 303)


@blueprint.post("/inbox/read")
@signed_in
def read_all() -> Response:
    """Nothing is new any more."""
    actions.read_all(current_person())
    return redirect(url_for("notifications.inbox"), 303)
