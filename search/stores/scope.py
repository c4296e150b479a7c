"""What a viewer may see, as SQL: used for every candidate before anything is cut."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, exists, literal, not_

from search.query import Scope
from search.stores import schema


def visible(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on `search_documents` that holds a scope.

    A document passes when it carries one of the scope's audiences and all of its labels,
    is of one of its kinds, made in its time, not excluded, among those it names, and holds its
    phrases and none of those it must not hold. Without audiences nothing passes.
    """
    documents = schema.documents.c
    # aliases: a query over these very tables must not take them for its own
    audiences, labels = schema.audiences.alias().c, schema.labels.alias().c
    conditions: list[Any] = [
        exists().where(
            audiences.document_id == documents.id, audiences.audience.in_(scope.audiences)
        )
    ]
    if scope.kinds:
        conditions.append(documents.kind.in_(scope.kinds))
    if scope.exclude:
        conditions.append(not_(documents.key.in_(scope.exclude)))
    if scope.among is not None:  # one parameter, however many they are
        conditions.append(documents.key == any_(literal(list(scope.among), ARRAY(Text))))
    for label in scope.labels:
        conditions.append(exists().where(labels.document_id == documents.id, labels.label == label))
    conditions += [_holds(phrase) for phrase in scope.phrases]
    conditions += [not_(_holds(phrase)) for phrase in scope.without]
    if scope.since:
        conditions.append(documents.created_at >= scope.since)
    if scope.until:
        conditions.append(documents.created_at < scope.until)
    return and_(*conditions)


def _holds(phrase: str) -> ColumnElement[bool]:
    """The condition that a document holds these terms one right after the other."""
    held = schema.words.alias().c
    return exists().where(
        held.rowid == schema.documents.c.id, held.whole.contains(phrase, autoescape=True)
    )
