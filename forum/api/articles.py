"""``/api/v1/articles`` and ``/api/v1/categories``: the knowledge base for programs."""

from typing import Any

from flask import Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from forum.accounts.current import current_actor
from forum.api import shapes
from forum.api.parameters import language_of, limit_of
from forum.api.routes import blueprint
from forum.categories.queries import get_category, tree, with_children
from forum.core.errors import NotFound
from forum.core.i18n import language
from forum.core.page_cache import kept_for_visitors
from forum.core.pages import absolute, path_to
from forum.core.permissions import public
from forum.knowledge import queries

ARTICLES_DEFAULT = 25
ARTICLES_MAX = 100
ASKED_BY = ("category", "language", "limit")


@blueprint.get("/articles")
@public
@kept_for_visitors
def articles() -> Response:
    """Published articles, the last updated first, a page at a time."""
    viewer = current_actor()
    limit = limit_of(request.args, ARTICLES_DEFAULT, ARTICLES_MAX)
    slug = request.args.get("category")
    below = with_children(get_category(slug, viewer)) if slug is not None else None
    page = queries.published(
        viewer, language_of(request.args), below, request.args.get("after"), limit
    )
    asked = {name: request.args[name] for name in ASKED_BY if name in request.args}
    more = path_to("api.articles", **asked, after=page.next_cursor)
    rows = [shapes.brief(article, language()) for article in page.items]
    return _answer({"articles": rows, "next": absolute(more) if page.next_cursor else None})


@blueprint.get("/articles/<int:article_id>")
@public
@kept_for_visitors
def article(article_id: int) -> BaseResponse:
    """One article with its text, translations, sources and credits."""
    viewer = current_actor()
    try:
        page = queries.article_page(article_id, viewer, reader_key=None)
    except NotFound:
        successor = queries.archived(article_id, viewer).successor
        if successor is None:
            raise
        return redirect(path_to("api.article", article_id=successor.id), 302)
    return _answer({"article": shapes.whole(page, language())})


@blueprint.get("/categories")
@public
@kept_for_visitors
def categories() -> Response:
    """The tree, with how many articles there are in each part of it."""
    viewer = current_actor()
    rows = tree(viewer)
    numbers = queries.published_counts(viewer, language_of(request.args))
    known = {row.id for row in rows}
    roots = [row for row in rows if row.parent_id not in known]
    found = [
        shapes.branch(root, [row for row in rows if row.parent_id == root.id], numbers, language())
        for root in roots
    ]
    return _answer({"categories": found})


def _answer(content: dict[str, Any]) -> Response:
    """JSON that its reader may keep, but asks about each time: 304 while nothing changed."""
    answer = jsonify(content)
    answer.cache_control.private = answer.cache_control.no_cache = True
    answer.vary.update(("Cookie", "Accept-Language"))
    answer.add_etag(weak=True)
    answer.make_conditional(request)
    return answer
