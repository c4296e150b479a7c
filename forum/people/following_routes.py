"""``/my/following``: what one follows, and an end to it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.permissions import signed_in
from forum.knowledge.actions import follow as follow_article
from forum.people.following import followed_articles, followed_counts, followed_threads
from forum.reactions.actions import follow as follow_thread

THREADS, ARTICLES = "people.followed_threads", "people.followed_articles"


@signed_in
def threads() -> str:
    """The questions."""
    page = followed_threads(current_person(), request.args.get("after"))
    return _page(THREADS, page.next_cursor, threads=page.items, articles=None)


@signed_in
def articles() -> str:
    """The articles."""
    page = followed_articles(current_person(), request.args.get("after"))
    return _page(ARTICLES, page.next_cursor, threads=None, articles=page.items)


@signed_in
def unfollow_thread(thread_id: int) -> Response:
    """Not this question any more."""
    follow_thread(current_person(), thread_id, wanted=False)
    return redirect(url_for(THREADS), 303)


@signed_in
def unfollow_article(article_id: int) -> Response:
    """Not this article any more."""
    follow_article(current_person(), article_id, wanted=False)
    return redirect(url_for(ARTICLES), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register all of it."""
    blueprint.add_url_rule("/my/following", "followed_threads", threads)
    blueprint.add_url_rule("/my/following/articles", "followed_articles", articles)
    for what, view in (("thread", unfollow_thread), ("article", unfollow_article)):
        blueprint.add_url_rule(
            f"/my/following/{what}s/<int:{what}_id>/delete", view_func=view, methods=["POST"]
        )


def _page(here: str, cursor: str | None, **rows: object) -> str:
    questions, written = followed_counts(current_person())
    tabs = [
        (_("Questions"), url_for(THREADS), here == THREADS, questions),
        (_("Articles"), url_for(ARTICLES), here == ARTICLES, written),
    ]
    next_url = url_for(here, after=cursor) if cursor else None
    return render_template("forum/people/following.html", tabs=tabs, next_url=next_url, **rows)
