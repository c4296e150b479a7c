"""Incidents under the desk: what is proposed, what runs, and one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.announcements.models import Announcement
from forum.announcements.words import next_news, when
from forum.categories.queries import tree
from forum.core import clock, settings
from forum.core.errors import Invalid
from forum.core.i18n import language
from forum.core.paging import whole_number
from forum.core.permissions import Permission, requires
from forum.finding.targets import target_of
from forum.threads.models import Thread
from moderation.desk import current_rep, desk
from moderation.incidents import actions, policy, queries
from moderation.incidents.forms import (
    NEW,
    EndForm,
    IncidentForm,
    UpdateForm,
    WatchForm,
    moment,
)
from moderation.incidents.models import IncidentProposal
from moderation.settings.actions import watch_for_incidents

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")
desk_only = requires(Permission.RUN_INCIDENT, hidden=True)


@blueprint.get("")
@desk_only
def index() -> str:
    """What may be one, what is one, and what was."""
    known = settings.current()
    form = WatchForm(formdata=None)
    form.reports.data, form.minutes.data = known.incident_reports, known.incident_minutes
    return _index(form)


@blueprint.post("/watch")
@requires(Permission.MANAGE_SITE, hidden=True)
def watch() -> Response | tuple[str, int]:
    """How many reports within which time propose one."""
    form = WatchForm()
    if not form.validate():
        return _index(form), 400
    watch_for_incidents(current_rep(), form.reports.data, form.minutes.data)
    flash(_("Saved."), "done")
    return redirect(url_for("desk.incidents.index"), 303)


@blueprint.get("/new")
@desk_only
def new() -> str:
    """How it begins: with a proposal, with a thread, or with nothing yet."""
    proposal, threads = _asked_for()
    form = _offered(IncidentForm(formdata=None))
    if threads:
        form.title.data, form.main.data = threads[0].title, threads[0].id
        form.threads.data = [row.id for row in threads]
    form.starts_at.data = proposal.found_at if proposal is not None else clock.now()
    return _new_page(form, proposal, threads)


@blueprint.post("/new")
@desk_only
def begin() -> Response | tuple[str, int]:
    """Announce it, with its threads."""
    proposal, threads = _asked_for()
    form = _offered(IncidentForm())
    if not form.validate():
        return _new_page(form, proposal, threads), 400
    row = actions.begin(
        current_rep(),
        form.text(),
        form.threads.data or [],
        main_id=form.main.data or None,
        new_in_id=form.category_id.data if (form.main.data or NEW) == NEW else None,
        proposal_id=proposal.id if proposal is not None else None,
    )
    return _back(row.id, _("It is on the site now, and everybody who has it is told."))


@blueprint.post("/proposals/<int:proposal_id>/dismiss")
@desk_only
def dismiss(proposal_id: int) -> Response:
    """It is none."""
    actions.dismiss(current_rep(), proposal_id)
    flash(_("Noted. It is not proposed again for a day."), "done")
    return redirect(url_for("desk.incidents.index"), 303)


@blueprint.get("/<int:incident_id>")
@desk_only
def show(incident_id: int) -> str:
    """One incident: what was told, its threads, what else asks the same."""
    return _page(incident_id)


@blueprint.post("/<int:incident_id>/updates")
@desk_only
def tell(incident_id: int) -> Response | tuple[str, int]:
    """Say what is known by now."""
    form = UpdateForm()
    if not form.validate():
        return _page(incident_id, form), 400
    expected, next_one = moment(form.expected_at), moment(form.next_update_at)
    actions.tell(current_rep(), incident_id, form.update.data, expected, next_one)
    return _back(incident_id, _("The update is out, to everybody who has it."))


@blueprint.post("/<int:incident_id>/threads")
@desk_only
def attach(incident_id: int) -> Response:
    """These are about it."""
    numbers = [whole_number(word) for word in request.form.getlist("threads")]
    typed = request.form.get("target", "").strip()
    if typed:
        target = target_of(typed)
        numbers.append(target.id if target.kind == "thread" else None)
    ids = [number for number in numbers if number is not None]
    if not ids:
        raise Invalid(_("Say which question it is."))
    actions.attach(current_rep(), incident_id, ids)
    return _back(incident_id, _("Their clocks stand until it is over."))


@blueprint.post("/<int:incident_id>/threads/<int:thread_id>/delete")
@desk_only
def detach(incident_id: int, thread_id: int) -> Response:
    """It is about something else."""
    actions.detach(current_rep(), incident_id, thread_id)
    return _back(incident_id, _("Its clock runs on."))


@blueprint.post("/<int:incident_id>/end")
@desk_only
def end(incident_id: int) -> Response | tuple[str, int]:
    """It is over."""
    form = EndForm()
    if not form.validate():
        return _page(incident_id, end_form=form), 400
    actions.end(current_rep(), incident_id, form.ending.data, form.settles.data)
    return _back(incident_id, _("It is over, and everybody who has it is told."))


def _asked_for() -> tuple[IncidentProposal | None, list[Thread]]:
    """The proposal or thread in the address, with the threads that ask the same."""
    rep = current_rep()
    proposal_id = whole_number(request.args.get("proposal"))
    proposal = queries.get_proposal(proposal_id, rep) if proposal_id is not None else None
    asked = proposal.thread_id if proposal else whole_number(request.args.get("thread"))
    return proposal, list(queries.mates_of(asked, rep)) if asked is not None else []


def _offered(form: IncidentForm) -> IncidentForm:
    return form.offer(tree(current_rep()), language())


def _update_form(row: Announcement) -> UpdateForm:
    form = UpdateForm(formdata=None)
    form.expected_at.data, form.next_update_at.data = row.expected_at, row.next_update_at
    return form


def _index(form: WatchForm) -> str:
    rep = current_rep()
    return render_template(
        "moderation/incidents/index.html",
        desk_queue="incidents",
        found=queries.overview(rep),
        form=form,
        may_watch=rep.can(Permission.MANAGE_SITE),
        now=clock.now(),
        when=when,
    )


def _new_page(form: IncidentForm, proposal: IncidentProposal | None, threads: list[Thread]) -> str:
    return render_template(
        "moderation/incidents/new.html",
        desk_queue="incidents",
        form=form,
        proposal=proposal,
        threads=threads,
    )


def _page(
    incident_id: int, update_form: UpdateForm | None = None, end_form: EndForm | None = None
) -> str:
    rep = current_rep()
    page = queries.incident_page(incident_id, rep)
    return render_template(
        "moderation/incidents/show.html",
        desk_queue="incidents",
        page=page,
        update_form=update_form or _update_form(page.row),
        end_form=end_form or EndForm(formdata=None),
        may_end=policy.can_end(rep),
        now=clock.now(),
        next_news=next_news,
        when=when,
    )


def _back(incident_id: int, done: str) -> Response:
    flash(done, "done")
    return redirect(url_for("desk.incidents.show", incident_id=incident_id), 303)


desk.register_blueprint(blueprint)
