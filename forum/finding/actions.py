"""What must be true of the index before the surrounding act is committed.

Marking is enough for what changed; what may no longer be seen leaves the index at once. An index
that is out of order never keeps anybody from writing: every hit is held against what the viewer
may see once more before it is shown.
"""

import logging
from collections.abc import Callable, Iterable

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from forum.core.db import db, transactional
from forum.finding.engine import finding
from forum.finding.stale import mark_stale
from search.stores.merging import merge_words

logger = logging.getLogger(__name__)

__all__ = ["clean", "mark_stale", "set_audiences", "take_out"]


@transactional
def take_out(key: str) -> None:
    """Let nobody find a document from this transaction on; the sweep decides whether it returns."""
    mark_stale([key])
    _at_once(lambda connection: finding().index.remove(connection, [key]))


@transactional
def set_audiences(key: str, audiences: Iterable[str]) -> None:
    """Let only these audiences find a document from this transaction on."""
    mark_stale([key])
    wanted = tuple(audiences)
    _at_once(lambda connection: finding().index.set_audiences(connection, key, wanted))


@transactional
def clean() -> None:
    """Let nothing of removed documents stay in the files of the index."""
    _at_once(merge_words)


def _at_once(change: Callable[[Connection], None]) -> None:
    try:
        with db.session.begin_nested():
            change(finding().writing())
    except DBAPIError:
        logger.exception("the search index could not be changed; it waits for the sweep")
