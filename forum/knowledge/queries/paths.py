"""Articles to begin with, for each product, as far as readers have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, or_, select
from sqlalchemy.orm import aliased, load_only

from forum.categories.queries import ProductLine, products
from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.knowledge.models import READABLE, Article, PathStep
from forum.knowledge.queries.visible import visible_to

PATH_MAX = 12  # more is a course, and nobody takes it on the first evening


@dataclass(frozen=True, slots=True)
class Step:
    """One of the articles, in the reader's language where there is such a version."""

    step_id: int
    number: int  # from 1, of what readers have
    article: Article


@dataclass(frozen=True, slots=True)
class StartingPath:
    """What to read first about a product, in order."""

    product: ProductLine
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in a path, and what comes before and after."""

    path: StartingPath
    number: int

    @property
    def before(self) -> Step | None:
        """The step before this one."""
        return self.path.steps[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Step | None:
        """The step to go on with."""
        return self.path.steps[self.number] if self.number < len(self.path.steps) else None


def starting_paths(viewer: Actor, language: str) -> list[StartingPath]:
    """All of them, in the order of the products; one without a step for the viewer is none."""
    chosen = parameters(viewer, language=language)
    return _paths(db.session.execute(_every_step(kind_of(viewer)), chosen).all(), language)


def places_of(article: Article, viewer: Actor, language: str) -> list[Place]:
    """Where an article, or what it is a translation of, stands in paths."""
    first = article.translation_of_id or article.id
    chosen = parameters(viewer, language=language, ids=[article.id, first])
    rows = db.session.execute(_steps_beside(kind_of(viewer)), chosen).all()
    return [
        Place(path, step.number)
        for path in _paths(rows, language)
        for step in path.steps
        if {step.article.id, step.article.translation_of_id} & {article.id, first}
    ]


def steps_of(product_id: int) -> Sequence[PathStep]:
    """What was chosen for a product, seen or not, in order."""
    chosen = select(PathStep).where(PathStep.product_id == product_id)
    return db.session.scalars(chosen.order_by(PathStep.position, PathStep.id)).all()


@cache
def _every_step(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    version = or_(
        Article.id == PathStep.article_id,
        (Article.translation_of_id == PathStep.article_id)
        & (Article.language == bindparam("language", type_=String)),
    )
    return (
        visible_to(kind)
        .join(PathStep, version)
        .add_columns(PathStep.id, PathStep.product_id)
        .options(
            load_only(
                *(Article.title, Article.slug, Article.summary, Article.language),
                *(Article.status, Article.translation_of_id),
            )
        )
        .where(Article.status.in_(READABLE))
        .order_by(PathStep.position, PathStep.id, Article.id)
    )


@cache
def _steps_beside(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    here = aliased(PathStep)
    same = select(here.product_id).where(here.article_id.in_(bindparam("ids", expanding=True)))
    return _every_step(kind).where(PathStep.product_id.in_(same))


def _paths(rows: Sequence[Any], language: str) -> list[StartingPath]:
    """The best version of each step; what is for nobody here is left out and not counted."""
    best: dict[int, dict[int, Article]] = {}
    for article, step_id, product_id in rows:
        steps = best.setdefault(product_id, {})
        if step_id not in steps or article.language == language:
            steps[step_id] = article
    return [
        StartingPath(
            product,
            [
                Step(step_id, number, article)
                for number, (step_id, article) in enumerate(best[product.id].items(), start=1)
            ],
        )
        for product in products()
        if product.id in best
    ]
