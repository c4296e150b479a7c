"""One line of a list of threads, ready for the page."""

from dataclasses import dataclass
from datetime import datetime

from forum.core.i18n import language
from forum.core.pages import path_to
from forum.threads.lines import Line
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


def row_of(line: Line, unread: bool = False, excerpt: str = "") -> ThreadRow:
    """The line of a thread, in the language of the page."""
    author = line.author
    return ThreadRow(
        id=line.id,
        url=thread_url(line),
        title=line.title,
        state=knot_of(line),
        excerpt=excerpt,
        category_name=line.category_name(language()),
        category_url=path_to("threads.category", slug=line.category_slug),
        author_name=author.name,
        author_url=path_to("people.show", name=author.address),
        author_standing=author.standing,
        answers=line.answer_count,
        same_count=line.same_count,
        score=0,
        last_activity_at=line.last_activity_at,
        created_at=line.created_at,
        language=line.language,
        tags=[(slug, path_to("threads.tag", slug=slug)) for slug in line.tags],
        marks=marks_of(line),
        unread=unread,
    )
