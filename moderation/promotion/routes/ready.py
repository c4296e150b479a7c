"""Solved threads that should become articles: what was proposed, what many need, many at once."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.paging import whole_number
from moderation.promotion import actions, queries
from moderation.promotion.actions.many import AT_ONCE_MAX
from moderation.promotion.forms import DeclineForm
from moderation.promotion.routes.base import articles, writer_only
from moderation.promotion.routes.threads import to_draft


@articles.get("/ready")
@writer_only
def ready() -> str:
    """What was proposed, and what most people need."""
    return _ready_page(DeclineForm(formdata=None), None)


@articles.post("/ready")
@writer_only
def promote_many() -> Response:
    """Make a draft of each that was chosen."""
    numbers = [whole_number(text) for text in request.form.getlist("thread")]
    chosen = [number for number in numbers if number]
    if not chosen:
        flash(_("Choose at least one question."), "warning")
        return redirect(url_for("desk.promotion.ready"), 303)
    done = actions.promote_many(current_person(), chosen)
    made = [row for row in done if row.article is not None]
    if made:
        text = ngettext("%(num)s draft was made.", "%(num)s drafts were made.", len(made))
        flash(text, "done")
    for row in done:
        if row.article is None:
            flash(f"#{row.thread_id}: {row.refusal}", "warning")
    if len(set(chosen)) > len(done):
        flash(_("%(num)s at once are enough: the rest was left alone.", num=AT_ONCE_MAX), "info")
    return redirect(url_for("desk.promotion.queue" if made else "desk.promotion.ready"), 303)


@articles.post("/proposals/<int:proposal_id>/accept")
@writer_only
def accept_proposal(proposal_id: int) -> Response:
    """Make the draft; whoever proposed it is told."""
    return to_draft(actions.accept(current_person(), proposal_id))


@articles.post("/proposals/<int:proposal_id>/decline")
@writer_only
def decline_proposal(proposal_id: int) -> Response | tuple[str, int]:
    """Say why not."""
    form = DeclineForm()
    if not form.validate():
        return _ready_page(form, proposal_id), 400
    actions.decline(current_person(), proposal_id, form.reason.data)
    flash(_("Declined, and told with your reason."), "done")
    return redirect(url_for("desk.promotion.ready"), 303)


def _ready_page(form: DeclineForm, declining: int | None) -> str:
    viewer = current_person()
    return render_template(
        "moderation/promotion/ready.html",
        desk_queue="articles-ready",
        proposals=queries.proposals(viewer),
        rows=queries.ready(viewer),
        form=form,
        declining=declining,
        at_once=AT_ONCE_MAX,
    )
