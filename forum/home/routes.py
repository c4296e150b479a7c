"""The front page: what this is, a place to ask, and signs of life."""

from flask import Blueprint, render_template

from forum.accounts.current import current_actor
from forum.core.page_cache import kept_for_visitors
from forum.core.permissions import public
from forum.home.queries import home_page
from forum.threads.queries import usual_answer_time

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
@kept_for_visitors
def index() -> str:
    """The front page."""
    return render_template(
        "forum/home/index.html", home=home_page(current_actor()), answer_time=usual_answer_time()
    )
