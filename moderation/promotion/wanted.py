"""What to write next: what many ask, and what was looked for in vain."""

from flask import Blueprint, render_template

from forum.core.permissions import Permission, requires
from forum.finding.empty import most_wanted
from moderation.desk import current_rep, desk
from moderation.promotion import queries

blueprint = Blueprint("wanted", __name__, url_prefix="/articles/wanted")


@blueprint.get("")
@requires(Permission.WRITE_ARTICLE, hidden=True)
def index() -> str:
    """Questions that many have and no article answers, and searches without a result."""
    return render_template(
        "moderation/promotion/wanted.html",
        desk_queue="articles",
        asked=queries.asked_by_many(current_rep()),
        rows=most_wanted(),
    )


desk.register_blueprint(blueprint)
