"""Routing rules under the desk: the list, the form, and the trial on past questions."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.categories.queries import products, tree
from forum.core.errors import Refused
from forum.core.i18n import language
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.routing import actions, queries, wording
from moderation.routing.forms import RuleForm

blueprint = Blueprint("routing", __name__)
keeper_only = requires(Permission.ROUTE, hidden=True)


@blueprint.get("/routing")
@keeper_only
def index() -> str:
    """The rules in their order."""
    rep = current_rep()
    names = wording.Names(tree(rep), products(retired=True), language())
    return render_template(
        "moderation/routing/index.html",
        desk_queue="routing",
        rules=[wording.line(row, names) for row in queries.listed(rep)],
    )


@blueprint.get("/routing/new")
@keeper_only
def new() -> str:
    """An empty form."""
    return _page(_offered(RuleForm(formdata=None)))


@blueprint.post("/routing/new/try")
@keeper_only
def try_new() -> str | tuple[str, int]:
    """Show what the rule would have met; then it can be saved."""
    return _tried(_offered(RuleForm()))


@blueprint.post("/routing/new")
@keeper_only
def create() -> Response | tuple[str, int]:
    """Add the rule; what cannot be saved comes back as it was chosen."""
    form = _offered(RuleForm())
    if not form.validate():
        return _page(form), 400
    try:
        actions.create(current_rep(), form.text())
    except Refused as refusal:
        return _page(form.refuse(refusal)), refusal.status
    return _back(_("Added: new questions are sorted by it from now on."))


@blueprint.get("/routing/<int:rule_id>")
@keeper_only
def edit(rule_id: int) -> str:
    """What a rule says, to be changed."""
    row = queries.get_rule(rule_id, current_rep())
    return _page(_offered(RuleForm(formdata=None)).fill(row), rule_id)


@blueprint.post("/routing/<int:rule_id>/try")
@keeper_only
def try_changed(rule_id: int) -> str | tuple[str, int]:
    """Show what the changed rule would have met."""
    queries.get_rule(rule_id, current_rep())
    return _tried(_offered(RuleForm()), rule_id)


@blueprint.post("/routing/<int:rule_id>")
@keeper_only
def save(rule_id: int) -> Response | tuple[str, int]:
    """Let it say something else."""
    form = _offered(RuleForm())
    if not form.validate():
        return _page(form, rule_id), 400
    try:
        actions.save(current_rep(), rule_id, form.opened_revision(), form.text())
    except actions.StaleRule as stale:
        form.revision.data = str(queries.get_rule(rule_id, current_rep()).revision)
        return _page(form.refuse(stale), rule_id), stale.status
    except Refused as refusal:
        return _page(form.refuse(refusal), rule_id), refusal.status
    return _back(_("Saved: questions asked from now on are sorted by it."))


@blueprint.post("/routing/<int:rule_id>/up")
@keeper_only
def up(rule_id: int) -> Response:
    """Ask it earlier."""
    actions.move_up(current_rep(), rule_id)
    return redirect(url_for("desk.routing.index", _anchor=f"rule-{rule_id}"), 303)


@blueprint.post("/routing/<int:rule_id>/stop")
@keeper_only
def stop(rule_id: int) -> Response:
    """Ask it no more."""
    actions.stop(current_rep(), rule_id)
    return _back(_("Stopped: it sorts nothing any more. What it sorted stays."))


@blueprint.post("/routing/<int:rule_id>/stop/delete")
@keeper_only
def start(rule_id: int) -> Response:
    """Ask it again."""
    actions.start(current_rep(), rule_id)
    return _back(_("It sorts new questions again."))


def _offered(form: RuleForm) -> RuleForm:
    return form.offer(tree(current_rep()), products(), queries.teams(), language())


def _tried(form: RuleForm, rule_id: int | None = None) -> str | tuple[str, int]:
    if not form.validate():
        return _page(form, rule_id), 400
    return _page(form, rule_id, queries.tried(current_rep(), form.terms(), form.acts()))


def _page(form: RuleForm, rule_id: int | None = None, trial: queries.Trial | None = None) -> str:
    row = queries.get_rule(rule_id, current_rep()) if rule_id is not None else None
    return render_template(
        "moderation/routing/edit.html", desk_queue="routing", form=form, row=row, trial=trial
    )


def _back(done: str) -> Response:
    flash(done, "done")
    return redirect(url_for("desk.routing.index"), 303)


desk.register_blueprint(blueprint)
