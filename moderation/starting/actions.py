"""Adding, ordering and taking out what to begin with."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.categories.models import Product
from forum.categories.queries import get_place
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.ordering import change_places
from forum.core.permissions import Permission
from forum.finding.keys import Key
from forum.knowledge.models import PathStep
from forum.knowledge.queries import get_article
from forum.knowledge.queries.paths import PATH_MAX, steps_of
from moderation.audit.log import record


@transactional
def add(actor: User, product_id: int, target: Key) -> PathStep:
    """Put an article at the end of a product's path; a translation stands for its original.

    Raises:
        NotFound: there is no such product or article for the actor. NotAllowed.
        Refused: it is no published article, is there already, or there are as many as fit.
    """
    _may(actor)
    product = get_place(Product, product_id)
    article_id = _worthy(actor, target)
    known = steps_of(product.id)
    if article_id in {row.article_id for row in known}:
        raise Refused(_("It is one of the steps already."))
    if len(known) >= PATH_MAX:
        raise Refused(
            _("There are %(number)s already: nobody reads more.", number=PATH_MAX),
            _("Take one out first."),
        )
    step = PathStep(
        product_id=product.id,
        article_id=article_id,
        position=max((row.position for row in known), default=0) + 1,
        added_by_id=actor.id,
        added_at=clock.now(),
    )
    db.session.add(step)
    db.session.flush()
    record(actor.id, "add-step", "product", product.id, after=f"article {article_id}")
    return step


def _worthy(actor: User, target: Key) -> int:
    if target.kind != "article":
        raise Refused(_("This is not an article."), _("Make one of the question first."))
    article = get_article(target.id, actor)
    if not article.is_readable:
        raise Refused(_("This article is not published."), _("Publish it first."))
    return article.translation_of_id or article.id


@transactional
def move(actor: User, step_id: int, up: bool) -> int:
    """Let it change places with its neighbour; the product it belongs to."""
    _may(actor)
    step = locked(PathStep, step_id)
    if moved := change_places(steps_of(step.product_id), step_id, up):
        record(actor.id, "reorder", "product", step.product_id, *map(str, moved))
    return step.product_id


@transactional
def remove(actor: User, step_id: int) -> int:
    """Take it out; the article stays. The product it belonged to."""
    _may(actor)
    step = locked(PathStep, step_id)
    record(actor.id, "remove-step", "product", step.product_id, before=f"article {step.article_id}")
    db.session.delete(step)
    return step.product_id


def _may(actor: User) -> None:
    if not actor.can(Permission.PUBLISH_ARTICLE):
        raise NotAllowed()
