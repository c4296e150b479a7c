"""Making the places that threads and articles stand in.

Only the command line does, so what is refused is said in English, as all commands speak.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.categories.models import Audience, Category
from forum.core.db import db, transactional
from forum.core.errors import Refused


@dataclass(frozen=True, slots=True)
class CategoryNames:
    """What a category is called and said to hold; an empty text falls back on the other one."""

    name_en: str = ""
    name_ru: str = ""
    description_en: str = ""
    description_ru: str = ""


@transactional
def put_category(
    slug: str, names: CategoryNames, parent_slug: str = "", audience: Audience | None = None
) -> tuple[Category, bool]:
    """The category at a slug, made at the end of its level when it is new; True when it was.

    One that is there keeps its place and its audience, and gets the texts that are not empty.

    Raises:
        Refused: no name, no such parent, a third level, or another audience than it has.
    """
    known = db.session.scalar(select(Category).where(Category.slug == slug))
    if known is None:
        return _make(slug, names, parent_slug, audience or Audience.PUBLIC), True
    if audience is not None and audience is not known.audience:
        raise Refused("The audience of a category cannot be changed: what is in it is indexed.")
    _name(known, names)
    db.session.flush()
    return known, False


def _make(slug: str, names: CategoryNames, parent_slug: str, audience: Audience) -> Category:
    parent = _parent(parent_slug)
    if not (names.name_en or names.name_ru):
        raise Refused("A category needs a name in one language at least.")
    if parent is not None and parent.audience is Audience.STAFF:
        audience = Audience.STAFF
    parent_id = parent.id if parent else None
    last = db.session.scalar(
        select(func.max(Category.position)).where(
            Category.parent_id.is_not_distinct_from(parent_id)
        )
    )
    category = Category(
        slug=slug, parent_id=parent_id, audience=audience, position=(last or 0) + 1, name_en=""
    )
    _name(category, names)
    db.session.add(category)
    db.session.flush()
    return category


def _parent(slug: str) -> Category | None:
    if not slug:
        return None
    parent = db.session.scalar(select(Category).where(Category.slug == slug))
    if parent is None:
        raise Refused(f"There is no category at {slug}.")
    if parent.parent_id is not None:
        raise Refused("Categories have two levels: this one stands below another already.")
    return parent


def _name(category: Category, names: CategoryNames) -> None:
    for field in CategoryNames.__slots__:
        text = getattr(names, field)
        if text:
            setattr(category, field, text)
