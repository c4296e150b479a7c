"""Policies: how long things may take, everywhere and where a category says otherwise."""

from flask import make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core import clock
from forum.core.pages import wants_fragment
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.teams import actions, queries
from moderation.teams.actions.policies import said
from moderation.teams.business_time import Calendar
from moderation.teams.forms import PolicyForm
from moderation.teams.forms.policies import WORST_FIRST
from moderation.teams.preview import preview
from moderation.teams.queries import PolicyNow
from moderation.teams.routes.answers import refusal_of, saved
from moderation.teams.views import policy_row
from moderation.teams.words import severity_name


@desk.get("/policies", endpoint="policies")
@requires(Permission.MANAGE_SITE, hidden=True)
def index() -> str:
    """Every policy in force."""
    return render_template(
        "moderation/teams/policies.html",
        rows=[policy_row(now) for now in queries.policies()],
        severities=[severity_name(severity) for severity in WORST_FIRST],
        desk_queue="teams",
    )


@desk.get("/policies/new", endpoint="new_policy")
@requires(Permission.MANAGE_SITE, hidden=True)
def new() -> Response:
    """What holds everywhere, to be changed for one category."""
    return _page(_for_new(PolicyForm.of(said(queries.policies()[0]))))


@desk.post("/policies/new", endpoint="make_policy")
@requires(Permission.MANAGE_SITE, hidden=True)
def make() -> Response:
    """Make it."""
    form = _for_new(PolicyForm())
    if not _is_valid(form):
        return _page(form, status=400)
    status = refusal_of(
        form, lambda: actions.make_policy(current_rep(), form.category.data, form.text())
    )
    return _page(form, status=status) if status else saved("desk.policies")


@desk.post("/policies/preview", endpoint="preview_policy")
@requires(Permission.MANAGE_SITE, hidden=True)
def show_first() -> Response:
    """When things would be due by what was typed; nothing is kept."""
    form, now = PolicyForm(), None
    known = form.policy_id.data or ""
    if known.isascii() and known.isdigit():
        now = queries.get_policy(int(known))
    form = _for_known(form) if now is not None else _for_new(form)
    valid = _is_valid(form)
    if not wants_fragment():
        return _page(form, now, 200 if valid else 400)
    if not valid:
        return make_response("", 204)  # half typed: the last table stays
    shown = preview(form.promise(_hours(form)), *form.asked, clock.now())
    return make_response(render_template("moderation/teams/preview.html", preview=shown))


@desk.get("/policies/<int:policy_id>", endpoint="policy")
@requires(Permission.MANAGE_SITE, hidden=True)
def show(policy_id: int) -> Response:
    """A policy to change."""
    now = queries.get_policy(policy_id)
    return _page(_for_known(PolicyForm.of(said(now), policy_id)), now)


@desk.post("/policies/<int:policy_id>", endpoint="change_policy")
@requires(Permission.MANAGE_SITE, hidden=True)
def change(policy_id: int) -> Response:
    """Change it, for what begins from now on."""
    now, form = queries.get_policy(policy_id), _for_known(PolicyForm())
    if not _is_valid(form):
        return _page(form, now, 400)
    status = refusal_of(form, lambda: actions.change_policy(current_rep(), policy_id, form.text()))
    if status:
        return _page(form, queries.get_policy(policy_id), status)
    return saved("desk.policies")


@desk.post("/policies/<int:policy_id>/delete", endpoint="withdraw_policy")
@requires(Permission.MANAGE_SITE, hidden=True)
def withdraw(policy_id: int) -> Response:
    """Leave the category to what holds above it."""
    form = _for_known(PolicyForm.of(said(queries.get_policy(policy_id)), policy_id))
    status = refusal_of(form, lambda: actions.withdraw_policy(current_rep(), policy_id))
    if status:
        return _page(form, queries.get_policy(policy_id), status)
    return saved("desk.policies", _("The policy is gone; what runs keeps it."))


def _for_new(form: PolicyForm) -> PolicyForm:
    return form.in_categories(queries.categories_without_policy()).offering(queries.team_names())


def _for_known(form: PolicyForm) -> PolicyForm:
    return form.for_known().offering(queries.team_names())


def _is_valid(form: PolicyForm) -> bool:
    return form.validate() and form.fits(_hours(form))


def _hours(form: PolicyForm) -> Calendar:
    return queries.hours_of_team(form.team.data)


def _page(form: PolicyForm, now: PolicyNow | None = None, status: int = 200) -> Response:
    shown = None
    if status in {200, 409}:
        shown = preview(form.promise(_hours(form)), *form.asked, clock.now())
    page = render_template(
        "moderation/teams/policy.html",
        form=form,
        now=now,
        preview=shown,
        severity_name=severity_name,
        desk_queue="teams",
    )
    return make_response(page, status)
