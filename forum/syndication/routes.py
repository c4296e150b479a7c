"""Feeds, the map of the site, what robots should leave out, and pictures beside links.

All of it is the same for everybody: whoever is signed in gets what strangers get, and the session
is never looked at.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from forum.accounts.current import VISITOR
from forum.announcements.queries import public_latest
from forum.categories.queries import get_category, with_children
from forum.core import clock
from forum.core.errors import NotFound
from forum.core.i18n import in_language, language, visitors_language
from forum.core.page_cache import kept_for_visitors
from forum.core.pages import path_to
from forum.core.permissions import public
from forum.syndication import feeds, maps, queries, xml
from forum.syndication.picture import Picture
from forum.syndication.pictures import (
    drawn,
    picture_of_article,
    picture_of_site,
    picture_of_thread,
)
from forum.threads.queries import find_tag
from forum.threads.states import thread_url

blueprint = Blueprint("syndication", __name__)
FEED_SECONDS = 300  # feed readers come once in a quarter of an hour or less
MAP_SECONDS = 3600
PICTURE_SECONDS = 365 * 24 * 3600  # its address changes when it does
MOVED_SECONDS = 300


@contextmanager
def _strangers_language() -> Iterator[None]:
    with in_language(visitors_language("", request.headers.get("Accept-Language", ""))):
        yield


def _feed(title: str, page_path: str, entries: Sequence[xml.Entry]) -> Response:
    found = feeds.feed_of(title, request.path, page_path, entries)
    changed_at = found.updated_at if entries else None
    answer = _document(xml.feed(found), "application/atom+xml", FEED_SECONDS, changed_at)
    answer.vary.add("Accept-Language")
    answer.content_language.add(language())
    return answer


def _document(body: bytes, kind: str, seconds: int, changed_at: datetime | None = None) -> Response:
    """XML that anybody may keep for a while, or 304 for whoever has it."""
    answer = Response(body, mimetype=kind)
    answer.cache_control.public, answer.cache_control.max_age = True, seconds
    answer.last_modified = changed_at
    answer.add_etag(weak=True)
    answer.make_conditional(request)
    return answer


@blueprint.get("/feeds/questions.atom")
@public
@kept_for_visitors
def questions_feed() -> Response:
    """What was asked last."""
    with _strangers_language():
        rows = queries.newest_questions()
        entries = [feeds.question(thread, post) for thread, post in rows]
        return _feed(_("Newest questions"), path_to("threads.index"), entries)


@blueprint.get("/feeds/solved.atom")
@public
@kept_for_visitors
def solutions_feed() -> Response:
    """What was solved last, with what helped."""
    with _strangers_language():
        rows = queries.latest_solutions()
        entries = [feeds.solution(thread, post) for thread, post in rows]
        page = path_to("threads.index", view="solved")
        return _feed(_("Latest solutions"), page, entries)


@blueprint.get("/feeds/c/<slug>.atom")
@public
@kept_for_visitors
def category_feed(slug: str) -> Response:
    """What was asked last in a category and right below it."""
    with _strangers_language():
        found = get_category(slug, VISITOR)
        rows = queries.newest_questions(category_ids=with_children(found))
        entries = [feeds.question(thread, post) for thread, post in rows]
        title = _("Newest questions: %(place)s", place=found.name(language()))
        return _feed(title, path_to("threads.category", slug=found.slug), entries)


@blueprint.get("/feeds/tag/<slug>.atom")
@public
@kept_for_visitors
def tag_feed(slug: str) -> Response:
    """What was asked last with a tag."""
    found = find_tag(slug)
    if found is None:
        raise NotFound()
    with _strangers_language():
        rows = queries.newest_questions(tag_id=found.id)
        entries = [feeds.question(thread, post) for thread, post in rows]
        title = _("Newest questions: %(place)s", place=f"#{found.slug}")
        return _feed(title, path_to("threads.tag", slug=found.slug), entries)


@blueprint.get("/feeds/t/<int:thread_id>.atom")
@public
@kept_for_visitors
def thread_feed(thread_id: int) -> Response:
    """What was answered last in a thread."""
    with _strangers_language():
        thread = queries.public_thread(thread_id)
        entries = [feeds.answer(thread, post) for post in queries.answers_of(thread_id)]
        title = _("Answers to: %(title)s", title=thread.title)
        return _feed(title, thread_url(thread), entries)


@blueprint.get("/feeds/articles.atom")
@public
@kept_for_visitors
def articles_feed() -> Response:
    """What was written down, or changed, last."""
    with _strangers_language():
        entries = [feeds.article(found) for found in queries.latest_articles()]
        return _feed(_("Articles"), path_to("knowledge.home"), entries)


@blueprint.get("/feeds/announcements.atom")
@public
@kept_for_visitors
def announcements_feed() -> Response:
    """What the team told everyone last."""
    with _strangers_language():
        entries = [feeds.announcement(found) for found in public_latest()]
        return _feed(_("Announcements"), path_to("announcements.index"), entries)


@blueprint.get("/robots.txt")
@public
@kept_for_visitors
def robots() -> Response:
    """What search engines need not read, and where the map is."""
    answer = Response(maps.robots(), mimetype="text/plain")
    answer.cache_control.public, answer.cache_control.max_age = True, MAP_SECONDS
    return answer


@blueprint.get("/sitemap.xml")
@public
@kept_for_visitors
def sitemap() -> Response:
    """Which files the map has."""
    return _document(xml.map_index(maps.files(clock.now())), "application/xml", MAP_SECONDS)


@blueprint.get("/sitemap/pages.xml")
@public
@kept_for_visitors
def pages_map() -> Response:
    """The pages there is one of: lists, categories, tags."""
    return _document(xml.site_map(maps.pages()), "application/xml", MAP_SECONDS)


@blueprint.get("/sitemap/threads-<int:number>.xml")
@public
@kept_for_visitors
def threads_map(number: int) -> Response:
    """A thousand threads at most."""
    return _map(maps.threads(number, clock.now()))


@blueprint.get("/sitemap/articles-<int:number>.xml")
@public
@kept_for_visitors
def articles_map(number: int) -> Response:
    """A thousand articles at most."""
    return _map(maps.articles(number))


def _map(places: Sequence[tuple[str, datetime]]) -> Response:
    if not places:
        raise NotFound()
    return _document(xml.site_map(places), "application/xml", MAP_SECONDS)


@blueprint.get("/pictures/t/<int:thread_id>/<version>.png")
@public
def thread_picture(thread_id: int, version: str) -> BaseResponse:
    """The picture beside a link to a thread."""
    return _picture(picture_of_thread(queries.public_thread(thread_id)), version)


@blueprint.get("/pictures/kb/<int:article_id>/<version>.png")
@public
def article_picture(article_id: int, version: str) -> BaseResponse:
    """The picture beside a link to an article."""
    return _picture(picture_of_article(queries.public_article(article_id)), version)


@blueprint.get("/pictures/site/<language>/<version>.png")
@public
def site_picture(language: str, version: str) -> BaseResponse:
    """The picture beside a link to any other page."""
    return _picture(picture_of_site(language), version)


def _picture(found: Picture, version: str) -> BaseResponse:
    """The picture under the one address it has; an older address leads there."""
    if version != found.version:
        here = request.endpoint or ""
        moved = redirect(path_to(here, **{**(request.view_args or {}), "version": found.version}))
        moved.cache_control.public, moved.cache_control.max_age = True, MOVED_SECONDS
        return moved
    answer = Response(drawn(found), mimetype="image/png")
    answer.cache_control.public, answer.cache_control.max_age = True, PICTURE_SECONDS
    answer.cache_control.immutable = True
    return answer
