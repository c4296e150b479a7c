"""Canned replies to choose from, and what they say in one thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.categories.queries import products
from forum.core import settings
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.pages import absolute, path_to
from forum.core.permissions import Actor
from forum.threads.models import Thread
from forum.threads.queries import visible_to as visible_threads
from moderation.replies import policy
from moderation.replies.models import CannedReply
from moderation.replies.placeholders import Placeholder, fill
from moderation.teams.models import Team, TeamMember

LISTED_MAX = 200  # a team that has more looks for them by words
OFFERED_MAX = 12  # as many as one looks through while writing
WORDS_MAX_CHARS = 80


@dataclass(frozen=True, slots=True)
class FilledReply:
    """A reply as it would stand in one thread."""

    id: int
    name: str
    text: str
    language: str
    use_count: int


def visible_to(viewer: Actor) -> Select[CannedReply]:
    """The replies for everybody and for the viewer's teams; for those who write them, all.

    Raises:
        NotFound: for everybody else, as if there were none.
    """
    if not policy.can_use(viewer):
        raise NotFound()
    if policy.can_write(viewer):
        return select(CannedReply)
    return select(CannedReply).where(_for(viewer))


def _for(viewer: Actor) -> ColumnElement[bool]:
    """For everybody, or for a team of the viewer's."""
    own = select(TeamMember.team_id).where(TeamMember.user_id == viewer.id)
    return or_(CannedReply.team_id.is_(None), CannedReply.team_id.in_(own))


def teams() -> Sequence[Team]:
    """The teams that replies can be written for, by name."""
    return db.session.scalars(
        select(Team).where(Team.retired_at.is_(None)).order_by(Team.name)
    ).all()


def listed(viewer: Actor, words: str = "", retired: bool = False) -> Sequence[CannedReply]:
    """The replies with these words in name or text, the most used first."""
    statement = _saying(visible_to(viewer), words).options(
        joinedload(CannedReply.updated_by), joinedload(CannedReply.team)
    )
    gone = CannedReply.retired_at
    return db.session.scalars(
        statement.where(gone.is_not(None) if retired else gone.is_(None))
        .order_by(CannedReply.use_count.desc(), CannedReply.name_key)
        .limit(LISTED_MAX)
    ).all()


def get_reply(reply_id: int, viewer: Actor) -> CannedReply:
    """One reply; raises NotFound."""
    row = db.session.scalar(
        visible_to(viewer)
        .where(CannedReply.id == reply_id)
        .options(joinedload(CannedReply.updated_by))
    )
    if row is None:
        raise NotFound()
    return row


def offered(thread_id: int, rep: User, words: str = "") -> tuple[Thread, list[FilledReply]]:
    """What could be inserted into an answer to a thread, filled in; raises NotFound."""
    thread = _thread(thread_id, rep)
    in_use = _saying(visible_to(rep), words).where(CannedReply.retired_at.is_(None), _for(rep))
    rows = db.session.scalars(
        in_use.order_by(CannedReply.use_count.desc(), CannedReply.name_key).limit(OFFERED_MAX)
    ).all()
    return thread, [_filled(row, thread, rep) for row in rows]


def filled(reply_id: int, thread_id: int, rep: User) -> FilledReply | None:
    """One reply as it stands in a thread; None where it is not offered any more."""
    row = db.session.scalar(
        visible_to(rep).where(CannedReply.id == reply_id, CannedReply.retired_at.is_(None))
    )
    return _filled(row, _thread(thread_id, rep), rep) if row is not None else None


def filled_in(text: str, thread_id: int, rep: User) -> str:
    """A text with placeholders as it stands in a thread; raises NotFound."""
    thread = _thread(thread_id, rep)
    return fill(text, _values(thread, rep, thread.language))


def usable(rep: User) -> Sequence[tuple[int, str]]:
    """Id and name of the replies that a rep can insert, the most used first."""
    rows = db.session.execute(
        visible_to(rep)
        .with_only_columns(CannedReply.id, CannedReply.name)
        .where(CannedReply.retired_at.is_(None), _for(rep))
        .order_by(CannedReply.use_count.desc(), CannedReply.name_key)
        .limit(LISTED_MAX)
    )
    return [(row.id, row.name) for row in rows]


def _thread(thread_id: int, rep: User) -> Thread:
    thread = db.session.scalar(
        visible_threads(rep).where(Thread.id == thread_id).options(joinedload(Thread.author))
    )
    if thread is None:
        raise NotFound()
    return thread


def _filled(row: CannedReply, thread: Thread, rep: User) -> FilledReply:
    language = row.language(thread.language)
    text = fill(row.body(thread.language), _values(thread, rep, language))
    return FilledReply(row.id, row.name, text, language, row.use_count)


def _values(thread: Thread, rep: User, language: str) -> dict[str, str]:
    category = thread.category.name(language)
    about = [line for line in products(retired=True) if line.id == thread.product_id]
    path = path_to("threads.show", thread_id=thread.id, slug=thread.slug)
    return {
        Placeholder.ASKER: thread.author.name,
        Placeholder.THREAD: thread.title,
        Placeholder.NUMBER: f"#{thread.id}",
        Placeholder.LINK: absolute(path),
        Placeholder.PRODUCT: about[0].name(language) if about else category,
        Placeholder.VERSION: thread.version,
        Placeholder.CATEGORY: category,
        Placeholder.REP: rep.name,
        Placeholder.SITE: settings.site_name(),
    }


def _saying(statement: Select[CannedReply], words: str) -> Select[CannedReply]:
    """SQLite compares only ASCII without case, so the usual spellings are asked for one by one."""
    for word in words[:WORDS_MAX_CHARS].split():
        found = [CannedReply.name_key.contains(word.casefold(), autoescape=True)]
        for spelling in sorted({word, word.lower(), word.capitalize(), word.upper()}):
            found += [
                CannedReply.body_en.icontains(spelling, autoescape=True),
                CannedReply.body_ru.icontains(spelling, autoescape=True),
            ]
        statement = statement.where(or_(*found))
    return statement
