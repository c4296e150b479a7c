"""How the desk answers: a whole page, or for htmx the pane and what changed beside it."""

import json

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core import error_pages
from forum.core.errors import Refused
from moderation.desk import current_rep, desk
from moderation.watchlist.filters import Filters, from_args
from moderation.watchlist.forms import DRAFT_FIELD
from moderation.watchlist.list_view import list_view
from moderation.watchlist.queries import next_thread_id, work_on
from moderation.watchlist.work_view import Forms, WorkView, work_view

PANE = "work"  # the element that htmx swaps


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
    return work_view(work_on(thread_id, rep, DRAFT_FIELD), rep.id, filters, typed)


def pane(thread_id: int, typed: Forms, refused: bool = False, with_list: bool = False) -> Response:
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
        desk_queue=filters.queue.value,
    )
    status = 422 if alone else 400
    return make_response(page, status if refused else 200)


def stay(thread_id: int, said: str = "") -> Response:
    """The same thread again, after something about it changed; ``said`` tells what was done."""
    return _show(thread_id, said)


def go_on(thread_id: int, said: str) -> Response:
    """The next thread of the list; the list itself once nothing is left in it."""
    return _show(next_thread_id(current_rep(), from_args(request.args), thread_id), said)


def _show(thread_id: int | None, said: str) -> Response:
    filters = from_args(request.args).from_the_top().as_args()
    if thread_id is None:
        flash(_("%(said)s Nothing is left in this queue.", said=said), "done")
        return _to(url_for("desk.home", **filters))
    url = url_for("desk.thread", thread_id=thread_id, **filters)
    if not wants(PANE):
        if said:
            flash(said, "done")
        return redirect(url, 303)
    response = pane(thread_id, Forms(), with_list=True)
    response.headers["HX-Push-Url"] = url
    if said:
        response.headers["HX-Trigger"] = _toast("done", said)
    return response


def _to(url: str) -> Response:
    if not wants(PANE):
        return redirect(url, 303)
    response = make_response("", 204)
    response.headers["HX-Redirect"] = url
    return response
