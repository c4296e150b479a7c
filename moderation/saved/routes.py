"""The page of saved views, and what is done there."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core.errors import Refused
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.saved import actions, queries
from moderation.saved.forms import ViewForm
from moderation.watchlist import wording
from moderation.watchlist.filter_view import filter_view, list_url, places
from moderation.watchlist.filters import Filters, from_args

Answer = Response | tuple[str, int]


@desk.get("/views")
@requires(Permission.WORK_DESK, hidden=True)
def views() -> str:
    """The views there are; with a view in the address, the form that saves it."""
    return _page(_offered(ViewForm(formdata=None)))


@desk.post("/views")
@requires(Permission.WORK_DESK, hidden=True)
def save_view() -> Answer:
    """Save the view that the address names."""
    form, filters = _offered(ViewForm()), from_args(request.args)
    if not form.validate():
        return _page(form), 400

    def save() -> Any:
        actions.save(current_rep(), form.name.data, filters, form.team.data or None)

    return _try(save, form) or _to(list_url(filters), _("Saved: it stands beside the queues."))


@desk.post("/views/<int:view_id>")
@requires(Permission.WORK_DESK, hidden=True)
def change_view(view_id: int) -> Answer:
    """Another name, or for others."""
    form = _offered(ViewForm())
    if not form.validate():
        return _page(form, view_id), 400

    def change() -> Any:
        actions.change(current_rep(), view_id, form.name.data, form.team.data or None)

    return _try(change, form, view_id) or _to(url_for("desk.views"), _("Saved."))


@desk.post("/views/<int:view_id>/delete")
@requires(Permission.WORK_DESK, hidden=True)
def remove_view(view_id: int) -> Response:
    """Keep it no more."""
    actions.remove(current_rep(), view_id)
    return _to(url_for("desk.views"), _("Removed."))


def _offered(form: ViewForm) -> ViewForm:
    return form.offer(queries.own_teams(current_rep()))


def _try(act: Callable[[], Any], form: ViewForm, view_id: int = 0) -> Answer | None:
    try:
        act()
    except Refused as refusal:
        form.name.errors = [f"{refusal.message} {refusal.what_to_do}".strip()]
        return _page(form, view_id), refusal.status
    return None


def _to(url: str, said: str) -> Response:
    flash(said, "done")
    return redirect(url, 303)


def _page(form: ViewForm, view_id: int = 0) -> str:
    """The page; ``form`` is the one of a new view, or as it was typed for ``view_id``."""
    rep, asked = current_rep(), from_args(request.args)
    listed, categories = queries.listed(rep), places(rep)
    is_new = not view_id and bool(asked.as_args())

    def words(filters: Filters) -> list[str]:
        chips = [text for text, _url in filter_view(filters, categories).chips]
        order = [wording.sort_name(filters.sort)] if filters.sort is not Filters().sort else []
        return [wording.queue_name(filters.queue), *chips, *order]

    return render_template(
        "moderation/saved/views.html",
        new=form if is_new else None,
        asked=asked,
        words=words,
        list_url=list_url,
        own=[
            (one, form if one.view.id == view_id else _filled(one))
            for one in listed
            if not one.owner
        ],
        shared=[one for one in listed if one.owner],
        desk_queue="views",
    )


def _filled(one: queries.Listed) -> ViewForm:
    return _offered(ViewForm(formdata=None)).fill(one.view)
