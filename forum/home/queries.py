"""What the front page shows. What may be a minute old is kept; the lists of threads are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select

from forum.announcements.banner import running_for
from forum.announcements.queries import Running
from forum.categories.models import Audience, Category
from forum.categories.queries import audiences_of, tree
from forum.core import clock
from forum.core.briefly import Briefly
from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import kind_of
from forum.home.helping import Helper, helpers_since
from forum.knowledge.cards import article_url
from forum.knowledge.queries import counts as article_counts
from forum.knowledge.queries import most_helpful
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import (
    AnswerTime,
    Order,
    ThreadFilter,
    shortlists,
    usual_answer_time,
)
from forum.threads.rows import ThreadRow

ROWS = 5
HELPERS = 5
ARTICLES = 5
MONTH = timedelta(days=30)
MINUTE = timedelta(minutes=1)
SOLVED = ThreadFilter(Order.ACTIVE, statuses=(ThreadStatus.SOLVED,))
WAITING = ThreadFilter(Order.NEWEST, statuses=(ThreadStatus.WAITING,))
# what only the asker can bring on
ASKERS_TURN = (ThreadStatus.ANSWERED, ThreadStatus.NEEDS_INFO)


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
class ArticleLink:
    """An article that helped."""

    title: str
    url: str
    language: str
    helped: int


@dataclass(frozen=True, slots=True)
class Home:
    """The front page."""

    cards: Sequence[CategoryCard]
    solved: Sequence[ThreadRow]
    waiting: Sequence[ThreadRow]
    my_turn: Sequence[ThreadRow]  # the viewer's own questions that wait for them
    announcements: Sequence[Running]
    helpers: Sequence[Helper]
    articles: Sequence[ArticleLink]
    questions: int
    solved_this_month: int
    article_count: int
    answer_time: AnswerTime | None


COUNTS: Briefly[dict[int, _Count]] = Briefly("home.counts", MINUTE)
HELPED: Briefly[Sequence[Helper]] = Briefly("home.helpers", MINUTE)
KNOWN: Briefly[tuple[Sequence[ArticleLink], int]] = Briefly("home.articles", MINUTE)
ANSWERED_IN: Briefly[AnswerTime | None] = Briefly("home.answer_time", MINUTE)


def home_page(viewer: Actor, language: str) -> Home:
    """Everything on the front page, as far as the viewer may see it."""
    audiences = audiences_of(viewer)
    counts = COUNTS.get(audiences, lambda: _counts(audiences))
    wanted = [SOLVED, WAITING]
    if viewer.id is not None:
        wanted.append(
            ThreadFilter(Order.ACTIVE, statuses=ASKERS_TURN, author_id=kind_of(viewer).id)
        )
    lists = shortlists(viewer, wanted, ROWS)
    articles, article_count = KNOWN.get((audiences, language), lambda: _articles(viewer, language))
    return Home(
        cards=_cards(viewer, counts),
        solved=lists[0],
        waiting=lists[1],
        my_turn=lists[2] if viewer.id is not None else (),
        announcements=running_for(viewer, None),
        helpers=HELPED.get(audiences, lambda: helpers_since(clock.now() - MONTH, HELPERS)),
        articles=articles,
        questions=sum(count.asked for count in counts.values()),
        solved_this_month=sum(count.solved_this_month for count in counts.values()),
        article_count=article_count,
        answer_time=ANSWERED_IN.get("all", usual_answer_time),
    )


def _cards(viewer: Actor, counts: dict[int, _Count]) -> list[CategoryCard]:
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
    return cards


def _counts(audiences: Sequence[Audience]) -> dict[int, _Count]:
    """By category id; what is gone counts for nobody."""
    recently = case((Thread.solved_at > clock.now() - MONTH, 1))
    rows = db.session.execute(
        select(Thread.category_id, func.count(), func.count(Thread.solved_at), func.count(recently))
        .join(Category, Category.id == Thread.category_id)
        .where(
            Category.audience.in_(audiences),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
        .group_by(Thread.category_id)
    )
    return {category_id: _Count(*numbers) for category_id, *numbers in rows}


def _articles(viewer: Actor, language: str) -> tuple[Sequence[ArticleLink], int]:
    links = [
        ArticleLink(row.title, article_url(row), row.language, row.helpful_count)
        for row in most_helpful(viewer, language, ARTICLES)
    ]
    return links, sum(article_counts(viewer, language).values())
