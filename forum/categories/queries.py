"""Reading the category tree, as far as the viewer may see it, and the products."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, select

from forum.categories.models import Audience, Category, Product
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor

Place = TypeVar("Place", Category, Product)


def audiences_of(viewer: Actor) -> tuple[Audience, ...]:
    """The audiences a person belongs to; also the keys they bring to the search index."""
    return (Audience.PUBLIC, Audience.STAFF) if viewer.is_staff else (Audience.PUBLIC,)


def visible_to(viewer: Actor) -> Select[Category]:
    """Categories the viewer may see, in the order of the tree's levels."""
    return (
        select(Category)
        .where(Category.audience.in_(audiences_of(viewer)))
        .order_by(Category.position, Category.id)
    )


def tree(viewer: Actor) -> Sequence[Category]:
    """All visible categories, each parent followed by its children."""
    return _as_tree(db.session.scalars(visible_to(viewer)).all())


def everything() -> Sequence[Category]:
    """The whole tree, for whoever runs the site."""
    return _as_tree(
        db.session.scalars(select(Category).order_by(Category.position, Category.id)).all()
    )


def _as_tree(rows: Sequence[Category]) -> Sequence[Category]:
    children: dict[int | None, list[Category]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    ordered: list[Category] = []
    pending = list(reversed(children.get(None, [])))
    while pending:
        row = pending.pop()
        ordered.append(row)
        pending.extend(reversed(children.get(row.id, [])))
    return ordered


def get_category(slug: str, viewer: Actor) -> Category:
    """The category at an address.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    category = db.session.scalar(visible_to(viewer).where(Category.slug == slug))
    if category is None:
        raise NotFound()
    return category


def with_children(category: Category) -> list[int]:
    """The ids of a category and of the ones right below it."""
    below = select(Category.id).where(Category.parent_id == category.id)
    return [category.id, *db.session.scalars(below)]


def products(retired: bool = False) -> Sequence[Product]:
    """What a question can be about, in order; ``retired``: those offered no more as well."""
    statement = select(Product).order_by(Product.position, Product.id)
    if not retired:
        statement = statement.where(Product.retired_at.is_(None))
    return db.session.scalars(statement).all()


def get_place(kind: type[Place], row_id: int) -> Place:
    """The category or product of this number, for whoever looks after them; raises NotFound."""
    place = db.session.get(kind, row_id)
    if place is None:
        raise NotFound()
    return place
