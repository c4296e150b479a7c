"""What is shown of a found document: read from the rows, as far as the viewer may see them.

The index only proposes. A hit whose row the viewer may not see, or which is not what the index
believed, has no card and is not shown.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, bindparam, func

from forum.accounts.models import User
from forum.core.db import db
from forum.core.i18n import DEFAULT_LANGUAGE, language
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.finding.keys import article_key, parse, thread_key
from forum.finding.versions import each_once, told_in_short
from forum.knowledge.cards import article_url
from forum.knowledge.models import Article
from forum.knowledge.queries import articles_by_ids
from forum.threads.models import Post, Thread, ThreadStatus
from forum.threads.queries import visible_to
from forum.threads.states import Marks, knot_of, marks_of, thread_url
from search.calibration import Evidence
from search.documents import Hit, Kind, Passage

CUT_AFTER = {",", ";", "→", "–"}  # a passage that stops here goes on
MEMBER = "member"  # who answered, where it was neither the team nor an ambassador


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something already written that may answer.

    Args:
        kind: "thread" or "article".
        id: its row.
        key: its name in the index.
        title: as written.
        url: where to read it, an article at the fitting section.
        language: of the title and the excerpt.
        state: the knot.
        marks: at most two, as ``components/mark.html`` draws them.
        meta: a line of words on who answered.
        excerpt_parts: the fitting passage, each part with whether it matches.
        answered_by: "staff", "ambassador", "member", or empty where nobody did.
        answered: whether there is an answer to read.
        category: the name of the place it stands in.
        score: 0..1, comparable within one model only.
        likely_duplicate: whether it may be called the same question.
        evidence: what spoke for the first of a list; None for the others.
    """

    kind: Kind
    id: int
    key: str
    title: str
    url: str
    language: str
    state: str
    marks: Marks
    meta: str
    excerpt_parts: tuple[tuple[str, bool], ...]
    answered_by: str
    answered: bool
    category: str
    score: float = 0.0
    likely_duplicate: bool = False
    evidence: Evidence | None = None


def cards(hits: Sequence[Hit], viewer: Actor) -> list[Suggestion]:
    """A card for each hit the viewer may see, in the order of the hits; two statements."""
    rows = load([hit.key for hit in hits], viewer)
    return [_card(hit, rows[hit.key]) for hit in hits if hit.key in rows]


def each_card_once(
    hits: Sequence[Hit], viewer: Actor, without: Collection[int] = (), written: str = ""
) -> list[Suggestion]:
    """As ``cards``, with one version of each article, by its summary where no passage fits.

    Args:
        written: the language in which somebody asks, which they read as well as the site's.
        without: articles to leave out, by ``versions.original_of``.
    """
    rows = load([hit.key for hit in hits], viewer)
    articles = {key: one.row for key, one in rows.items() if isinstance(one.row, Article)}
    there = [hit for hit in hits if hit.key in rows]
    # names and codes are written in Latin everywhere: English words alone say little
    reads = written if written not in {"", DEFAULT_LANGUAGE} else language()
    return [
        _card(told_in_short(hit, articles[hit.key]) if hit.key in articles else hit, rows[hit.key])
        for hit in each_once(there, articles, reads, without)
    ]


def bare_hits(keys: Sequence[str]) -> list[Hit]:
    """Hits without a passage, for keys that no text was asked for."""
    nothing = Passage("title", "", "")
    known = [key for text in keys if (key := parse(text)) is not None]
    return [Hit(str(key), key.kind, 0.0, False, 0.0, None, nothing) for key in known]


@dataclass(frozen=True, slots=True)
class Found:
    """A row behind a key, with the standing and name of whoever gave its best answer."""

    row: Thread | Article
    standing: str = ""
    name: str = ""

    @property
    def title(self) -> str:
        """As written."""
        return self.row.title

    @property
    def url(self) -> str:
        """Where to read it."""
        return article_url(self.row) if isinstance(self.row, Article) else thread_url(self.row)


