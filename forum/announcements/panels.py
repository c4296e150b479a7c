"""What an incident adds to other pages: the banner of its threads, a word to who types the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.announcements.models import AnnouncementKind
from forum.announcements.policy import reaches
from forum.announcements.queries import Running, running
from forum.announcements.words import expected_end, next_news, since
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.permissions import Actor
from forum.core.slots import Panel, public_panel


@dataclass(frozen=True, slots=True)
class Incident:
    """What a thread, or the ask page, says of a running incident."""

    announcement_id: int
    title: str
    language: str
    lines: Sequence[str]
    updated: int  # how often something was added
    main_id: int  # the thread where people write about it
    thread_id: int  # the thread the reader is on, or that was found


def incident_of(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Incident]:
    """By thread the incident it is about, as far as the viewer reads of it; no statement."""
    circles, audiences, now = reaches(viewer), audiences_of(viewer), clock.now()
    found: dict[int, Incident] = {}
    for row in running():
        if row.kind is not AnnouncementKind.INCIDENT or row.reach not in circles:
            continue
        if row.audience is not None and row.audience not in audiences:
            continue
        for thread_id in set(row.thread_ids) & set(thread_ids):
            found[thread_id] = _incident(row, thread_id, now)
    return found


def _incident(row: Running, thread_id: int, now: datetime) -> Incident:
    begun = row.starts_at or row.published_at
    lines = (since(begun), expected_end(row.expected_at, now), next_news(row.next_update_at, now))
    return Incident(
        announcement_id=row.id,
        title=row.title,
        language=row.language,
        lines=[line for line in lines if line],
        updated=row.update_count,
        main_id=row.thread_ids[0],
        thread_id=thread_id,
    )


def banner_of_thread(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """On every thread that is about it."""
    template = "forum/announcements/incident_banner.html"
    return {row: Panel(template, one) for row, one in incident_of(thread_ids, viewer).items()}


def word_while_asking(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Above what was found for somebody who types: the first that is about an incident."""
    known = incident_of(thread_ids, viewer)
    first = next((row for row in thread_ids if row in known), None)
    if first is None:
        return {}
    return {first: Panel("forum/announcements/incident_asking.html", known[first])}


public_panel("thread.incident", banner_of_thread)
public_panel("suggestions.incident", word_while_asking)
