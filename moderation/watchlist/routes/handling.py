"""Whose a thread is, whether it rests, where it belongs; the asker; who is out of office."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.categories.queries import tree
from forum.core import clock
from forum.core.errors import Refused
from forum.core.i18n import language
from forum.core.permissions import Permission, requires
from forum.finding.outcomes import outcome_text
from forum.threads.queries import get_thread
from forum.threads.states import knot_of
from moderation.desk import current_rep, desk
from moderation.handling import actions as handling
from moderation.handling.queries import Colleague, absence_of, colleagues, teams_to_ask
from moderation.handling.wording import day
from moderation.watchlist import actions, business_time
from moderation.watchlist.forms import AbsenceForm, AssignForm, SnoozeForm, SortForm
from moderation.watchlist.queries import asker_of
from moderation.watchlist.responses import act_page, go_on, pane, stay, wants
from moderation.watchlist.work_view import Forms


@desk.get("/t/<int:thread_id>/asker")
@requires(Permission.WORK_DESK, hidden=True)
def asker(thread_id: int) -> str:
    """Who asked: since when they are here, what they asked before, what they tried."""
    return render_template(
        f"moderation/watchlist/asker{'_part' if wants('asker') else ''}.html",
        asker=asker_of(thread_id, current_rep()),
        outcome_text=outcome_text,
        knot_of=knot_of,
        desk_queue="",
    )


@desk.get("/t/<int:thread_id>/assign")
@requires(Permission.WORK_DESK, hidden=True)
def assign_form(thread_id: int) -> Response:
    """Whom to give it to."""
    return act_page("assign", thread_id, _offered(AssignForm(formdata=None), colleagues()))


@desk.post("/t/<int:thread_id>/assign")
@requires(Permission.WORK_DESK, hidden=True)
def assign(thread_id: int) -> Response:
    """Let a colleague answer it."""
    people = colleagues()
    form = _offered(AssignForm(), people)
    if not form.validate():
        return act_page("assign", thread_id, form, refused=True)
    kind, number = form.chosen()
    note = form.note.data or ""
    if kind == "team":
        actions.assign_team(current_rep(), thread_id, number, note)
        return stay(thread_id, _("Assigned to the team; everybody in it is told."))
    chosen = next(one.person for one in people if one.person.id == number)
    actions.assign(current_rep(), thread_id, chosen, note)
    return stay(thread_id, _("Assigned to %(name)s, who is told.", name=chosen.name))


@desk.post("/t/<int:thread_id>/assign/delete")
@requires(Permission.WORK_DESK, hidden=True)
def take_off(thread_id: int) -> Response:
    """Let it be nobody's in particular."""
    handling.take_off(current_rep(), thread_id)
    return stay(thread_id, _("Nobody has it in particular now."))


@desk.post("/t/<int:thread_id>/snooze")
@requires(Permission.WORK_DESK, hidden=True)
def snooze(thread_id: int) -> Response:
    """Let it rest, and go on with the next thread."""
    form = SnoozeForm()
    if not form.validate():
        return pane(thread_id, Forms(snooze=form), refused=True)
    handling.snooze(current_rep(), thread_id, form.moment(clock.now()))
    return go_on(thread_id, _("It rests until then, or until somebody replies. Its clock runs on."))


@desk.post("/t/<int:thread_id>/snooze/delete")
@requires(Permission.WORK_DESK, hidden=True)
def wake(thread_id: int) -> Response:
    """Bring it back now."""
    handling.wake(current_rep(), thread_id)
    return stay(thread_id)


@desk.get("/t/<int:thread_id>/sort")
@requires(Permission.WORK_DESK, hidden=True)
def sort_form(thread_id: int) -> Response:
    """How bad it is, what kind of thing, and where it belongs."""
    rep = current_rep()
    form = SortForm(formdata=None).offer(tree(rep), language())
    return act_page("sort", thread_id, form.fill(get_thread(thread_id, rep)))


@desk.post("/t/<int:thread_id>/sort")
@requires(Permission.WORK_DESK, hidden=True)
def sort(thread_id: int) -> Response:
    """Correct severity, type and category, and say why; the clock follows."""
    rep = current_rep()
    form = SortForm().offer(tree(rep), language())
    if not form.validate():
        return act_page("sort", thread_id, form, refused=True)
    actions.sort(rep, thread_id, form.sorting())
    return stay(thread_id, _("Sorted. The reason stands in the staff log."))


@desk.get("/absence")
@requires(Permission.WORK_DESK, hidden=True)
def absence() -> str:
    """When one is out of office, and who of the team is."""
    rep = current_rep()
    known = absence_of(rep.id)
    form = AbsenceForm(formdata=None, obj=known)
    if known is not None:
        form.deputy.data = known.deputy_id or 0
    return _absence_page(form)


@desk.post("/absence")
@requires(Permission.WORK_DESK, hidden=True)
def go_away() -> Response | tuple[str, int]:
    """Say when one is out of office."""
    rep = current_rep()
    form = AbsenceForm().offer(colleagues())
    if not form.validate():
        return _absence_page(form), 400
    today = business_time.today(clock.now())
    try:
        handling.go_away(
            rep, form.first_day.data, form.last_day.data, form.deputy.data or None, today
        )
    except Refused as refusal:
        form.last_day.errors = [f"{refusal.message} {refusal.what_to_do}"]
        return _absence_page(form), refusal.status
    flash(_("Kept. What is assigned to you then goes to your deputy or back to the queue."), "done")
    return redirect(url_for("desk.absence"), 303)


@desk.post("/absence/delete")
@requires(Permission.WORK_DESK, hidden=True)
def return_to_work() -> Response:
    """One is there after all."""
    handling.return_to_work(current_rep())
    flash(_("Welcome back."), "done")
    return redirect(url_for("desk.absence"), 303)


def _offered(form: AssignForm, people: Sequence[Colleague]) -> AssignForm:
    return form.offer(people, teams_to_ask(), business_time.today(clock.now()))


def _absence_page(form: AbsenceForm) -> str:
    rep, people = current_rep(), colleagues()
    today = business_time.today(clock.now())
    return render_template(
        "moderation/watchlist/absence.html",
        form=form.offer([one for one in people if one.person.id != rep.id]),
        away=[one for one in people if one.absence and one.absence.last_day >= today],
        is_away=absence_of(rep.id) is not None,
        day=day,
        desk_queue="absence",
    )
