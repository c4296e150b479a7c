"""What each filter of the desk leaves, as SQL."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, or_, select
from sqlalchemy.orm import aliased

from forum.categories.models import Category, Product
from forum.core.db import UtcDateTime
from forum.threads.models import Tag, Thread, thread_tags
from moderation.handling.models import Assignment
from moderation.watchlist.filters import ME, NOBODY, Assigned, Claimed, Filters
from moderation.watchlist.models import Claim
from moderation.watchlist.queues import AnyMoment, assigned, claimed

ANY = "…"


def narrowed(filters: Filters, moment: AnyMoment, prefix: str = "") -> list[ColumnElement[bool]]:
    """The conditions of every filter that is on, for a statement on ``Thread`` and ``Category``.

    What of them can be anything is a parameter, see ``values``; ``prefix`` tells those of one view
    from those of another in the same statement.
    """
    found: list[ColumnElement[bool]] = []
    if filters.category:
        slug = bindparam(f"{prefix}category", type_=String)
        above = aliased(Category)
        parent = select(above.id).where(above.slug == slug)
        found.append(or_(Category.slug == slug, Category.parent_id.in_(parent)))
    if filters.product:
        about = select(Product.id).where(
            Product.slug == bindparam(f"{prefix}product", type_=String)
        )
        found.append(Thread.product_id.in_(about))
    if filters.severity is not None:
        found.append(Thread.severity == filters.severity)
    if filters.language:
        found.append(Thread.language == filters.language)
    if filters.tag:
        tagged = select(thread_tags.c.thread_id).join(Tag, Tag.id == thread_tags.c.tag_id)
        found.append(
            Thread.id.in_(tagged.where(Tag.slug == bindparam(f"{prefix}tag", type_=String)))
        )
    if filters.age is not None:
        found.append(Thread.created_at < bindparam(f"{prefix}asked_before", type_=UtcDateTime()))
    if filters.assigned is not None:
        found.append(_assigned(filters.assigned, moment, prefix))
    if filters.claimed is not None:
        found.append(_claimed(filters.claimed, moment))
    if filters.text:
        found.append(_says(filters.text))
    return found


def values(filters: Filters, now: datetime, prefix: str = "") -> dict[str, Any]:
    """The parameters of the filters that are on."""
    found = {
        "category": filters.category,
        "product": filters.product,
        "tag": filters.tag,
        "asked_before": now - filters.age.delta if filters.age is not None else None,
        "assigned_id": filters.assigned.id if filters.assigned is not None else None,
    }
    return {f"{prefix}{name}": value for name, value in found.items()}


def shape_of(filters: Filters) -> Filters:
    """The same for all views whose conditions differ in their parameters alone."""
    assigned = filters.assigned
    return replace(
        filters,
        category=ANY if filters.category else "",
        product=ANY if filters.product else "",
        tag=ANY if filters.tag else "",
        assigned=replace(assigned, id=1) if assigned is not None and assigned.id else assigned,
        after=ANY if filters.after else "",
    )


def _assigned(to: Assigned, moment: AnyMoment, prefix: str) -> ColumnElement[bool]:
    if to == NOBODY:
        return Thread.id.not_in(assigned())
    chosen = bindparam(f"{prefix}assigned_id", type_=Integer)
    if to.kind == "team":
        return Thread.id.in_(assigned().where(Assignment.team_id == chosen))
    person = moment.viewer_id if to == ME else chosen
    return Thread.id.in_(assigned().where(Assignment.assignee_id == person))


def _claimed(how: Claimed, moment: AnyMoment) -> ColumnElement[bool]:
    if how is Claimed.MINE:
        return Thread.id.in_(claimed(moment).where(Claim.user_id == moment.viewer_id))
    if how is Claimed.NO:
        return Thread.id.not_in(claimed(moment))
    return Thread.id.in_(claimed(moment))


def _says(text: str) -> ColumnElement[bool]:
    """The title holds the text, or it is the thread's number.

    SQLite compares only ASCII without case, so the usual spellings are asked for one by one.
    """
    spellings = {text, text.lower(), text.capitalize(), text.upper()}
    found = [Thread.title.icontains(spelling, autoescape=True) for spelling in sorted(spellings)]
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) <= 18:
        found.append(Thread.id == int(number))
    return or_(*found)
