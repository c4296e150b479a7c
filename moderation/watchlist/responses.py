"""How the desk answers: a whole page, or for htmx the pane and what changed beside it."""

import json
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.core import error_pages
from forum.core.errors import Refused
from forum.core.paging import whole_number
from forum.threads.queries import get_thread
from moderation.desk import current_rep, desk
from moderation.replies.queries import filled
from moderation.watchlist.filters import Filters, from_args
from moderation.watchlist.list_view import list_view
from moderation.watchlist.queries import Sent, next_thread_id, sent_by, work_on
from moderation.watchlist.work_view import Forms, WorkView, work_view

PANE = "work"  # the element that htmx swaps
SENT = "sent"  # in an address: the answer that was sent just before


@desk.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """To htmx a refusal is a message beside the unchanged page; to everyone else, a page."""
    if not wants(PANE):
        title = _("That is not possible now")
        return error_pages.show(error.status, title, error.message, error.what_to_do)
    response = make_response("", error.status)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = _toast("error", f"{error.message} {error.what_to_do}".strip())
    return response


def wants(element: str) -> bool:
    """Whether htmx asks for this element alone; going back in history it wants the whole page."""
    headers = request.headers
    return headers.get("HX-Target") == element and "HX-History-Restore-Request" not in headers


def _toast(kind: str, text: str) -> str:
    return json.dumps({"toast": {"kind": kind, "text": text}})


def _work(thread_id: int, filters: Filters, typed: Forms) -> WorkView:
    rep = current_rep()
    reply_id = whole_number(request.args.get("reply"))
    inserted = filled(reply_id, thread_id, rep) if reply_id is not None else None
    return work_view(work_on(thread_id, rep), rep, filters, typed, inserted)


def just_sent(post_id: int | None = None) -> Sent | None:
    """The answer that the rep sent a moment ago and may take back, if there is one."""
    asked = post_id or whole_number(request.args.get(SENT))
    return sent_by(current_rep(), asked) if asked is not None else None


def pane(
    thread_id: int,
    typed: Forms,
    refused: bool = False,
    with_list: bool = False,
    sent_id: int | None = None,
) -> Response:
    """The pane alone for htmx, with the list beside it where that changed, else the whole page."""
    filters = from_args(request.args)
    alone = wants(PANE)
    shown = None
    if with_list or not alone:
        shown = list_view(current_rep(), filters, thread_id)
    page = render_template(
        f"moderation/watchlist/{'pane' if alone else 'thread'}.html",
        work=_work(thread_id, filters, typed),
        list=shown,
        sent=just_sent(sent_id),
        desk_queue=filters.queue.value,
    )
    status = 422 if alone else 400
    return make_response(page, status if refused else 200)


def act_page(name: str, thread_id: int, form: FlaskForm, refused: bool = False) -> Response:
    """A form that is asked for when it is opened: a part of the pane, or a page of its own."""
    alone = wants(name) or wants(PANE)
    page = render_template(
        f"moderation/watchlist/{name}{'_part' if alone else ''}.html",
        thread=get_thread(thread_id, current_rep()),
        form=form,
        filters=from_args(request.args).as_args(),
        desk_queue="",
    )
    response = make_response(page, (422 if alone else 400) if refused else 200)
    if refused and alone:
        response.headers["HX-Retarget"] = f"#{name}"
    return response


def stay(thread_id: int, said: str = "") -> Response:
    """The same thread again, after something about it changed; ``said`` tells what was done."""
    return _show(thread_id, said)


def go_on(thread_id: int, said: str, sent_id: int | None = None) -> Response:
    """The next thread of the list; the list itself once nothing is left in it.

    ``sent_id`` is the answer that can still be taken back there.
    """
    return _show(next_thread_id(current_rep(), from_args(request.args), thread_id), said, sent_id)


def _show(thread_id: int | None, said: str, sent_id: int | None = None) -> Response:
    filters = from_args(request.args).from_the_top().as_args()
    sent: dict[str, Any] = {SENT: sent_id} if sent_id is not None else {}
    if thread_id is None:
        flash(_("%(said)s Nothing is left in this queue.", said=said), "done")
        return _to(url_for("desk.home", **filters, **sent))
    url = url_for("desk.thread", thread_id=thread_id, **filters)
    if not wants(PANE):
        if said:
            flash(said, "done")
        return redirect(url_for("desk.thread", thread_id=thread_id, **filters, **sent), 303)
    response = pane(thread_id, Forms(), with_list=True, sent_id=sent_id)
    response.headers["HX-Push-Url"] = url
    if said and sent_id is None:  # else the pane says it
        response.headers["HX-Trigger"] = _toast("done", said)
    return response


def _to(url: str) -> Response:
    if not wants(PANE):
        return redirect(url, 303)
    response = make_response("", 204)
    response.headers["HX-Redirect"] = url
    return response
