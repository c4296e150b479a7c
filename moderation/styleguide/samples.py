"""What the guide draws its components with: believable threads, posts and articles.

They are the very classes the pages use, so a field that is added or goes is noticed here.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from forum.announcements.banner import Banner
from forum.announcements.models import Announcement, AnnouncementKind
from forum.announcements.words import kind_name, when
from forum.core import clock
from forum.core.markup import render
from forum.core.resending import TypedForm
from forum.finding.cards import Suggestion
from forum.knowledge.cards import ArticleCard
from forum.threads.rows import ThreadRow
from moderation.styleguide.paths import places
from moderation.styleguide.posts import HERE, LONG_WORD, PROSE, posts
from moderation.watchlist.list_view import RowView

RESTARTS = "The hub restarts every night at three"
RESTARTS_RU = "Хаб каждую ночь перезагружается в три часа"


@dataclass(frozen=True, slots=True)
class SampleThread:
    """As much of a thread as a post asks of it."""

    id: int = 1
    same_count: int = 27


def samples() -> dict[str, Any]:
    """Everything the parts are given, by the names they use."""
    now = clock.now()
    return {
        "now": now,
        "rows": _rows(now),
        "posts": posts(now),
        "suggestions": _suggestions(),
        "articles": _articles(now),
        "queue_rows": _queue_rows(),
        "thread": SampleThread(),
        "linked": {},
        "linked_articles": {},
        "post_panels": defaultdict(list),
        "may_reopen": False,
        "places": places(),
        "long_word": LONG_WORD,
        "here": HERE,
        "banner": Banner(1, "incident", "Some hubs are offline", "1", now, None, 1),
        "announcements": _announcements(now),
        "kind_name": kind_name,
        "announced_when": when,
        "typed": TypedForm(HERE, (("body", "Hold Reset for ten seconds."),), (), ()),
        "prose_sample": render(PROSE).html,
        "words": (("Hold ", False), ("Reset", True), (" for ten seconds", False)),
    }


def _row(now: datetime, state: str, title: str, **others: Any) -> ThreadRow:
    first = ThreadRow(
        id=0,
        url=HERE,
        title=title,
        state=state,
        excerpt="",
        category_name="Hub",
        category_url=HERE,
        author_name="Liam O'Rourke",
        author_url=HERE,
        author_standing="",
        answers=0,
        same_count=0,
        score=0,
        last_activity_at=now - timedelta(minutes=12),
        created_at=now - timedelta(days=2),
        language="en",
        tags=[],
        marks=[],
        unread=False,
    )
    return replace(first, **others)


def _rows(now: datetime) -> list[ThreadRow]:
    rows = [
        _row(now, "waiting", RESTARTS, unread=True, same_count=27, tags=[("firmware", HERE)]),
        _row(
            now,
            "solved",
            RESTARTS_RU,
            language="ru",
            answers=3,
            score=19,
            author_name="Анна Сорокина",
            excerpt="Обновился вчера до 4.2, с тех пор в журнале каждую ночь одно и то же.",
        ),
        _row(now, "team", "Which lamp fits a bathroom without a window", answers=1,
             author_name="Dana Whitlock", author_standing="staff"),
        _row(now, "answered", "Motion sensor sees the cat, but not me", answers=2,
             author_name="Wanda K.", author_standing="ambassador"),
        _row(now, "late", "Billed twice for March", marks=[("late", "Overdue 1 h 05")]),
        _row(now, "needs_info", "App closes when I open the camera", answers=1),
        _row(now, "duplicate", "Hub reboots at night", answers=1,
             marks=[("duplicate", "Asked before")]),
        _row(now, "closed", "Beta of 4.2", answers=41, marks=[("locked", "Locked")]),
        _row(now, "waiting", f"{LONG_WORD} in the title", author_name=LONG_WORD[:40]),
    ]  # fmt: skip
    return [replace(row, id=number) for number, row in enumerate(rows, 1)]


def _suggestions() -> list[Suggestion]:
    likely = Suggestion(
        kind="thread",
        id=1,
        key="thread:1",
        title=RESTARTS,
        url=HERE,
        language="en",
        state="team",
        marks=[("team", "From the team"), ("solution", "Solution")],
        meta="answered by Dana Whitlock",
        excerpt_parts=(("… Download ", False), ("4.2.1", True), (" and hold Reset", False)),
        answered_by="staff",
        answered=True,
        category="Hub",
        likely_duplicate=True,
    )
    article = replace(
        likely,
        kind="article",
        key="article:2",
        title="Updating firmware safely",
        state="article",
        marks=[],
        meta="Hub",
        likely_duplicate=False,
    )
    russian = replace(
        article, kind="thread", key="thread:3", title=RESTARTS_RU, language="ru",
        state="waiting", meta="", excerpt_parts=(),
    )  # fmt: skip
    return [likely, article, russian]


def _articles(now: datetime) -> list[ArticleCard]:
    first = ArticleCard(
        id=1,
        title="Updating firmware safely",
        url=HERE,
        summary="Before you begin, what the lights mean, and what to do when it stops half way.",
        language="en",
        category_name="Hub",
        updated_at=now - timedelta(days=6),
        helped=318,
        marks=(),
    )
    return [first, replace(first, id=2, title="Обновление прошивки", summary="", helped=0,
                           language="ru", marks=(("neutral", "По-русски"),))]  # fmt: skip


def _announcements(now: datetime) -> list[Announcement]:
    incident = Announcement(
        id=1,
        kind=AnnouncementKind.INCIDENT,
        title="Some hubs are offline",
        language="",
        starts_at=now - timedelta(hours=2),
        published_at=now - timedelta(hours=2),
        update_count=3,
    )
    past = Announcement(
        id=2,
        kind=AnnouncementKind.RELEASE,
        title="Прошивка 4.2.1",
        language="ru",
        closed_at=now - timedelta(days=1),
        published_at=now - timedelta(days=3),
        update_count=0,
    )
    return [incident, past]


def _queue_rows() -> list[RowView]:
    first = RowView(
        id=1,
        url=HERE,
        title="No sound after waking from sleep",
        language="en",
        state="late",
        reason="41 have this too\u00a0·\u00a0nobody answered",
        time_text="−1 h 05",
        time_kind="first reply",
        also="solution −2 d",
        also_late=True,
        tone="late",
        current=True,
        reach=41,
        claimed_by="",
    )
    return [
        first,
        replace(first, id=2, title="Двойное списание за март", language="ru", state="answered",
                reason="reopened: “didn't help”", time_text="38 min", time_kind="solution",
                also="", also_late=False, tone="soon", current=False, reach=0, claimed_by="Yusuf"),
        replace(first, id=3, title=LONG_WORD, state="waiting", time_text="", time_kind="",
                also="", also_late=False, tone="", current=False, reach=2, reason=""),
    ]  # fmt: skip
