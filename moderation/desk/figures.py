"""The numbers beside the desk's pages, from many rooms, read together once in a while.

Every page of the desk shows them, so a room gives the statement that counts, and one statement
asks for all of them.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from forum.core.briefly import Briefly
from forum.core.db import after_commit, db
from forum.core.permissions import Actor

Counting = Callable[[Actor], Select[Any]]  # gives one number, of what the viewer may see
KEPT: Briefly[Mapping[str, int]] = Briefly("desk_figures", timedelta(minutes=1))
_counting: dict[str, Counting] = {}


def register_figure(name: str, counting: Counting) -> Callable[[Actor], int]:
    """Let a room have a number counted with the others; returns what reads it.

    Args:
        name: no other room's.
        counting: the statement for a viewer who works on the desk.
    """
    _counting[name] = counting

    def figure(viewer: Actor) -> int:
        """The number, at most a minute old."""
        return KEPT.get(viewer.id, lambda: _count(viewer))[name]

    return figure


def count_anew() -> None:
    """Something that is counted changed: the next page asks again, once this is committed."""
    after_commit(KEPT.forget)


def _count(viewer: Actor) -> Mapping[str, int]:
    parts = [counting(viewer).scalar_subquery().label(name) for name, counting in _counting.items()]
    row = db.session.execute(select(*parts)).mappings().one()
    return {name: number or 0 for name, number in row.items()}
