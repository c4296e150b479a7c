"""Reading the category tree, as far as the viewer may see it, and the products."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, select

from forum.categories.models import Audience, Category, InBothLanguages, Product
from forum.core.briefly import Briefly
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of

Place = TypeVar("Place", Category, Product)
PRODUCTS_KEPT = timedelta(minutes=1)  # as long as another process may not know of a new one


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
    return _as_tree(db.session.scalars(_visible(kind_of(viewer))).all())


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
    category = db.session.scalar(_at(kind_of(viewer)), {"slug": slug})
    if category is None:
        raise NotFound()
    return category


@cache
def _visible(kind: ViewerKind) -> Select[Category]:
    return visible_to(kind)


@cache
def _at(kind: ViewerKind) -> Select[Category]:
    return visible_to(kind).where(Category.slug == bindparam("slug"))


_BELOW = select(Category.id).where(Category.parent_id == bindparam("above"))


def with_children(category: Category) -> tuple[int, ...]:
    """The ids of a category and of the ones right below it."""
    return (category.id, *db.session.scalars(_BELOW, {"above": category.id}))


@dataclass(frozen=True, slots=True)
class ProductLine(InBothLanguages):
    """A product as lists and filters show it."""

    id: int
    slug: str
    is_retired: bool
    name_en: str
    name_ru: str
    description_en: str
    description_ru: str


PRODUCTS: Briefly[list[ProductLine]] = Briefly("products", PRODUCTS_KEPT)


def products(retired: bool = False) -> list[ProductLine]:
    """What a question can be about, in order; ``retired``: those offered no more as well.

    Lists, filters and the ask page all show them, so they are read once in a while.
    """
    known = PRODUCTS.get("all", _product_lines)
    return [line for line in known if retired or not line.is_retired]


def _product_lines() -> list[ProductLine]:
    return [
        ProductLine(
            id=row.id,
            slug=row.slug,
            is_retired=row.retired_at is not None,
            name_en=row.name_en,
            name_ru=row.name_ru,
            description_en=row.description_en,
            description_ru=row.description_ru,
        )
        for row in all_products()
    ]


def all_products() -> Sequence[Product]:
    """Every product as it stands now, for whoever runs the site."""
    return db.session.scalars(select(Product).order_by(Product.position, Product.id)).all()


def get_place(kind: type[Place], row_id: int) -> Place:
    """The category or product of this number, for whoever looks after them; raises NotFound."""
    place = db.session.get(kind, row_id)
    if place is None:
        raise NotFound()
    return place
