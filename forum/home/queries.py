"""What the front page shows, in four statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

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
                counts.get(row.id, (0, 0))
                for row in categories
                if category.id in {row.id, row.parent_id}
            ]
            cards.append(
                CategoryCard(category, sum(n for n, _ in family), sum(n for _, n in family))
            )
    solved = thread_list(
        viewer, ThreadFilter(Order.ACTIVE, statuses=(ThreadStatus.SOLVED,)), size=ROWS
    )
    waiting = thread_list(
        viewer, ThreadFilter(Order.NEWEST, statuses=(ThreadStatus.WAITING,)), size=ROWS
    )
    return Home(cards, solved.items, waiting.items, _solved_since(viewer))


def _counts(viewer: Actor) -> dict[int, tuple[int, int]]:
    visible = visible_to(viewer).with_only_columns(
        Thread.category_id,
        func.count(),
        func.count(Thread.solved_at),
        maintain_column_froms=True,
    )
    rows = db.session.execute(visible.group_by(Thread.category_id))
    return {category_id: (total, solved) for category_id, total, solved in rows}


def _solved_since(viewer: Actor) -> int:
    recent = visible_to(viewer).where(Thread.solved_at > clock.now() - MONTH)
    return db.session.scalar(select(func.count()).select_from(recent.subquery())) or 0
