"""Calendars: the hours of each weekday, days off, and what they do to what is due."""

from dataclasses import replace
from zoneinfo import available_timezones

from flask import make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core import clock
from forum.core.pages import wants_fragment
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.teams import actions, queries
from moderation.teams.actions.calendars import said
from moderation.teams.catalogue import main_promise
from moderation.teams.forms import CalendarForm
from moderation.teams.preview import Preview, preview
from moderation.teams.routes.answers import refusal_of, saved
from moderation.teams.views import calendar_row

ZONES = tuple(sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone))


@desk.get("/calendars", endpoint="calendars")
@requires(Permission.MANAGE_SITE, hidden=True)
def index() -> str:
    """Every calendar."""
    return render_template(
        "moderation/teams/calendars.html",
        rows=[calendar_row(now) for now in queries.calendars()],
        desk_queue="teams",
    )


@desk.get("/calendars/new", endpoint="new_calendar")
@requires(Permission.MANAGE_SITE, hidden=True)
def new() -> Response:
    """The hours a new site begins with, to be changed."""
    calendar = main_promise().calendar
    text = actions.CalendarText("", calendar.zone, calendar.shifts, ())
    return _page(CalendarForm.of(text))


@desk.post("/calendars/new", endpoint="make_calendar")
@requires(Permission.MANAGE_SITE, hidden=True)
def make() -> Response:
    """Make it."""
    form = CalendarForm()
    if not form.validate_on_submit():
        return _page(form, status=400)
    status = refusal_of(form, lambda: actions.make_calendar(current_rep(), form.text()))
    return _page(form, status=status) if status else saved("desk.calendars")


@desk.post("/calendars/preview", endpoint="preview_calendar")
@requires(Permission.MANAGE_SITE, hidden=True)
def show_first() -> Response:
    """When things would be due by the hours that were typed; nothing is kept."""
    form = CalendarForm()
    known = form.calendar_id.data
    calendar_id = int(known) if known and known.isascii() and known.isdigit() else None
    valid = form.validate()
    if wants_fragment():
        if not valid:
            return make_response("", 204)  # half typed: the last table stays
        part = render_template("moderation/teams/preview.html", preview=_preview(form))
        return make_response(part)
    return _page(form, calendar_id, 200 if valid else 400)


@desk.get("/calendars/<int:calendar_id>", endpoint="calendar")
@requires(Permission.MANAGE_SITE, hidden=True)
def show(calendar_id: int) -> Response:
    """A calendar to change."""
    form = CalendarForm.of(said(*queries.get_calendar(calendar_id)), calendar_id)
    return _page(form, calendar_id)


@desk.post("/calendars/<int:calendar_id>", endpoint="change_calendar")
@requires(Permission.MANAGE_SITE, hidden=True)
def change(calendar_id: int) -> Response:
    """Change it, from now on."""
    queries.get_calendar(calendar_id)
    form = CalendarForm()
    if not form.validate_on_submit():
        return _page(form, calendar_id, 400)
    status = refusal_of(
        form, lambda: actions.change_calendar(current_rep(), calendar_id, form.text())
    )
    return _page(form, calendar_id, status) if status else saved("desk.calendars")


@desk.post("/calendars/<int:calendar_id>/delete", endpoint="retire_calendar")
@requires(Permission.MANAGE_SITE, hidden=True)
def retire(calendar_id: int) -> Response:
    """Offer it no more."""
    form = CalendarForm.of(said(*queries.get_calendar(calendar_id)), calendar_id)
    status = refusal_of(form, lambda: actions.retire_calendar(current_rep(), calendar_id))
    if status:
        return _page(form, calendar_id, status)
    return saved("desk.calendars", _("The calendar is gone."))


def _preview(form: CalendarForm) -> Preview:
    """By the lengths of the policy for everywhere."""
    promise = replace(main_promise(), calendar=form.calendar())
    return preview(promise, *form.asked, clock.now())


def _page(form: CalendarForm, calendar_id: int | None = None, status: int = 200) -> Response:
    page = render_template(
        "moderation/teams/calendar.html",
        form=form,
        calendar_id=calendar_id,
        preview=_preview(form) if status in {200, 409} else None,
        zones=ZONES,
        desk_queue="teams",
    )
    return make_response(page, status)
