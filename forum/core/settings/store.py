"""Reading and writing settings.

They are read in one statement and kept for a minute: pages ask for them many times, and
seldom does anybody change one. The process that changes them knows at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from forum.core import clock
from forum.core.briefly import Briefly
from forum.core.db import after_commit, db
from forum.core.settings.models import Setting
from forum.core.settings.values import KEYS, SiteSettings, from_rows

EXTENSION = "site_settings"
# another process shows a new colour this late; pages ask many times a second
KEPT: Briefly[SiteSettings] = Briefly("settings", timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that is another now."""

    key: str
    before: Any
    after: Any


@dataclass
class _LastKnown:
    """What the database told last, for pages drawn while it tells nothing."""

    values: SiteSettings = field(default_factory=SiteSettings)


def init_app(app: Flask) -> None:
    """Keep the settings of this application."""
    app.extensions[EXTENSION] = _LastKnown()


def current() -> SiteSettings:
    """What holds now; while the database does not tell, what it told last."""
    last: _LastKnown = current_app.extensions[EXTENSION]
    try:
        last.values = KEPT.get("all", lambda: from_rows(_rows()))
    except SQLAlchemyError:
        return last.values  # pages about the failure are drawn with a name and a look, too
    return last.values


def site_name() -> str:
    """What the site is called, here and in mails."""
    return current().name or str(current_app.config["THREADWELL"].site_name)


def put(values: Mapping[str, Any], changed_by_id: int) -> list[Change]:
    """Write what differs, inside the action of the caller; returns what became another.

    Raises:
        KeyError, TypeError: there is no such setting, or it holds something else.
    """
    rows = {row.key: row for row in db.session.scalars(select(Setting))}
    before = from_rows({key: row.value for key, row in rows.items()})
    changes = []
    for key, value in values.items():
        if type(value) is not KEYS[key]:
            raise TypeError(f"{key} holds {KEYS[key].__name__}, not {value!r}")
        old = getattr(before, key)
        if value == old:
            continue
        changes.append(Change(key, old, value))
        row = rows.get(key) or Setting(key=key)
        row.value, row.changed_at, row.changed_by_id = value, clock.now(), changed_by_id
        db.session.add(row)
    after_commit(KEPT.forget)
    return changes


def _rows() -> dict[str, Any]:
    # on a connection of its own: the session may be reading the state of a moment ago
    with db.engine.connect() as connection:
        found = connection.execute(select(Setting.key, Setting.value)).all()
    return {row.key: row.value for row in found}
