"""What was chosen, as staff see it, and what could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.categories.models import Product
from forum.categories.queries import all_products
from forum.core.db import db
from forum.core.permissions import Actor
from forum.knowledge.models import READABLE, Article, PathStep
from forum.knowledge.queries import starting_paths
from forum.knowledge.queries import visible_to as visible_articles
from forum.knowledge.queries.paths import Step, steps_of

PROPOSALS_MAX = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """One step; ``shown`` is None where readers do not find it at the moment."""

    row: PathStep
    shown: Step | None


def numbers() -> list[tuple[Product, int]]:
    """Every product that is offered, with how many steps were chosen for it."""
    rows = db.session.execute(
        select(PathStep.product_id, func.count()).group_by(PathStep.product_id)
    )
    chosen = {row[0]: row[1] for row in rows}
    offered = [product for product in all_products() if product.retired_at is None]
    return [(product, chosen.get(product.id, 0)) for product in offered]


def chosen(product: Product, viewer: Actor, language: str) -> Sequence[Chosen]:
    """All steps of a product in their order."""
    shown = {
        step.step_id: step
        for path in starting_paths(viewer, language)
        if path.product.id == product.id
        for step in path.steps
    }
    return [Chosen(row, shown.get(row.id)) for row in steps_of(product.id)]


def proposals(viewer: Actor, taken: Sequence[Chosen]) -> Sequence[Article]:
    """What is read most, without what is chosen already."""
    known = [one.row.article_id for one in taken]
    found = visible_articles(viewer).where(
        Article.status.in_(READABLE), Article.translation_of_id.is_(None), Article.id.not_in(known)
    )
    ordered = found.order_by(Article.view_count.desc(), Article.id)
    return db.session.scalars(ordered.limit(PROPOSALS_MAX)).all()
