"""What to write next: what many ask, and what was looked for in vain."""

from flask import Blueprint, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.permissions import Permission, requires
from forum.finding.empty import most_wanted
from moderation.desk import current_rep, desk
from moderation.measures.words import minutes_text
from moderation.promotion import actions, policy
from moderation.promotion.routes.base import back_to_editor
from moderation.wanted import queries

blueprint = Blueprint("wanted", __name__, url_prefix="/articles/wanted")


@blueprint.get("")
@requires(Permission.WRITE_ARTICLE, hidden=True)
def index() -> str:
    """Questions that many have and no article answers, and searches without a result."""
    return render_template(
        "moderation/wanted/index.html",
        desk_queue="articles",
        asked=queries.asked_by_many(current_rep()),
        rows=most_wanted(),
        is_resolved=policy.is_resolved,
        minutes_text=minutes_text,
    )


@blueprint.post("/<int:cluster_id>/draft")
@requires(Permission.WRITE_ARTICLE, hidden=True)
def draft(cluster_id: int) -> Response:
    """Begin an article about what many ask."""
    article = actions.begin_about(current_person(), cluster_id)
    return back_to_editor(article.id, _("The draft was saved."))


desk.register_blueprint(blueprint)
