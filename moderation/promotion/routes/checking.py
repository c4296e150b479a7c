"""Articles that somebody should look at again."""

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from moderation.promotion import actions, queries, views
from moderation.promotion.routes.base import articles, back, writer_only


@articles.get("/check")
@writer_only
def check() -> str:
    """What is to be looked at again, and why."""
    mine = request.args.get("of") == "me"
    page = queries.to_check(current_person(), mine, request.args.get("after"))
    return render_template(
        "moderation/promotion/check.html",
        desk_queue="articles-check",
        rows=page.items,
        next_cursor=page.next_cursor,
        mine=mine,
        cause_text=views.cause_text,
    )


@articles.post("/<int:article_id>/still-true")
@writer_only
def still_true(article_id: int) -> Response:
    """It is right as it stands."""
    actions.still_true(current_person(), article_id)
    return back(article_id, _("Nothing is left to check in this article."))


@articles.post("/<int:article_id>/take")
@writer_only
def take(article_id: int) -> Response:
    """Say that one looks at it now."""
    actions.take(current_person(), article_id)
    return back(article_id, _("It is yours to check."))


@articles.post("/<int:article_id>/take/delete")
@writer_only
def give_back(article_id: int) -> Response:
    """Leave it to others."""
    actions.give_back(current_person(), article_id)
    return back(article_id, _("Anybody can check it now."))


@articles.post("/<int:article_id>/hand-to-owner")
@writer_only
def hand_to_owner(article_id: int) -> Response:
    """Whoever answers for it looks at it."""
    actions.hand_to_owner(current_person(), article_id)
    return back(article_id, _("Its owner is told."))
