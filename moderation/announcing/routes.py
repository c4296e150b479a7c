"""Announcements under the desk: the list, a form, updates."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.announcements.queries import AnnouncementPage
from forum.announcements.words import kind_name, when
from forum.categories.queries import tree
from forum.core import clock
from forum.core.i18n import language
from forum.core.permissions import Permission, requires
from moderation.announcing import actions, queries
from moderation.announcing.forms import AnnouncementForm, UpdateForm
from moderation.announcing.words import reach_name
from moderation.desk import desk

blueprint = Blueprint("announcing", __name__, url_prefix="/announcements")
speaker_only = requires(Permission.ANNOUNCE, hidden=True)


@blueprint.get("")
@speaker_only
def index() -> str:
    """Everything that was announced."""
    page = queries.every(current_person(), request.args.get("after"))
    return render_template(
        "moderation/announcing/index.html",
        desk_queue="announcements",
        rows=page.items,
        next_cursor=page.next_cursor,
        now=clock.now(),
        kind_name=kind_name,
        reach_name=reach_name,
        when=when,
    )


@blueprint.get("/new")
@speaker_only
def new() -> str:
    """An empty form."""
    return _new_page(_offer(AnnouncementForm(formdata=None)))


@blueprint.post("/new")
@speaker_only
def create() -> Response | tuple[str, int]:
    """Publish it."""
    form = _offer(AnnouncementForm())
    if not form.validate():
        return _new_page(form), 400
    row = actions.announce(current_person(), form.text(), form.tells_people.data)
    return _back(row.id, _("Published: it is on the site now."))


@blueprint.get("/<int:announcement_id>")
@speaker_only
def show(announcement_id: int) -> str:
    """One announcement: what it says, what was added, and the forms for both."""
    page = queries.one(announcement_id, current_person())
    form = _offer(AnnouncementForm(formdata=None)).fill(page.announcement)
    return _page(page, form, UpdateForm(formdata=None))


@blueprint.post("/<int:announcement_id>/save")
@speaker_only
def save(announcement_id: int) -> Response | tuple[str, int]:
    """Let it say something else."""
    form = _offer(AnnouncementForm())
    if not form.validate():
        page = queries.one(announcement_id, current_person())
        return _page(page, form, UpdateForm(formdata=None)), 400
    actions.edit(current_person(), announcement_id, form.text())
    return _back(announcement_id, _("Saved."))


@blueprint.post("/<int:announcement_id>/updates")
@speaker_only
def add_update(announcement_id: int) -> Response | tuple[str, int]:
    """Say what became known since."""
    form = UpdateForm()
    if not form.validate():
        page = queries.one(announcement_id, current_person())
        filled = _offer(AnnouncementForm(formdata=None)).fill(page.announcement)
        return _page(page, filled, form), 400
    actions.add_update(
        current_person(),
        announcement_id,
        form.update.data,
        form.closes.data,
        form.tells_people.data,
    )
    return _back(announcement_id, _("The update is on the page."))


@blueprint.post("/<int:announcement_id>/reopen")
@speaker_only
def reopen(announcement_id: int) -> Response:
    """It was not over after all."""
    actions.reopen(current_person(), announcement_id)
    return _back(announcement_id, _("It runs again."))


@blueprint.post("/<int:announcement_id>/withdraw")
@speaker_only
def withdraw(announcement_id: int) -> Response:
    """Take it back."""
    actions.withdraw(current_person(), announcement_id)
    flash(_("Taken back: nobody reads it any more."), "done")
    return redirect(url_for("desk.announcing.index"), 303)


def _offer(form: AnnouncementForm) -> AnnouncementForm:
    return form.offer(tree(current_person()), language())


def _back(announcement_id: int, done: str) -> Response:
    flash(done, "done")
    return redirect(url_for("desk.announcing.show", announcement_id=announcement_id), 303)


def _new_page(form: AnnouncementForm) -> str:
    return render_template("moderation/announcing/new.html", desk_queue="announcements", form=form)


def _page(page: AnnouncementPage, form: AnnouncementForm, update_form: UpdateForm) -> str:
    return render_template(
        "moderation/announcing/show.html",
        desk_queue="announcements",
        announcement=page.announcement,
        updates=page.updates,
        form=form,
        update_form=update_form,
        now=clock.now(),
        kind_name=kind_name,
        when=when,
    )


desk.register_blueprint(blueprint)
