"""The map of the site: every address that strangers should be able to find."""

from collections.abc import Sequence
from datetime import datetime

from forum.announcements.queries import public_latest
from forum.core.pages import absolute, path_to
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
    """The pages that hold lists, and what was announced."""
    found = [path_to(name) for name in ("home.index", "threads.index", "knowledge.home")]
    found += [path_to("people.index"), path_to("announcements.index")]
    found += [path_to("threads.category", slug=row.slug) for row in queries.public_categories()]
    found += [path_to("threads.tag", slug=slug) for slug in queries.tags_in_use()]
    told: Places = [
        (absolute(path_to("announcements.show", announcement_id=row.id)), row.updated_at)
        for row in public_latest()
    ]
    return [*((absolute(path), None) for path in found), *told]


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
