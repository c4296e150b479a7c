"""Letting go of pictures that no text names, and of files that no row names."""

import logging
import re
from datetime import datetime, timedelta

from flask import current_app

from forum.core import clock, jobs, storage
from forum.uploads import actions, queries
from forum.uploads.holders import held

logger = logging.getLogger(__name__)
LOST_FOR = timedelta(days=1)  # a file is written a moment before its row
LISTED_EVERY = timedelta(days=1)
DUE_AT_ONCE = 400
LISTED_AT = "uploads_listed_at"
_FILE = re.compile(r"([A-Za-z0-9_-]{22})(?:\.small)?\.webp")


@jobs.sweep
def forget_unused() -> None:
    """Pictures that were due and that no text names go, rows first."""
    now = clock.now()
    found = queries.due(now)
    if not found:
        return
    shown, hidden = held()
    unused = {row.id: row.key for row in found if row.key not in shown | hidden}
    out_of_sight = {row.id for row in found if row.key in hidden}
    ids = [row.id for row in found]
    for start in range(0, len(ids), DUE_AT_ONCE):
        part = set(ids[start : start + DUE_AT_ONCE])
        gone = part & unused.keys()
        actions.settle(part, gone, part & out_of_sight, now)
        actions.remove_files(unused[row_id] for row_id in gone)


@jobs.sweep
def forget_lost_files() -> None:
    """Once a day: files that a crash or an older backup left without a row."""
    now = clock.now()
    listed_at: datetime | None = current_app.extensions.get(LISTED_AT)
    if listed_at is not None and now - listed_at < LISTED_EVERY:
        return
    current_app.extensions[LISTED_AT] = now
    try:
        old = [file.name for file in storage.current().files() if now - file.at > LOST_FOR]
    except storage.StorageError as error:
        logger.warning("the pictures could not be listed: %s", error)
        return
    keys = {match[1] for name in old if (match := _FILE.fullmatch(name))}
    actions.remove_files(keys - queries.known(keys))
