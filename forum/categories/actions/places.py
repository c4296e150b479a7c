"""What admins do with categories and products, on their pages."""

from dataclasses import dataclass, fields
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from forum.categories.events import PlaceChanged
from forum.categories.models import Audience, Category, Product
from forum.categories.queries import PRODUCTS
from forum.core import clock
from forum.core.db import after_commit, db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.core.permissions import Actor, Permission

Place = TypeVar("Place", Category, Product)


@dataclass(frozen=True, slots=True)
class PlaceText:
    """What a category or a product is called, says, and where it stands among its like."""

    name_en: str = ""
    name_ru: str = ""
    description_en: str = ""
    description_ru: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class CategoryText(PlaceText):
    """A category also says what a question in it should include."""

    ask_hint_en: str = ""
    ask_hint_ru: str = ""
    icon: str = ""


@transactional
def make_category(
    actor: Actor,
    slug: str,
    text: CategoryText,
    parent_id: int | None = None,
    audience: Audience = Audience.PUBLIC,
) -> Category:
    """A new category; below one for the team it is for the team as well.

    Raises:
        NotAllowed: not an admin.
        Refused: the address is taken, or there is no such category to stand below.
    """
    actor_id = _admin(actor)
    _ensure_free(Category, slug)
    if parent_id is not None:
        parent = db.session.get(Category, parent_id)
        if parent is None or parent.parent_id is not None:
            raise Refused(
                _("It cannot stand below this category."),
                _("Choose one that stands at the top: there are two levels."),
            )
        if parent.audience is Audience.STAFF:
            audience = Audience.STAFF
    category = Category(slug=slug, parent_id=parent_id, audience=audience, name_en="")
    return _made(actor_id, _written(category, text))


@transactional
def edit_category(actor: Actor, category_id: int, text: CategoryText) -> Category:
    """Other words, another place in the order; address, level and audience stay."""
    return _edited(_admin(actor), locked(Category, category_id), text)


@transactional
def make_product(actor: Actor, slug: str, text: PlaceText) -> Product:
    """A new product; raises Refused where the address is taken."""
    actor_id = _admin(actor)
    _ensure_free(Product, slug)
    return _made(actor_id, _written(Product(slug=slug, name_en=""), text))


@transactional
def edit_product(actor: Actor, product_id: int, text: PlaceText) -> Product:
    """Other words, another place in the order; the address stays."""
    return _edited(_admin(actor), locked(Product, product_id), text)


@transactional
def retire(actor: Actor, product_id: int) -> Product:
    """Offer it no more; threads about it keep it."""
    actor_id, product = _admin(actor), locked(Product, product_id)
    if product.retired_at is None:
        product.retired_at = clock.now()
        _publish(actor_id, "retire", product)
    return product


@transactional
def bring_back(actor: Actor, product_id: int) -> Product:
    """Offer it again."""
    actor_id, product = _admin(actor), locked(Product, product_id)
    if product.retired_at is not None:
        product.retired_at = None
        _publish(actor_id, "bring-back", product)
    return product


def _admin(actor: Actor) -> int:
    if actor.id is None or not actor.can(Permission.MANAGE_PLACES):
        raise NotAllowed()
    return actor.id


def _ensure_free(kind: type[Category] | type[Product], slug: str) -> None:
    if db.session.scalar(select(kind.id).where(kind.slug == slug)) is not None:
        raise Refused(_("The address “%(address)s” is taken.", address=slug), _("Choose another."))


def _written(place: Place, text: PlaceText) -> Place:
    for field in fields(text):
        setattr(place, field.name, getattr(text, field.name))
    return place


def _made(actor_id: int, place: Place) -> Place:
    db.session.add(place)
    db.session.flush()
    _publish(actor_id, "create", place)
    return place


def _edited(actor_id: int, place: Place, text: PlaceText) -> Place:
    before = place.name("en")
    _written(place, text)
    db.session.flush()
    _publish(actor_id, "edit", place, before)
    return place


def _publish(actor_id: int, verb: str, place: Category | Product, before: str = "") -> None:
    kind = "category" if isinstance(place, Category) else "product"
    after_commit(PRODUCTS.forget)
    publish(PlaceChanged(actor_id, verb, kind, place.id, before, place.name("en")))