def load(keys: Iterable[str], viewer: Actor) -> dict[str, Found]:
    """The rows behind these keys that the viewer may find, by key."""
    known = [key for text in keys if (key := parse(text)) is not None]
    found: dict[str, Found] = {}
    thread_ids = [key.id for key in known if key.kind == "thread"]
    if thread_ids:
        statement, given = _findable(kind_of(viewer)), parameters(viewer, ids=thread_ids)
        for thread, standing, name in db.session.execute(statement, given):
            found[thread_key(thread.id)] = Found(thread, standing or "", name or "")
    article_ids = [key.id for key in known if key.kind == "article"]
    for row_id, article in articles_by_ids(article_ids, viewer).items():
        found[article_key(row_id)] = Found(article)
    return found


@cache
def _findable(kind: ViewerKind) -> Select[Any]:
    """Threads with the standing and name of whoever gave their best answer."""
    best = func.coalesce(Thread.official_post_id, Thread.accepted_post_id, Thread.verified_post_id)
    return (
        visible_to(kind)
        .outerjoin(Post, Post.id == best)
        .outerjoin(User, User.id == Post.author_id)
        .add_columns(Post.author_standing, User.name)
        .where(
            Thread.id.in_(bindparam("ids", expanding=True)),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
    )


def parts_of(passage: Passage) -> tuple[tuple[str, bool], ...]:
    """The passage cut where its highlights begin and end: (text, whether it matches).

    Dots stand where it begins or ends in the middle of a sentence.
    """
    parts: list[tuple[str, bool]] = [("… ", False)] if passage.text[:1].islower() else []
    end = 0
    for start, stop in passage.highlights:
        if start < end:
            continue
        parts += [(passage.text[end:start], False), (passage.text[start:stop], True)]
        end = stop
    parts.append((passage.text[end:], False))
    if passage.text[-1:].isalnum() or passage.text[-1:] in CUT_AFTER:
        parts.append((" …", False))
    return tuple(part for part in parts if part[0])


def _card(hit: Hit, found: Found) -> Suggestion:
    if isinstance(found.row, Article):
        return _article(hit, found.row)
    return _thread(hit, found.row, found)


def _thread(hit: Hit, thread: Thread, found: Found) -> Suggestion:
    return Suggestion(
        kind="thread",
        id=thread.id,
        key=hit.key,
        title=thread.title,
        url=thread_url(thread),
        language=thread.language,
        state=knot_of(thread),
        marks=marks_of(thread),
        meta=_who(thread, found),
        excerpt_parts=parts_of(hit.passage),
        answered_by=_standing(thread, found),
        answered=thread.answer_count > 0 or thread.status is ThreadStatus.SOLVED,
        category=thread.category.name(language()),
        score=hit.score,
        likely_duplicate=hit.likely_duplicate,
        evidence=hit.evidence,
    )


def _article(hit: Hit, article: Article) -> Suggestion:
    anchor = f"#{hit.passage.anchor}" if hit.passage.anchor else ""
    helped = article.helpful_count
    return Suggestion(
        kind="article",
        id=article.id,
        key=hit.key,
        title=article.title,
        url=article_url(article) + anchor,
        language=article.language,
        state="article",
        marks=[],
        meta=ngettext("helped %(num)s person", "helped %(num)s people", helped) if helped else "",
        excerpt_parts=parts_of(hit.passage),
        answered_by="staff",
        answered=True,
        category=article.category.name(language()),
        score=hit.score,
        likely_duplicate=hit.likely_duplicate,
        evidence=hit.evidence,
    )


def _standing(thread: Thread, found: Found) -> str:
    if found.name:
        return found.standing or MEMBER
    if thread.staff_answered_at is not None:
        return "staff"
    return MEMBER if thread.answer_count else ""


def _who(thread: Thread, found: Found) -> str:
    if not found.name:
        count = thread.answer_count
        return ngettext("%(num)s answer", "%(num)s answers", count) if count else ""
    if found.standing == "staff":
        return str(_("answered by %(name)s of the team", name=found.name))
    if found.standing == "ambassador":
        return str(_("answered by the ambassador %(name)s", name=found.name))
    return str(_("answered by %(name)s", name=found.name))
