"""Rows that a worker takes for a while: whoever dies with one leaves it to the next.

What lies further ahead than anybody sets was written by a clock that was wrong.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

Moment = InstrumentedAttribute[Any]  # a column of moments, empty or not


def is_free(until: Moment, moment: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Nobody holds the row: no lease of at most ``longest``, or one that has run out."""
    return or_(until.is_(None), until < moment, until > moment + longest)


def is_due(at: Moment, moment: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Its time has come; it is never put off for more than ``longest``."""
    return or_(at <= moment, at > moment + longest)
