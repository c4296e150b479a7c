"""What reading the knowledge base costs: statements and processor time, in this very process.

The least of many requests: what else the machine does can only add to it.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.core import clock
from forum.core.config import from_environment
from forum.core.db import db
from forum.core.permissions import Role
from forum.knowledge.models import READABLE, Article, FaqEntry, PathStep
from forum.knowledge.queries.faq import FAQ_MAX
from forum.knowledge.queries.paths import PATH_MAX
from tests.bench.pages import Page, Reader, readers, statements

REQUESTS = 40
WARM = 5
GOAL = "≤ 6 ms, ≤ 8 statements"
HEAD = "| page | reader | CPU ms, least of 40 | SQL | goal |\n|---|---|--:|--:|---|"


@dataclass(frozen=True, slots=True)
class Read:
    """What one page costs one reader."""

    page: Page
    milliseconds: float
    statements: int


def main(arguments: Sequence[str]) -> None:
    """Print the table of one seeded instance."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench reading", description=__doc__)
    parser.add_argument("folder", type=Path, help="an instance seeded with bench seed before")
    folder = parser.parse_args(arguments).folder
    app = create_app(from_environment({"INSTANCE_DIR": str(folder), "EMBEDDING_MODEL": "hashing"}))
    with app.app_context():
        _choose()
    known = readers(app)
    print(HEAD)
    for page in _pages(app):
        read = _measured(app, page, known[page.reader])
        print(
            f"| {page.name} | {page.reader} | {read.milliseconds:.1f} | {read.statements} |"
            f" {page.goal} |"
        )


def _choose() -> None:
    """Fifteen common questions and a path of twelve steps, as full as they get."""
    articles = db.session.scalars(
        select(Article.id).where(Article.status.in_(READABLE)).order_by(Article.id)
    ).all()
    by_id = db.session.scalars(select(User.id).where(User.role == Role.REP)).first()
    if by_id is None or not articles:
        raise RuntimeError("the database was not seeded")
    added = {"added_by_id": by_id, "added_at": clock.now()}
    if db.session.scalar(select(FaqEntry.id)) is None:
        for position, article_id in enumerate(articles[:FAQ_MAX]):
            db.session.add(FaqEntry(article_id=article_id, position=position, **added))
    if db.session.scalar(select(PathStep.id)) is None:
        product = db.session.scalar(select(Product).order_by(Product.position, Product.id))
        if product is None:
            product = Product(slug="bench", name_en="Bench")
            db.session.add(product)
            db.session.flush()
        for position, article_id in enumerate(articles[-PATH_MAX:]):
            step = PathStep(product_id=product.id, position=position, **added)
            step.article_id = article_id
            db.session.add(step)
    db.session.commit()


def _pages(app: Flask) -> list[Page]:
    with app.app_context():
        step = db.session.scalars(select(PathStep).order_by(PathStep.position)).first()
        product = db.session.scalars(
            select(Product).join(PathStep, PathStep.product_id == Product.id)
        ).first()
        steps = set(db.session.scalars(select(PathStep.article_id)))
        one = db.session.scalars(
            select(Article)
            .where(Article.status.in_(READABLE), Article.id.not_in(steps))
            .order_by(Article.id)
        ).first()
        if step is None or product is None or one is None:
            raise RuntimeError("the database was not seeded")
        on_path = db.session.get_one(Article, step.article_id)
        category = db.session.get_one(Category, one.category_id)
        places = {
            "knowledge base": "/kb",
            "category": f"/kb/c/{category.slug}",
            "article": f"/kb/{one.id}/{one.slug}",
            "article on a path": f"/kb/{on_path.id}/{on_path.slug}",
            "common questions": "/faq",
            "path": f"/kb/start/{product.slug}",
            "what one follows": "/my/following/articles",
        }
    return [
        *(Page(name, path, "member", GOAL) for name, path in places.items()),
        Page("articles, for programs", "/api/v1/articles", "member", GOAL),
    ]


def _measured(app: Flask, page: Page, reader: Reader) -> Read:
    client, headers = app.test_client(use_cookies=False), {"Cookie": reader.cookie}
    for _again in range(WARM):
        if client.get(page.path, headers=headers).status_code != 200:
            raise RuntimeError(f"{page.path} is not there")
    best = float("inf")
    for _again in range(REQUESTS):
        begin = time.process_time()
        client.get(page.path, headers=headers)
        best = min(best, time.process_time() - begin)
    return Read(page, best * 1000, statements(app, page, reader))
