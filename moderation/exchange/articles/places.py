"""The categories of a folder of articles: written beside them, and made where they are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.core.pages import SLUG_MAX_CHARS, slug
from moderation.exchange.articles.frontmatter import FileError
from moderation.exchange.articles.paper import Fields

FILE = "categories.yaml"
NAME_MAX_CHARS = 80
TEXT_MAX_CHARS = 2_000
_NAMES = ("name_en", "name_ru")
_TEXTS = ("description_en", "description_ru", "ask_hint_en", "ask_hint_ru")


@dataclass(frozen=True, slots=True)
class Place:
    """A category as a file has it; ``below`` is the slug of its parent."""

    slug: str
    audience: Audience
    texts: tuple[tuple[str, str], ...]
    below: str = ""
    position: int | None = None
    icon: str = ""


class Places:
    """The categories that are here, and those that a file says how to make."""

    def __init__(self, listed: Iterable[Place] = (), default: str = "") -> None:
        self._listed = {place.slug: place for place in listed}
        self._default = default

    def check(self, wanted: str) -> str:
        """The slug of the category that an article goes to; raises FileError where there is none.

        What only staff could read where it comes from must not become public here.
        """
        chosen = wanted or self._default
        if not chosen:
            raise FileError("it has no category: name one there, or with --category")
        here, listed = _here(chosen), self._listed.get(chosen)
        if here is None and listed is None:
            raise FileError(f"there is no category {chosen!r}: make it, or list it in {FILE}")
        if here is None and listed is not None and listed.below:
            self._check_parent(listed)
        if here is not None and here.audience is not Audience.STAFF and self._is_for_staff(listed):
            raise FileError(f"the category {chosen!r} is for staff there and for everyone here")
        return chosen

    def id_of(self, chosen: str) -> int:
        """Inside the caller's transaction: the row of a category that was checked."""
        known = _here(chosen)
        return known.id if known is not None else self._made(self._listed[chosen]).id

    def _is_for_staff(self, listed: Place | None) -> bool:
        if listed is None:
            return False
        above = self._listed.get(listed.below), _here(listed.below)
        return any(one is not None and one.audience is Audience.STAFF for one in (listed, *above))

    def _check_parent(self, place: Place) -> None:
        here, listed = _here(place.below), self._listed.get(place.below)
        if here is None and listed is None:
            raise FileError(f"the category {place.slug!r} stands below {place.below!r}, not here")
        if (here is not None and here.parent_id) or (here is None and listed and listed.below):
            raise FileError(f"the category {place.slug!r} stands on a third level; there are two")

    def _made(self, place: Place) -> Category:
        parent = None
        if place.below:
            parent = db.session.get_one(Category, self.id_of(place.below))
        for_staff = parent is not None and parent.audience is Audience.STAFF
        category = Category(
            slug=place.slug,
            parent_id=parent.id if parent else None,
            audience=Audience.STAFF if for_staff else place.audience,
            position=_last(parent) + 1 if place.position is None else place.position,
            icon=place.icon,
            **dict(place.texts),
        )
        db.session.add(category)
        db.session.flush()
        return category


def listed_in(value: Any) -> list[Place]:
    """The categories that a file lists; raises FileError."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise FileError("it is not a list of categories")
    return [_place(Fields(one)) for one in value]


def as_listed(category: Category, parent: Category | None) -> dict[str, Any]:
    """A category as it stands in the file; what is empty is left out."""
    written = {
        "slug": category.slug,
        "below": parent.slug if parent else "",
        "audience": category.audience.value,
        "position": category.position,
        "icon": category.icon,
        **{name: getattr(category, name) for name in (*_NAMES, *_TEXTS)},
    }
    return {name: value for name, value in written.items() if value != ""}


def top(wanted: str) -> Place:
    """The category that an import goes below, where it is not here yet."""
    name = wanted.replace("-", " ").capitalize()
    return Place(wanted, Audience.PUBLIC, (("name_en", name),))


def is_below(wanted: str) -> bool:
    """Whether a category that is here stands below another, so that none can stand below it."""
    here = _here(wanted)
    return here is not None and here.parent_id is not None


def is_slug(text: str) -> bool:
    """Whether it can be the address of a category."""
    return text == slug(text) and text != "-"


def _place(fields: Fields) -> Place:
    found = fields.line("slug", SLUG_MAX_CHARS, needed=True)
    if not is_slug(found):
        raise FileError(f"{found!r} is no slug")
    below = fields.line("below", SLUG_MAX_CHARS)
    if below == found:
        raise FileError(f"the category {found!r} stands below itself")
    audience = fields.line("audience", 20) or Audience.PUBLIC.value
    if audience not in set(Audience):
        raise FileError(f"the audience of {found!r} is {audience!r}, not public or staff")
    texts = [(name, fields.line(name, NAME_MAX_CHARS)) for name in _NAMES]
    texts += [(name, fields.text(name, TEXT_MAX_CHARS)) for name in _TEXTS]
    if not (texts[0][1] or texts[1][1]):
        raise FileError(f"the category {found!r} has no name")
    position = fields.line("position", 6)
    if position and not (position.isascii() and position.isdigit()):
        raise FileError(f"the position of {found!r} is {position!r}, not a number")
    return Place(
        slug=found,
        below=below,
        audience=Audience(audience),
        position=int(position) if position else None,
        icon=fields.line("icon", 20),
        texts=tuple(texts),
    )


def _here(wanted: str) -> Category | None:
    return db.session.scalar(select(Category).where(Category.slug == wanted))


def _last(parent: Category | None) -> int:
    below = Category.parent_id.is_not_distinct_from(parent.id if parent else None)
    found = select(Category.position).where(below).order_by(Category.position.desc()).limit(1)
    return db.session.scalar(found) or 0
