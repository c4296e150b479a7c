"""People and places of the demo. All passwords are the same, and shown to everyone."""

import uuid

from flask_security.utils import hash_password

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.categories.models import Category, Product
from forum.core.db import db
from forum.core.permissions import Role
from moderation.demo.cast import Cast
from moderation.demo.content import CategoryText, PersonText, ProductText

DEMO_PASSWORD = "orrin-community"  # noqa: S105  (it protects nothing: the sign-in page shows it)
KEY_PREFIX = "demo:person:"
READ_UNTIL_DAYS_AGO = 4.0  # what is older has been seen


def add_people(cast: Cast, people: tuple[PersonText, ...]) -> None:
    """Confirmed accounts that anyone may sign in to."""
    password = hash_password(DEMO_PASSWORD)  # once for all: hashing is slow on purpose
    for text in people:
        joined_at = cast.at(text.joined_days_ago)
        cast.people[text.key] = User(
            name=text.name,
            name_skeleton=skeleton(text.name),
            email=text.email.lower(),
            password=password,
            active=True,
            confirmed_at=joined_at,
            fs_uniquifier=uuid.uuid4().hex,
            role=Role(text.role),
            title=text.title,
            bio=text.bio,
            language=text.language,
            joined_at=joined_at,
            read_all_before=max(joined_at, cast.at(READ_UNTIL_DAYS_AGO)),
            import_key=f"{KEY_PREFIX}{text.key}",
        )
    db.session.add_all(cast.people.values())
    db.session.flush()


def add_categories(cast: Cast, categories: tuple[CategoryText, ...]) -> None:
    """The tree, each parent before its children."""
    for text in categories:
        parent = cast.categories[text.parent].id if text.parent else None
        category = Category(
            slug=text.slug,
            parent_id=parent,
            position=text.position,
            icon=text.icon,
            name_en=text.name_en,
            name_ru=text.name_ru,
            description_en=text.description_en,
            description_ru=text.description_ru,
            ask_hint_en=text.ask_hint_en,
            ask_hint_ru=text.ask_hint_ru,
        )
        db.session.add(category)
        db.session.flush()
        cast.categories[text.slug] = category


def add_products(cast: Cast, products: tuple[ProductText, ...]) -> None:
    """What questions are about."""
    for text in products:
        cast.products[text.slug] = Product(
            slug=text.slug,
            position=text.position,
            name_en=text.name_en,
            name_ru=text.name_ru,
            description_en=text.description_en,
            description_ru=text.description_ru,
        )
    db.session.add_all(cast.products.values())
    db.session.flush()
