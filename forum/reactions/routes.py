"""One-click reactions. htmx gets the buttons back, everyone else the page."""

from flask import Blueprint, get_template_attribute, redirect, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.core.pages import wants_fragment
from forum.core.permissions import Permission, requires, signed_in
from forum.reactions import actions
from forum.reactions.panels import TEMPLATE, buttons
from forum.threads.queries import question_of

blueprint = Blueprint("reactions", __name__)


def _shown(post_id: int) -> str | Response:
    if wants_fragment():
        row = buttons([post_id], current_actor())[post_id].content
        draw = get_template_attribute(TEMPLATE, "answer")
        return str(draw(row, request.headers.get("HX-Target", "")))
    return redirect(url_for("threads.post", post_id=post_id), 303)


@blueprint.post("/p/<int:post_id>/vote")
@requires(Permission.VOTE)
def vote(post_id: int) -> str | Response:
    """This helped."""
    return _shown(actions.vote(current_person(), post_id, 1).id)


@blueprint.post("/p/<int:post_id>/vote/down")
@requires(Permission.VOTE)
def vote_down(post_id: int) -> str | Response:
    """This is wrong or misleading."""
    return _shown(actions.vote(current_person(), post_id, -1).id)


@blueprint.post("/p/<int:post_id>/vote/delete")
@requires(Permission.VOTE)
def unvote(post_id: int) -> str | Response:
    """Take the vote back."""
    return _shown(actions.vote(current_person(), post_id, 0).id)


@blueprint.post("/p/<int:post_id>/worked")
@requires(Permission.SAME)
def worked(post_id: int) -> str | Response:
    """It worked for me."""
    return _shown(actions.tell_outcome(current_person(), post_id, True).id)


@blueprint.post("/p/<int:post_id>/didnt-help")
@requires(Permission.SAME)
def did_not_help(post_id: int) -> str | Response:
    """It did not help me."""
    return _shown(actions.tell_outcome(current_person(), post_id, False).id)


@blueprint.post("/p/<int:post_id>/worked/delete")
@requires(Permission.SAME)
def untold(post_id: int) -> str | Response:
    """I have not tried it after all."""
    return _shown(actions.tell_outcome(current_person(), post_id, None).id)


@blueprint.post("/t/<int:thread_id>/same")
@requires(Permission.SAME)
def same(thread_id: int) -> str | Response:
    """ "I have this too." """
    return _shown(question_of(actions.have_same(current_person(), thread_id).id).id)


@blueprint.post("/t/<int:thread_id>/same/delete")
@requires(Permission.SAME)
def not_same(thread_id: int) -> str | Response:
    """Not any more, or by mistake."""
    return _shown(question_of(actions.have_same(current_person(), thread_id, wanted=False).id).id)


@blueprint.post("/t/<int:thread_id>/follow")
@signed_in
def follow(thread_id: int) -> str | Response:
    """Tell me what happens here."""
    return _shown(question_of(actions.follow(current_person(), thread_id).id).id)


@blueprint.post("/t/<int:thread_id>/follow/delete")
@signed_in
def unfollow(thread_id: int) -> str | Response:
    """Stop telling me."""
    return _shown(question_of(actions.follow(current_person(), thread_id, wanted=False).id).id)
