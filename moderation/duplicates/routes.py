"""Likely duplicates under the desk: the list to decide on, and the measures of the marks."""

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

from forum.core import settings
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.duplicates import actions, charts, measures, queries
from moderation.duplicates.export import as_csv
from moderation.duplicates.forms import HoldBackForm
from moderation.settings.actions import hold_back as hold_back_visits

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")
desk_only = requires(Permission.WORK_DESK, hidden=True)


@blueprint.get("")
@desk_only
def index() -> str:
    """What was found after posting and waits for a word."""
    return render_template(
        "moderation/duplicates/index.html",
        desk_queue="duplicates",
        page=queries.waiting(current_rep(), request.args.get("after")),
    )


@blueprint.get("/same/<int:cluster_id>")
@desk_only
def same(cluster_id: int) -> str:
    """Every question that asks the same as another."""
    found = queries.get_same(cluster_id, current_rep())
    return render_template("moderation/duplicates/same.html", desk_queue="duplicates", found=found)


@blueprint.post("/<int:thread_id>/link")
@desk_only
def link(thread_id: int) -> Answer:
    """It is the same question."""
    actions.link(current_rep(), thread_id)
    flash(_("Linked. Whoever waits there is told."), "done")
    return redirect(url_for("desk.duplicates.index"), 303)


@blueprint.post("/<int:thread_id>/dismiss")
@desk_only
def dismiss(thread_id: int) -> Answer:
    """It is another one."""
    actions.dismiss(current_rep(), thread_id)
    flash(_("Kept apart as different questions. The asker is not asked any more."), "done")
    return redirect(url_for("desk.duplicates.index"), 303)


@blueprint.get("/measures")
@desk_only
def show_measures() -> Answer:
    """How often marks are right, and what suggestions do."""
    percent = settings.current().held_back_percent
    return _measures(HoldBackForm(formdata=None, data={"percent": percent}))


@blueprint.post("/measures/held-back")
@requires(Permission.MANAGE_SITE, hidden=True)
def hold_back() -> Answer:
    """Show some visits nothing, to know what suggestions save."""
    form = HoldBackForm()
    if not form.validate_on_submit():
        return _measures(form, 400)
    changed = hold_back_visits(current_rep(), form.percent.data)
    flash(_("Saved. New visits follow it.") if changed else _("Nothing had changed."), "done")
    return redirect(url_for("desk.duplicates.show_measures"), 303)


def _measures(form: HoldBackForm, status: int = 200) -> Answer:
    rep = current_rep()
    found = measures.measures(rep)
    page = render_template(
        "moderation/duplicates/measures.html",
        desk_queue="duplicates",
        found=found,
        form=form,
        may_hold_back=rep.can(Permission.MANAGE_SITE),
        weeks_chart=charts.of_weeks(found.weeks),
        scores_chart=charts.of_scores(found.scores),
    )
    return make_response(page, status)


@blueprint.get("/measures.csv")
@desk_only
def measures_csv() -> Response:
    """Every suggestion of which is known whether it was right, as a file."""
    return Response(
        as_csv(queries.judged_lately()),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=suggestions.csv"},
    )


desk.register_blueprint(blueprint)
