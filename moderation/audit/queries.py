"""Reading the staff log, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, or_, select

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import PAGE_SIZE_ROWS, Page, keyset, page_of
from forum.core.permissions import Actor, Permission
from moderation.audit.filters import LogFilters
from moderation.audit.models import StaffAct

LOG_PAGE_ROWS = 2 * PAGE_SIZE_ROWS  # one line each
EXPORT_MAX_ROWS = 20_000
EXPORT_BATCH_ROWS = 1000


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """An act and who did it."""

    act: StaffAct
    actor: User

    @property
    def id(self) -> int:
        """Breaks ties in the order."""
        return self.act.id

    @property
    def created_at(self) -> datetime:
        """What the log is ordered by."""
        return self.act.created_at


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
    return _page(_narrowed(visible_to(viewer), filters), filters.after, LOG_PAGE_ROWS)


def exported(viewer: Actor, filters: LogFilters) -> Iterator[LoggedAct]:
    """All acts of a view, read in batches, at most ``EXPORT_MAX_ROWS``."""
    statement = _narrowed(visible_to(viewer), filters)
    cursor: str | None = None
    for _batch in range(EXPORT_MAX_ROWS // EXPORT_BATCH_ROWS):
        page = _page(statement, cursor, EXPORT_BATCH_ROWS)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def verbs(viewer: Actor) -> Sequence[str]:
    """Every verb in the log, to choose from."""
    known = visible_to(viewer).with_only_columns(StaffAct.verb, maintain_column_froms=True)
    found: Sequence[str] = db.session.scalars(known.distinct().order_by(StaffAct.verb)).all()
    return found


def _page(statement: Select[StaffAct, User], cursor: str | None, size: int) -> Page[LoggedAct]:
    paged = keyset(statement, StaffAct.created_at, StaffAct.id, cursor, size)
    rows = [LoggedAct(act, actor) for act, actor in db.session.execute(paged)]
    return page_of(rows, "created_at", size)


def _narrowed(statement: Select[StaffAct, User], filters: LogFilters) -> Select[StaffAct, User]:
    if filters.actor:
        statement = statement.where(User.name_skeleton == skeleton(filters.actor))
    if filters.verb:
        statement = statement.where(StaffAct.verb == filters.verb)
    if filters.object_kind:
        statement = statement.where(StaffAct.object_kind == filters.object_kind)
    if filters.object_id is not None:
        statement = statement.where(StaffAct.object_id == filters.object_id)
    if filters.since is not None:
        statement = statement.where(StaffAct.created_at >= _midnight(filters.since))
    if filters.until is not None and filters.until < date.max:
        after = _midnight(filters.until + timedelta(days=1))
        statement = statement.where(StaffAct.created_at < after)
    for word in filters.words.split():
        statement = statement.where(_says(word))
    return statement


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _says(word: str) -> ColumnElement[bool]:
    """SQLite compares only ASCII without case, so the usual spellings are asked for one by one."""
    spellings = sorted({word, word.lower(), word.capitalize(), word.upper()})
    texts = (StaffAct.before, StaffAct.after, StaffAct.reason)
    return or_(
        *(text.icontains(spelling, autoescape=True) for text in texts for spelling in spellings)
    )
