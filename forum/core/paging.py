"""Keyset paging: a page begins after the last row of the one before, so page 900 costs as page 1.

The cursor is opaque to readers: the sort value and the id of the last row shown.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.db import UtcDateTime
from forum.core.errors import Invalid

Item = TypeVar("Item")
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])
PAGE_SIZE_ROWS = 25
NUMBER_MAX_DIGITS = 9  # every database holds these, also times the rows of a page
SortValue = datetime | int


def whole_number(text: str | None) -> int | None:
    """A number from 1 on that stands in an address or a hidden field; None for anything else."""
    usable = text and text.isascii() and text.isdigit() and len(text) <= NUMBER_MAX_DIGITS
    return int(text) or None if text and usable else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of rows and the cursor of the next one, or None on the last."""

    items: Sequence[Item]
    next_cursor: str | None


def encode_cursor(value: SortValue, row_id: int) -> str:
    """The cursor that continues after a row with this sort value and id."""
    kept = value.timestamp() if isinstance(value, datetime) else value
    kind = "t" if isinstance(value, datetime) else "n"
    raw = json.dumps([kind, kept, row_id]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[SortValue, int]:
    """The sort value and id in a cursor.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        kind, kept, row_id = json.loads(raw)
        value: SortValue
        value = datetime.fromtimestamp(float(kept), UTC) if kind == "t" else int(kept)
        if not 0 <= int(row_id) < 2**63 or (kind != "t" and abs(int(kept)) >= 2**63):
            raise ValueError(cursor)
        return value, int(row_id)
    except (ValueError, TypeError, OverflowError, OSError, binascii.Error, RecursionError):
        raise Invalid("bad cursor") from None


def keyset(
    statement: Statement,
    sort: ColumnElement[Any] | InstrumentedAttribute[Any],
    row_id: SQLColumnExpression[int],
    cursor: str | None,
    size: int = PAGE_SIZE_ROWS,
) -> Statement:
    """Order newest (or largest) first, start after the cursor, take one row more than a page.

    ``sort`` must be a stored NOT NULL column: a NULL would vanish on one database and lead on the
    other.

    Raises:
        Invalid: the cursor is not one of ours, or of a list in another order.
    """
    if cursor:
        value, last_id = decode_cursor(cursor)
        if isinstance(value, datetime) is not isinstance(sort.type, DateTime | UtcDateTime):
            raise Invalid("bad cursor")
        statement = statement.where(_behind(sort, row_id, value, last_id))
    return statement.order_by(sort.desc(), row_id.desc()).limit(size + 1)


def comes_after(
    sort: ColumnElement[Any] | InstrumentedAttribute[Any], row_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """The condition of ``keyset`` for a statement that is built once; ``after`` fills it in."""
    value: BindParameter[Any] = bindparam("after_value", type_=sort.type)
    last_id: BindParameter[int] = bindparam("after_id", type_=Integer)
    return _behind(sort, row_id, value, last_id)


def _behind(
    sort: ColumnElement[Any] | InstrumentedAttribute[Any],
    row_id: SQLColumnExpression[int],
    value: Any,
    last_id: Any,
) -> ColumnElement[bool]:
    """The first half holds whenever the second does: a database finds its place by it."""
    return and_(sort <= value, or_(sort < value, row_id < last_id))


def after(cursor: str, kind: type[SortValue]) -> dict[str, Any]:
    """The parameters of ``comes_after``; ``kind`` is what the list is sorted by.

    Raises:
        Invalid: the cursor is not one of ours, or of a list in another order.
    """
    value, last_id = decode_cursor(cursor)
    if not isinstance(value, kind):
        raise Invalid("bad cursor")
    return {"after_value": value, "after_id": last_id}


def page_of(rows: Sequence[Item], sort: str, size: int = PAGE_SIZE_ROWS) -> Page[Item]:
    """Cut the extra row off and turn it into the cursor of the next page.

    ``sort`` names the attribute of a row that ``keyset`` ordered by.
    """
    if len(rows) <= size:
        return Page(rows, None)
    last = rows[size - 1]
    return Page(rows[:size], encode_cursor(getattr(last, sort), last.id))  # type: ignore[attr-defined]
