"""What is done on the page of a thread: make an article of it, or propose that somebody does."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.models import User
from forum.core.permissions import Permission, requires
from forum.threads.queries import get_thread
from forum.threads.states import thread_url
from moderation.promotion import actions
from moderation.promotion.forms import ProposeForm
from moderation.promotion.routes.base import threads


@threads.post("/t/<int:thread_id>/promote")
@requires(Permission.WRITE_ARTICLE)
def promote(thread_id: int) -> Response:
    """Make a draft of a resolved thread, or go to the one that there is."""
    return _drafted(actions.promote, thread_id)


@threads.post("/t/<int:thread_id>/promote/together")
@requires(Permission.WRITE_ARTICLE)
def promote_together(thread_id: int) -> Response:
    """The same, with what else asks the same in one draft."""
    return _drafted(actions.promote_together, thread_id)


@threads.get("/t/<int:thread_id>/propose")
@requires(Permission.PROPOSE_ARTICLE)
def propose_form(thread_id: int) -> str:
    """Why it should become an article."""
    thread = get_thread(thread_id, current_person())
    return render_template(
        "moderation/promotion/propose.html", thread=thread, form=ProposeForm(formdata=None)
    )


@threads.post("/t/<int:thread_id>/propose")
@requires(Permission.PROPOSE_ARTICLE)
def propose(thread_id: int) -> Response | tuple[str, int]:
    """Hand it to the team."""
    actor = current_person()
    thread = get_thread(thread_id, actor)
    form = ProposeForm()
    if not form.validate():
        return render_template("moderation/promotion/propose.html", thread=thread, form=form), 400
    actions.propose(actor, thread_id, form.note.data or "")
    flash(_("Thank you. The team decides, and you will be told."), "done")
    return redirect(thread_url(thread), 303)


def to_draft(made: actions.Promoted) -> Response:
    """Go to a new draft, and say what did not fit into it."""
    if made.left_out:
        flash(
            ngettext(
                "%(num)s helpful answer was too long to fit in.",
                "%(num)s helpful answers were too long to fit in.",
                made.left_out,
            ),
            "info",
        )
    return redirect(url_for("desk.promotion.edit", article_id=made.article.id), 303)


def _drafted(act: Callable[[User, int], actions.Promoted], thread_id: int) -> Response:
    try:
        made = act(current_person(), thread_id)
    except actions.AlreadyPromoted as known:
        flash(_("This thread is an article already: here it is."), "info")
        return redirect(url_for("desk.promotion.edit", article_id=known.article_id), 303)
    return to_draft(made)
