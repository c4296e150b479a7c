"""Reading lines: what a list shows of its threads, in one statement however many there are."""

from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.categories.models import Category
from forum.threads.lines import BETWEEN_TAGS, Line
from forum.threads.models import Tag, Thread, thread_tags

_AUTHOR = aliased(User)
_OF_OTHERS = 7  # columns of the category, the author and the tags; those before are the thread's
_OWN = tuple(getattr(Thread, name) for name in Line._fields[:-_OF_OTHERS])
LENGTH = len(Line._fields)


def lined(statement: Select[Any]) -> Select[Any]:
    """A statement on threads, each with its category, that reads lines; more columns may follow.

    Tags are gathered for every row that is sorted: a long list is first cut to a page of ids, by
    ``lines_of``.
    """
    tags = (
        select(func.aggregate_strings(Tag.slug, BETWEEN_TAGS))
        .join(thread_tags, thread_tags.c.tag_id == Tag.id)
        .where(thread_tags.c.thread_id == Thread.id)
        .correlate(Thread)
        .scalar_subquery()
    )
    place = (Category.slug, Category.name_en, Category.name_ru)
    author = (_AUTHOR.stored_name, _AUTHOR.role, _AUTHOR.deleted_at)
    return statement.outerjoin(_AUTHOR, _AUTHOR.id == Thread.author_id).with_only_columns(
        *_OWN, *place, *author, tags, maintain_column_froms=True
    )


def lines_of(page: Select[Any]) -> Select[Any]:
    """The lines of a page of threads that is ordered and cut; the order is to be said again."""
    ids = page.with_only_columns(Thread.id, maintain_column_froms=True)
    return lined(select(Thread).join(Thread.category)).where(Thread.id.in_(ids))


def line_in(row: Row[*tuple[Any, ...]]) -> Line:
    """The line in a row of such a statement."""
    return Line._make(row[:LENGTH])
