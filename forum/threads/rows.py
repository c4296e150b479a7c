"""One line of a list of threads, ready for the page."""

from dataclasses import dataclass
from datetime import datetime

from forum.core.i18n import language
from forum.core.pages import path_to
from forum.threads.models import Thread
from forum.threads.states import Marks, knot_of, marks_of, thread_url


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """What ``components/thread_row.html`` draws."""

    id: int
    url: str
    title: str
    state: str
    excerpt: str
    category_name: str
    category_url: str
    author_name: str
    author_url: str
    author_standing: str
    answers: int
    same_count: int
    score: int
    last_activity_at: datetime
    created_at: datetime
    language: str
    tags: list[tuple[str, str]]
    marks: Marks
    unread: bool


def row_of(thread: Thread, unread: bool = False, excerpt: str = "") -> ThreadRow:
    """The line of a thread whose author, category and tags are loaded."""
    return ThreadRow(
        id=thread.id,
        url=thread_url(thread),
        title=thread.title,
        state=knot_of(thread),
        excerpt=excerpt,
        category_name=thread.category.name(language()),
        category_url=path_to("threads.category", slug=thread.category.slug),
        author_name=thread.author.name,
        author_url=path_to("people.show", name=thread.author.address),
        author_standing=thread.author.standing,
        answers=thread.answer_count,
        same_count=thread.same_count,
        score=0,
        last_activity_at=thread.last_activity_at,
        created_at=thread.created_at,
        language=thread.language,
        tags=[(tag.slug, path_to("threads.tag", slug=tag.slug)) for tag in thread.tags],
        marks=marks_of(thread),
        unread=unread,
    )
