"""The map of the site: every address that strangers should be able to find."""

from collections.abc import Sequence
from datetime import datetime

from forum.accounts.current import VISITOR
from forum.announcements.models import Announcement
from forum.announcements.queries import public_latest
from forum.core.i18n import DEFAULT_LANGUAGE
from forum.core.pages import absolute, path_to
from forum.knowledge.queries import common_questions
from forum.syndication import queries

LEFT_OUT = ("/search", "/api/", "/login", "/register", "/reset")  # no page there is worth finding
Places = list[tuple[str, datetime | None]]


def robots() -> str:
    """robots.txt. What staff do has no line in it: even that it is there is not told."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_OUT), ""]
    return "\n".join([*lines, f"Sitemap: {absolute(path_to('syndication.sitemap'))}", ""])


def files(now: datetime) -> Places:
    """The files of the map, each with when the last of its pages changed."""
    found: Places = [(absolute(path_to("syndication.pages_map")), None)]
    for number, changed_at in queries.thread_maps(now):
        found.append((absolute(path_to("syndication.threads_map", number=number)), changed_at))
    for number, changed_at in queries.article_maps():
        found.append((absolute(path_to("syndication.articles_map", number=number)), changed_at))
    return found


def pages() -> Places:
    """The pages that list something, and what was announced."""
    told = public_latest()
    found = [path_to(name) for name in ("home.index", "threads.index", "people.index")]
    found += [path_to("knowledge.home")] if queries.article_maps() else []
    found += [path_to("knowledge.faq")] if common_questions(VISITOR, DEFAULT_LANGUAGE) else []
    found += [path_to("announcements.index")] if told else []
    found += [path_to("threads.category", slug=row.slug) for row in queries.categories_in_use()]
    found += [path_to("threads.tag", slug=slug) for slug in queries.tags_in_use()]
    return [
        *((absolute(path), None) for path in found),
        *((absolute(_announcement(row)), row.updated_at) for row in told),
    ]


def _announcement(row: Announcement) -> str:
    return path_to("announcements.show", announcement_id=row.id)


def threads(number: int, now: datetime) -> Sequence[tuple[str, datetime]]:
    """The threads in one file of the map."""
    return [
        (
            absolute(path_to("threads.show", thread_id=place.id, slug=place.slug)),
            place.changed_at,
        )
        for place in queries.threads_on_map(number, now)
    ]


def articles(number: int) -> Sequence[tuple[str, datetime]]:
    """The articles in one file of the map."""
    return [
        (
            absolute(path_to("knowledge.show", article_id=place.id, slug=place.slug)),
            place.changed_at,
        )
        for place in queries.articles_on_map(number)
    ]
