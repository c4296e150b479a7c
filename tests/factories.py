"""Builds people, places and threads for tests, with as few words as a test can spare."""

import itertools
import time
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import sessions
from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.categories.models import Audience, Category, Product
from forum.categories.queries import PRODUCTS
from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Role
from forum.threads import actions
from forum.threads.models import Post, Severity, Thread, ThreadType

PASSWORD = "correct horse battery"


class Factory:
    """Makes rows with sensible defaults; every call makes something new."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._numbers = itertools.count(1)

    def user(self, name: str = "", role: str = "member", **fields: Any) -> User:
        """A confirmed person."""
        number = next(self._numbers)
        name = name or f"Person {number}"
        user = User(
            name=name,
            name_skeleton=skeleton(name),
            email=f"person{number}@example.com",
            fs_uniquifier=f"uniquifier-{number}",
            role=Role(role),
            joined_at=clock.now(),
            confirmed_at=clock.now(),
        )
        for field, value in fields.items():
            setattr(user, field, value)
        db.session.add(user)
        db.session.commit()
        return user

    def category(self, slug: str = "", audience: str = "public", **fields: Any) -> Category:
        """A category; the same slug again finds the one made before."""
        slug = slug or "hub"
        known = db.session.scalar(select(Category).where(Category.slug == slug))
        if known is not None:
            return known
        category = Category(slug=slug, name_en=slug.title(), audience=Audience(audience), **fields)
        db.session.add(category)
        db.session.commit()
        return category

    def product(self, slug: str = "orrin-hub", **fields: Any) -> Product:
        """Something a question can be about."""
        given = {"name_en": slug.replace("-", " ").title(), **fields}
        product = Product(slug=slug, **given)
        db.session.add(product)
        db.session.commit()
        PRODUCTS.forget()
        return product

    def thread(
        self,
        title: str = "The hub falls off the Wi-Fi",
        body: str = "It blinks red twice a day.",
        author: User | None = None,
        category: Category | None = None,
        at: datetime | None = None,
        type: str = "question",
        severity: str = "minor",
        tags: tuple[str, ...] = (),
        product: Product | None = None,
    ) -> Thread:
        """A question, asked through the same action as on the page."""
        return actions.ask(
            author or self.user(),
            actions.Question(
                title=title,
                source=body,
                category_id=(category or self.category()).id,
                type=ThreadType(type),
                severity=Severity(severity),
                tags=tags,
                product_id=product.id if product else None,
            ),
            at=at,
        )

    def answer(
        self,
        thread: Thread,
        source: str = "Restart it.",
        author: User | None = None,
        at: datetime | None = None,
    ) -> Post:
        """An answer, posted through the same action as on the page."""
        return actions.post_answer(author or self.user(), thread.id, source, at=at)

    def signed_in(self, user: User | None = None, role: str = "member") -> FlaskClient:
        """A browser in which somebody is signed in."""
        client = self.app.test_client()
        sign_in(client, user or self.user(role=role))
        return client


def sign_in(client: FlaskClient, user: User) -> None:
    """Sign in without the form: what a completed sign-in leaves in the browser and the table."""
    token = sessions.open_session(user.id, "Test browser")
    with client.session_transaction() as session:
        session["_user_id"] = user.fs_uniquifier
        session[sessions.TOKEN] = token
        session["fs_paa"] = time.time()
