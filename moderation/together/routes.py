"""What many ask, under the desk: the list, a cluster with its one answer, and taking it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from forum.core.errors import Refused
from forum.core.paging import whole_number
from forum.core.permissions import Permission, requires
from forum.finding.keys import thread_key
from moderation.desk import current_rep, desk
from moderation.replies.queries import filled
from moderation.together import actions, queries
from moderation.together.forms import TogetherForm
from moderation.together.queries import Together

blueprint = Blueprint("together", __name__, url_prefix="/together")
desk_only = requires(Permission.WORK_DESK, hidden=True)
TOLD = "told"  # the line that says how many people hear of it


@blueprint.get("")
@desk_only
def index() -> str:
    """Every cluster with more than one open question."""
    rep = current_rep()
    sent_id = whole_number(request.args.get("sent"))
    return render_template(
        "moderation/together/index.html",
        desk_queue="together",
        rows=queries.asked_by_many(rep),
        sent=queries.sent_by(rep, sent_id) if sent_id is not None else None,
    )


@blueprint.get("/<int:cluster_id>")
@desk_only
def show(cluster_id: int) -> str:
    """One cluster, and the form that answers all of it."""
    rep = current_rep()
    found = queries.together(cluster_id, rep)
    form = TogetherForm(formdata=None).begin(found, _inserted(found))
    again = whole_number(request.args.get("again"))
    back = queries.taken_back_by(rep, again) if again is not None else None
    if back is not None:
        made, form.body.data = back
        target, ids = made.target_key, {one.thread.id for one in found.open}
        form.threads.data = [row for row in ids if row in made.linked or target == thread_key(row)]
        form.target.data = target
    return _page(found, form)


@blueprint.post("/<int:cluster_id>/preview")
@desk_only
def preview(cluster_id: int) -> str:
    """How many people would hear of it; nothing is sent."""
    found = queries.together(cluster_id, current_rep())
    form = TogetherForm()
    form.validate()
    if request.headers.get("HX-Target") == TOLD:
        return render_template("moderation/together/told.html", told=_told(found, form))
    form.threads.errors = form.other.errors = ()
    return _page(found, form.look(found))


@blueprint.post("/<int:cluster_id>/send")
@desk_only
def send(cluster_id: int) -> Response | tuple[str, int]:
    """Answer once; where something changed meanwhile nothing is sent and the page says what."""
    rep, form = current_rep(), TogetherForm()
    found = queries.together(cluster_id, rep)
    if not form.check(found):
        return _page(found, form), 400
    try:
        made = actions.send(rep, form.order(cluster_id))
    except actions.Changed as changed:
        kept = [row for row in form.threads.data if row not in changed.told]
        form.threads.data = kept
        return _page(_now(cluster_id), form, changed), changed.status
    number = len(made.linked)
    flash(
        ngettext(
            "Sent. %(num)s question leads to it now.",
            "Sent. %(num)s questions lead to it now.",
            number,
        ),
        "done",
    )
    return redirect(url_for("desk.together.index", sent=made.id), 303)


@blueprint.post("/answers/<int:joint_id>/take-back")
@desk_only
def take_back(joint_id: int) -> Response:
    """Have second thoughts in the first seconds; everything is as it was, the text in the form."""
    made = actions.take_back(current_rep(), joint_id)
    flash(_("Taken back. Nobody was told; your text is in the form again."), "done")
    to = url_for("desk.together.show", cluster_id=made.cluster_id, again=made.id)
    return redirect(to, 303)


def _now(cluster_id: int) -> Together:
    """The cluster as it stands now; empty where nothing of it is open any more."""
    return queries.together(cluster_id, current_rep(), even_if_settled=True)


def _inserted(found: Together) -> str:
    """A canned reply that was chosen without scripts, as it stands in the first question."""
    reply_id = whole_number(request.args.get("reply"))
    if reply_id is None:
        return ""
    reply = filled(reply_id, found.open[0].thread.id, current_rep())
    return reply.text if reply is not None else ""


def _told(found: Together, form: TogetherForm) -> int:
    return queries.people_told(form.concerned_ids(found), current_rep())


def _page(found: Together, form: TogetherForm, changed: Refused | None = None) -> str:
    given: dict[str, Any] = {
        "found": found,
        "form": form.look(found),
        "changed": changed,
        "told": _told(found, form),
    }
    return render_template("moderation/together/show.html", desk_queue="together", **given)


desk.register_blueprint(blueprint)
