"""The front page: what this is, a place to ask, and signs of life."""

from flask import Blueprint, render_template

from forum.accounts.current import current_actor
from forum.announcements.words import kind_name
from forum.core.i18n import language
from forum.core.page_cache import kept_for_visitors
from forum.core.permissions import public
from forum.home.queries import home_page

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
@kept_for_visitors
def index() -> str:
    """The front page."""
    home = home_page(current_actor(), language())
    return render_template("forum/home/index.html", home=home, kind_name=kind_name)
