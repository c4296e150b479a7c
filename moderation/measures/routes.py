"""The figures under the desk: pages, and their tables as files."""

from datetime import date
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from forum.core import clock, settings
from forum.core.paging import whole_number
from forum.core.permissions import Permission, requires
from forum.threads.models import Severity
from moderation.desk import current_rep, desk
from moderation.measures import pages, queries
from moderation.measures import satisfaction as said
from moderation.measures.columns import columns
from moderation.measures.export import Cell, as_file
from moderation.measures.forms import MeasuresForm
from moderation.measures.people import Deed, colleagues_shown
from moderation.measures.policy import sees_everybody
from moderation.measures.queries import Places, places, teams
from moderation.measures.report import category_names, groups, report
from moderation.measures.views import SplitBy, View, from_args
from moderation.measures.words import (
    minutes_text,
    presets,
    severity_text,
    share_text,
    span_text,
    split_name,
    split_title,
)
from moderation.settings.actions import set_measures
from moderation.watchlist import business_time

blueprint = Blueprint("measures", __name__, url_prefix="/measures")
desk_only = requires(Permission.WORK_DESK, hidden=True)
ENDPOINTS = {"questions": "index", "people": "people", "satisfaction": "satisfaction"}
COMMENTS_MAX = 5_000


@blueprint.get("")
@desk_only
def index() -> str:
    """How questions were answered."""
    view, among = _view(), places(current_rep())
    return _page(
        "questions",
        view,
        among,
        report=report(view, among),
        splits=[
            (
                split_name(by),
                url_for("desk.measures.index", **view.as_args(by=by.value)),
                by is view.split_by,
            )
            for by in SplitBy
        ],
        split_name=split_name(view.split_by),
        split_title=split_title(view.split_by),
    )


@blueprint.get("/days.csv")
@desk_only
def days_csv() -> Response:
    """The figures behind the charts."""
    view, every = _view(), columns()
    rows = queries.by_step(view, places(current_rep()))
    heads = ["from", "to", *(column.key for column in every)]
    return as_file(
        "questions-by-day",
        heads,
        [
            (
                step.first.isoformat(),
                step.last.isoformat(),
                *(column.number(tally) for column in every),
            )
            for step, tally in rows
        ],
    )


@blueprint.get("/parts.csv")
@desk_only
def parts_csv() -> Response:
    """The figures by category, team or severity."""
    view, every = _view(), columns()
    rows = groups(view, places(current_rep()))
    return as_file(
        f"questions-by-{view.split_by.value}",
        [view.split_by.value, *(column.key for column in every)],
        [(name, *(column.number(tally) for column in every)) for name, tally in rows],
    )


@blueprint.get("/people")
@desk_only
def people() -> Answer:
    """What each of the team did, as far as the viewer may see it."""
    kept = settings.current()
    form = MeasuresForm(
        formdata=None,
        data={"colleagues": colleagues_shown().value, "days": kept.satisfaction_after_days},
    )
    return _people(form)


@blueprint.post("/settings")
@requires(Permission.MANAGE_SITE, hidden=True)
def save() -> Answer:
    """Whose work reps see, and when people are asked how it went."""
    form = MeasuresForm()
    if not form.validate_on_submit():
        return _people(form, 400)
    changed = set_measures(current_rep(), form.days.data, form.colleagues.data)
    flash(_("Saved.") if changed else _("Nothing had changed."), "done")
    return redirect(url_for("desk.measures.people"), 303)


def _people(form: MeasuresForm, status: int = 200) -> Answer:
    rep, view, today = current_rep(), _view(), _today()
    found = pages.team(rep, view, today.toordinal())
    page = _page(
        "people",
        view,
        Places((), teams()),
        people=found,
        deeds=pages.deed_names(),
        minutes_text=minutes_text,
        shows_all=sees_everybody(rep, colleagues_shown()),
        form=form if rep.can(Permission.MANAGE_SITE) else None,
    )
    return make_response(page, status)


@blueprint.get("/people.csv")
@desk_only
def people_csv() -> Response:
    """The same as a file."""
    found = pages.team(current_rep(), _view(), _today().toordinal())
    heads = ["name", *(deed.value for deed in Deed), "threads_now", "expected_minutes"]
    rows: list[tuple[Cell, ...]] = [
        (one.name, *one.deeds.values(), one.held, one.minutes) for one in found
    ]
    return as_file("work", heads, rows)


@blueprint.get("/satisfaction")
@desk_only
def satisfaction() -> str:
    """What people said of how it went."""
    view, among = _view(), places(current_rep())
    return _page(
        "satisfaction",
        view,
        among,
        said=pages.said_page(view, among, whole_number(request.args.get("before"))),
        share_text=share_text,
        kind_name=pages.kind_name,
    )


@blueprint.get("/satisfaction.csv")
@desk_only
def satisfaction_csv() -> Response:
    """The figures by kind of answer, category and team."""
    rows = [
        (key, name, said.asked, said.good, said.fair, said.bad)
        for key, _title, _head, part in pages.tables(_view(), places(current_rep()))
        for name, said in part
    ]
    return as_file("satisfaction", ["by", "name", "asked", "good", "fair", "bad"], rows)


@blueprint.get("/comments.csv")
@desk_only
def comments_csv() -> Response:
    """What people wrote, without their names."""
    view, among = _view(), places(current_rep())
    found = said.comments(view, among, pages.during(view.span), None, COMMENTS_MAX)
    heads = ["said_at", "thread", "title", "answer", "score", "comment"]
    rows: list[tuple[Cell, ...]] = [
        (
            one.said_at.isoformat(timespec="seconds"),
            one.thread.id,
            one.thread.title,
            one.solved_by.value,
            one.score,
            one.text,
        )
        for one in found[:COMMENTS_MAX]
    ]
    return as_file("comments", heads, rows)


def _today() -> date:
    return business_time.today(clock.now())


def _view() -> View:
    return from_args(request.args, _today())


def _page(name: str, view: View, among: Places, **content: Any) -> str:
    args = view.as_args()
    here = f"desk.measures.{ENDPOINTS[name]}"
    heads = {
        "questions": _("Questions"),
        "people": _("People"),
        "satisfaction": _("Satisfaction"),
    }
    names = category_names(among.categories)
    return render_template(
        f"moderation/measures/{name}.html",
        desk_queue="measures",
        view=view,
        span_text=span_text(view.span),
        presets=presets(
            lambda days: url_for(here, **view.as_args(**{"days": days, "from": None, "to": None})),
            view.preset,
        ),
        here=url_for(here),
        tabs=[
            (text, url_for(f"desk.measures.{ENDPOINTS[key]}", **args), key == name, None)
            for key, text in heads.items()
        ],
        categories=[(one.slug, names[one.id]) for one in among.categories],
        teams=among.teams,
        severities=[(one.value, severity_text(one)) for one in reversed(Severity)],
        args=args,
        **content,
    )


desk.register_blueprint(blueprint)
