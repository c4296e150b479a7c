"""Reading the staff log, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.core.db import db
from forum.core.errors import Invalid, NotFound
from forum.core.paging import PAGE_SIZE_ROWS, Page, decode_cursor, encode_cursor
from forum.core.permissions import Actor, Permission
from moderation.audit.filters import LogFilters
from moderation.audit.models import StaffAct

LOG_PAGE_ROWS = 2 * PAGE_SIZE_ROWS  # one line each
EXPORT_MAX_ROWS = 20_000
EXPORT_BATCH_ROWS = 1000


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """An act and who did it."""

    id: int
    act: StaffAct
    actor: User


def visible_to(viewer: Actor) -> Select[StaffAct, User]:
    """The acts the viewer may read: all for moderators.

    Raises:
        NotFound: for everybody else, as if there were no log.
    """
    if not viewer.can(Permission.SEE_DELETED):
        raise NotFound()
    return select(StaffAct, User).join(User, User.id == StaffAct.actor_id)


def log_page(viewer: Actor, filters: LogFilters) -> Page[LoggedAct]:
    """One page of the log; raises Invalid for a cursor that is not ours."""
    rows = _rows(_narrowed(visible_to(viewer), filters), filters.after, LOG_PAGE_ROWS + 1)
    if len(rows) <= LOG_PAGE_ROWS:
        return Page(rows, None)
    shown = rows[:LOG_PAGE_ROWS]
    return Page(shown, encode_cursor(shown[-1].id, shown[-1].id))


def exported(viewer: Actor, filters: LogFilters) -> Iterator[LoggedAct]:
    """All acts of a view, read in batches, at most ``EXPORT_MAX_ROWS``."""
    statement = _narrowed(visible_to(viewer), filters)
    after = ""
    for _batch in range(EXPORT_MAX_ROWS // EXPORT_BATCH_ROWS):
        rows = _rows(statement, after, EXPORT_BATCH_ROWS)
        yield from rows
        if len(rows) < EXPORT_BATCH_ROWS:
            return
        after = encode_cursor(rows[-1].id, rows[-1].id)


def verbs(viewer: Actor) -> Sequence[str]:
    """Every verb in the log, to choose from."""
    known = visible_to(viewer).with_only_columns(StaffAct.verb, maintain_column_froms=True)
    found: Sequence[str] = db.session.scalars(known.distinct().order_by(StaffAct.verb)).all()
    return found


def _rows(statement: Select[StaffAct, User], cursor: str, size: int) -> list[LoggedAct]:
    """Ids rise with time and are never used again, so they alone are order and cursor."""
    if cursor:
        value, last_id = decode_cursor(cursor)
        if value != last_id:
            raise Invalid("bad cursor")
        statement = statement.where(StaffAct.id < last_id)
    found = db.session.execute(statement.order_by(StaffAct.id.desc()).limit(size))
    return [LoggedAct(act.id, act, actor) for act, actor in found]


def _narrowed(statement: Select[StaffAct, User], filters: LogFilters) -> Select[StaffAct, User]:
    if filters.actor:
        statement = statement.where(User.name_skeleton == skeleton(filters.actor))
    if filters.verb:
        statement = statement.where(StaffAct.verb == filters.verb)
    if filters.object_kind:
        statement = statement.where(StaffAct.object_kind == filters.object_kind)
    if filters.object_id is not None:
        statement = statement.where(StaffAct.object_id == filters.object_id)
    return statement
