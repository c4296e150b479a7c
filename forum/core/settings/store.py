"""Reading and writing settings.

They are read in one statement and kept until the database's version says that somebody, in
this process or another, committed something. A page therefore costs a look at that figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from forum.core import clock
from forum.core.db import db
from forum.core.settings.models import Setting
from forum.core.settings.values import KEYS, SiteSettings, from_rows
from forum.core.versions import DatabaseVersion, Version, version_for

EXTENSION = "site_settings"


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that is another now."""

    key: str
    before: Any
    after: Any


class Kept:
    """The settings as last read, and the state of the database from before they were."""

    def __init__(self, version: DatabaseVersion) -> None:
        self._version = version
        self._state: tuple[Version | None, SiteSettings] = (None, SiteSettings())

    def current(self) -> SiteSettings:
        """The settings; while the database does not tell, what it told last."""
        version = self._version.read()
        known, values = self._state
        if version is not None and version == known:
            return values
        try:
            values = from_rows(_rows())
        except SQLAlchemyError:
            return values  # pages about the failure are drawn with a name and a look, too
        self._state = (version, values)
        return values


def init_app(app: Flask, database_url: str) -> None:
    """Keep the settings of this application."""
    app.extensions[EXTENSION] = Kept(version_for(app, database_url))


def current() -> SiteSettings:
    """What holds now."""
    kept: Kept = current_app.extensions[EXTENSION]
    return kept.current()


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
    return changes


def _rows() -> dict[str, Any]:
    # on a connection of its own: the session may be reading the state of a moment ago
    with db.engine.connect() as connection:
        found = connection.execute(select(Setting.key, Setting.value)).all()
    return {row.key: row.value for row in found}
