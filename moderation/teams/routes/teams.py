"""Teams: who is in them, who leads them, and by which hours they work."""

from flask import make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.teams import actions, queries
from moderation.teams.forms import TeamForm
from moderation.teams.models import Team
from moderation.teams.routes.answers import refusal_of, saved


@desk.get("/teams", endpoint="teams")
@requires(Permission.MANAGE_SITE, hidden=True)
def index() -> str:
    """Every team."""
    return render_template("moderation/teams/teams.html", teams=queries.teams(), desk_queue="teams")


@desk.get("/teams/new", endpoint="new_team")
@requires(Permission.MANAGE_SITE, hidden=True)
def new() -> Response:
    """An empty form."""
    return _page(_offering(TeamForm(formdata=None)))


@desk.post("/teams/new", endpoint="make_team")
@requires(Permission.MANAGE_SITE, hidden=True)
def make() -> Response:
    """Make it."""
    form = _offering(TeamForm())
    if not form.validate_on_submit():
        return _page(form, status=400)
    status = refusal_of(form, lambda: actions.make_team(current_rep(), form.text()))
    return _page(form, status=status) if status else saved("desk.teams")


@desk.get("/teams/<int:team_id>", endpoint="team")
@requires(Permission.MANAGE_SITE, hidden=True)
def show(team_id: int) -> Response:
    """A team to change."""
    team = queries.get_team(team_id)
    return _page(_offering(TeamForm.of(team)), team)


@desk.post("/teams/<int:team_id>", endpoint="change_team")
@requires(Permission.MANAGE_SITE, hidden=True)
def change(team_id: int) -> Response:
    """Change it."""
    team, form = queries.get_team(team_id), _offering(TeamForm())
    if not form.validate_on_submit():
        return _page(form, team, 400)
    status = refusal_of(form, lambda: actions.change_team(current_rep(), team_id, form.text()))
    return _page(form, team, status) if status else saved("desk.teams")


@desk.post("/teams/<int:team_id>/delete", endpoint="retire_team")
@requires(Permission.MANAGE_SITE, hidden=True)
def retire(team_id: int) -> Response:
    """Offer it no more."""
    team = queries.get_team(team_id)
    form = _offering(TeamForm.of(team))
    status = refusal_of(form, lambda: actions.retire_team(current_rep(), team_id))
    return _page(form, team, status) if status else saved("desk.teams", _("The team is gone."))


def _offering(form: TeamForm) -> TeamForm:
    return form.offering(queries.calendar_names(), queries.staff())


def _page(form: TeamForm, team: Team | None = None, status: int = 200) -> Response:
    page = render_template("moderation/teams/team.html", form=form, team=team, desk_queue="teams")
    return make_response(page, status)
