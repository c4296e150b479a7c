"""The month's report under the desk."""

from flask import Blueprint, render_template, request, url_for

from forum.core import clock
from forum.core.permissions import Permission, requires
from moderation.deflection import views as deflection
from moderation.desk import current_rep, desk
from moderation.measures.pages import deed_names
from moderation.reporting import wording
from moderation.reporting.months import month_from, month_of
from moderation.reporting.report import report
from moderation.watchlist import business_time

blueprint = Blueprint("reporting", __name__, url_prefix="/report")


@blueprint.get("")
@requires(Permission.WORK_DESK, hidden=True)
def index() -> str:
    """A month; without a word about which, the last whole one."""
    today = business_time.today(clock.now())
    month = month_from(request.args.get("month", ""), today)
    last_whole = month_of(today).before
    found = report(current_rep(), month)
    return render_template(
        "moderation/reporting/report.html",
        desk_queue="report",
        report=found,
        name=wording.month_name(month),
        so_far=month == month_of(today),
        earlier=(url_for(".index", month=str(month.before)), wording.month_name(month.before)),
        later=(url_for(".index", month=str(month.after)), wording.month_name(month.after))
        if month < month_of(today)
        else None,
        last_whole=(url_for(".index"), wording.month_name(last_whole))
        if month != last_whole
        else None,
        cards=deflection.cards(found.spared, found.spared_before),
        words=wording,
        deeds=deed_names(),
    )


desk.register_blueprint(blueprint)
