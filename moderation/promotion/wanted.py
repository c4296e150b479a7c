"""What people looked for in vain: a hint at what to write next."""

from flask import Blueprint, render_template

from forum.core.permissions import Permission, requires
from forum.finding.empty import most_wanted
from moderation.desk import desk

blueprint = Blueprint("wanted", __name__, url_prefix="/articles/wanted")


@blueprint.get("")
@requires(Permission.WRITE_ARTICLE, hidden=True)
def index() -> str:
    """Searches without a result, most frequent first."""
    return render_template(
        "moderation/promotion/wanted.html", desk_queue="articles", rows=most_wanted()
    )


desk.register_blueprint(blueprint)
