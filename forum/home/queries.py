"""What the front page shows, in six statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import case, func

from forum.categories.models import Category
from forum.categories.queries import tree
from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import Order, ThreadFilter, thread_list, visible_to
from forum.threads.rows import ThreadRow

ROWS = 6
MONTH = timedelta(days=30)


class _Count(NamedTuple):
    asked: int
    solved: int
    solved_this_month: int


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A category with its life."""

    category: Category
    questions: int
    solved: int


@dataclass(frozen=True, slots=True)
class Home:
    """The front page."""

    cards: Sequence[CategoryCard]
    solved: Sequence[ThreadRow]
    waiting: Sequence[ThreadRow]
    solved_this_month: int


def home_page(viewer: Actor) -> Home:
    """Top-level categories with counts, what was just solved, what waits for an answer."""
    counts = _counts(viewer)
    categories = tree(viewer)
    cards = []
    for category in categories:
        if category.parent_id is None:
            family = [
                counts[row.id]
                for row in categories
                if row.id in counts and category.id in {row.id, row.parent_id}
            ]
            asked, solved_ever = sum(n.asked for n in family), sum(n.solved for n in family)
            cards.append(CategoryCard(category, asked, solved_ever))
    solved = thread_list(
        viewer, ThreadFilter(Order.ACTIVE, statuses=(ThreadStatus.SOLVED,)), size=ROWS
    )
    waiting = thread_list(
        viewer, ThreadFilter(Order.NEWEST, statuses=(ThreadStatus.WAITING,)), size=ROWS
    )
    this_month = sum(count.solved_this_month for count in counts.values())
    return Home(cards, solved.items, waiting.items, this_month)


def _counts(viewer: Actor) -> dict[int, _Count]:
    recently = case((Thread.solved_at > clock.now() - MONTH, 1))
    visible = visible_to(viewer).with_only_columns(
        Thread.category_id,
        func.count(),
        func.count(Thread.solved_at),
        func.count(recently),
        maintain_column_froms=True,
    )
    rows = db.session.execute(visible.group_by(Thread.category_id))
    return {category_id: _Count(*numbers) for category_id, *numbers in rows}
