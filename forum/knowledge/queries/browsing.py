"""Browsing: the tree, its shelves, and lists of articles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, load_only

from forum.categories.models import Category
from forum.categories.queries import tree
from forum.core.db import db
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.knowledge.models import Article
from forum.knowledge.queries.visible import listed_rules

SHELF_ARTICLES = 5  # per category on the first page; the rest is one click away
LIST_ARTICLES = 6
SHOWN = (  # of an article in a list
    *(Article.title, Article.slug, Article.summary, Article.language, Article.status),
    *(Article.category_id, Article.published_at, Article.updated_at, Article.helpful_count),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of the first level: its best articles and how many there are below it."""

    category: Category
    children: Sequence[tuple[Category, int]]
    total: int
    articles: Sequence[Article] = ()


def _listed(kind: ViewerKind, language: str) -> Select[Article]:
    """What lists show, without the texts."""
    return (
        select(Article)
        .join(Article.category)
        .options(contains_eager(Article.category), load_only(*SHOWN))
        .where(*listed_rules(kind, language))
    )


def newest(viewer: Actor, language: str, limit: int = LIST_ARTICLES) -> Sequence[Article]:
    """What was published last."""
    chosen = parameters(viewer, most=limit)
    return db.session.scalars(_newest(kind_of(viewer), language), chosen).all()


@cache
def _newest(kind: ViewerKind, language: str) -> Select[Article]:
    ordered = _listed(kind, language).order_by(Article.published_at.desc(), Article.id.desc())
    return ordered.limit(bindparam("most", type_=Integer))


def most_helpful(viewer: Actor, language: str, limit: int = LIST_ARTICLES) -> Sequence[Article]:
    """What helped most people; articles that helped nobody yet are not among them."""
    chosen = parameters(viewer, most=limit)
    return db.session.scalars(_most_helpful(kind_of(viewer), language), chosen).all()


@cache
def _most_helpful(kind: ViewerKind, language: str) -> Select[Article]:
    return (
        _listed(kind, language)
        .where(Article.helpful_count > 0)
        .order_by(Article.helpful_count.desc(), Article.id.desc())
        .limit(bindparam("most", type_=Integer))
    )


def counts(viewer: Actor, language: str) -> dict[int, int]:
    """How many articles a reader finds in each category itself, by category id."""
    rows = db.session.execute(_counts(kind_of(viewer), language), parameters(viewer))
    return {row[0]: row[1] for row in rows}


@cache
def _counts(kind: ViewerKind, language: str) -> Select[int, int]:
    return (
        select(Article.category_id, func.count())
        .join(Article.category)
        .where(*listed_rules(kind, language))
        .group_by(Article.category_id)
    )


def shelves(viewer: Actor, language: str) -> list[Shelf]:
    """The tree's first level with its best articles, leaving out what holds none."""
    best = _best_by_shelf(viewer, language)
    return [
        replace(shelf, articles=best.get(shelf.category.id, []))
        for shelf in subjects(viewer, language)
    ]


def subjects(viewer: Actor, language: str) -> list[Shelf]:
    """The tree's first level in its order, without articles, leaving out what holds none."""
    categories = tree(viewer)
    numbers = counts(viewer, language)
    found = []
    for category in categories:
        if category.parent_id is None:
            below = [(c, numbers.get(c.id, 0)) for c in categories if c.parent_id == category.id]
            children = [(child, number) for child, number in below if number]
            total = numbers.get(category.id, 0) + sum(number for _child, number in children)
            found.append(Shelf(category, children, total))
    return [shelf for shelf in found if shelf.total]


def _best_by_shelf(viewer: Actor, language: str) -> dict[int, list[Article]]:
    best: dict[int, list[Article]] = {}
    rows = db.session.execute(_shelved(kind_of(viewer), language), parameters(viewer))
    for article, shelf_id in rows:
        best.setdefault(shelf_id, []).append(article)
    return best


@cache
def _shelved(kind: ViewerKind, language: str) -> Select[*tuple[Any, ...]]:
    shelf = func.coalesce(Category.parent_id, Category.id)
    helpful_first = (Article.helpful_count.desc(), Article.id.desc())
    place = func.row_number().over(partition_by=shelf, order_by=helpful_first)
    ranked = (
        select(Article.id, shelf.label("shelf"), place.label("place"))
        .join(Article.category)
        .where(*listed_rules(kind, language))
        .subquery()
    )
    return (
        select(Article, ranked.c.shelf)
        .join(ranked, ranked.c.id == Article.id)
        .options(load_only(*SHOWN))
        .where(ranked.c.place <= SHELF_ARTICLES)
        .order_by(ranked.c.shelf, ranked.c.place)
    )


def best_of(
    category_ids: Sequence[int], viewer: Actor, language: str
) -> dict[Category, list[Article]]:
    """The articles that helped most of each category and of those right below it."""
    shelves = list(category_ids)
    chosen = parameters(
        viewer,
        category_ids=shelves,
        places=db.session.scalars(_BELOW, {"category_ids": shelves}).all(),
        most=SHELF_ARTICLES * len(shelves),
    )
    rows = db.session.execute(_best_statement(kind_of(viewer), language), chosen)
    best: dict[Category, list[Article]] = {}
    for article, category in rows:
        best.setdefault(category, []).append(article)
    return best


_IDS: BindParameter[int] = bindparam("category_ids", expanding=True)
_BELOW = select(Category.id).where(or_(Category.id.in_(_IDS), Category.parent_id.in_(_IDS)))


@cache
def _best_statement(kind: ViewerKind, language: str) -> Select[*tuple[Any, ...]]:
    """The places are named one by one: then only their articles are read, by an index."""
    shelf = aliased(Category)
    places: BindParameter[int] = bindparam("places", expanding=True)
    return (
        _listed(kind, language)
        .join(shelf, or_(shelf.id == Category.id, shelf.id == Category.parent_id))
        .add_columns(shelf)
        .where(shelf.id.in_(_IDS), Article.category_id.in_(places))
        .order_by(Article.helpful_count.desc(), Article.id.desc())
        .limit(bindparam("most", type_=Integer))
    )


def in_categories(
    category_ids: Sequence[int], viewer: Actor, language: str, cursor: str | None
) -> Page[Article]:
    """Articles of some categories, the last updated first."""
    kind = kind_of(viewer)
    page = _further(kind, language, cursor) if cursor else _first_page(kind, language)
    chosen = parameters(viewer, category_ids=list(category_ids))
    rows = db.session.scalars(page, chosen).all()
    return page_of(rows, "updated_at")


@cache
def _first_page(kind: ViewerKind, language: str) -> Select[Article]:
    return _further(kind, language, None)


def _further(kind: ViewerKind, language: str, cursor: str | None) -> Select[Article]:
    ids: BindParameter[int] = bindparam("category_ids", expanding=True)
    statement = _listed(kind, language).where(Article.category_id.in_(ids))
    return keyset(statement, Article.updated_at, Article.id, cursor)
