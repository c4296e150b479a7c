"""What the rows of a dump mean: attributes in, checked values out, or the reason why not."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from forum.core import clock
from forum.threads.models import PostKind
from moderation.exchange.stackexchange.keys import Author
from moderation.exchange.stackexchange.xmlrows import Row

QUESTION, ANSWER = "1", "2"  # PostTypeId; the others are wikis, tags and notices
DUPLICATE_LINK = "3"  # LinkTypeId
ACCEPTED_VOTE = "1"  # VoteTypeId
NUMBER_MAX = 2**31 - 1  # what an integer column of every database holds
FIRST_YEAR = 1990  # an earlier date is a slip: there was no web to write on
_TAG = re.compile(r"[<|]([^<>|]+)")


class RowError(ValueError):
    """A row that cannot be used; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A question, an answer or a comment on its way in.

    ``parent`` is the question's number for an answer, any post's for a comment. ``body`` is HTML
    except in comments, where it is Markdown. ``remarks`` tell what had to be mended.
    """

    number: int
    kind: PostKind
    parent: int | None
    author: Author
    body: str
    created_at: datetime
    score: int = 0
    edited_at: datetime | None = None
    editor: Author | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    views: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A row of Users.xml, as far as a public profile goes; addresses of any kind stay outside."""

    number: int
    name: str
    about: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """A question and the answer its asker accepted."""

    question: int
    answer: int


@dataclass(frozen=True, slots=True)
class AcceptedVote:
    """When an answer was accepted, to the day."""

    answer: int
    day: datetime


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A question closed as a duplicate of another one."""

    question: int
    original: int
    created_at: datetime


def post(row: Row) -> Incoming:
    """A question or an answer; raises RowError."""
    is_question = row.get("PostTypeId") == QUESTION
    remarks: list[str] = []
    edited_at = _optional_moment(row, "LastEditDate", remarks)
    views = _count(row, "ViewCount", remarks) if is_question else 0
    return Incoming(
        number=number(row, "Id"),
        kind=PostKind.QUESTION if is_question else PostKind.ANSWER,
        parent=None if is_question else number(row, "ParentId"),
        author=_author(row, "OwnerUserId", "OwnerDisplayName"),
        body=_filled(row, "Body"),
        created_at=moment(row, "CreationDate"),
        score=_count(row, "Score", remarks),
        edited_at=edited_at,
        editor=_author(row, "LastEditorUserId", "LastEditorDisplayName") if edited_at else None,
        title=" ".join(row.get("Title", "").split()) if is_question else "",
        tags=tuple(_TAG.findall(row.get("Tags", ""))) if is_question else (),
        views=max(0, views),
        remarks=tuple(remarks),
    )


def comment(row: Row) -> Incoming:
    """A comment; raises RowError."""
    remarks: list[str] = []
    return Incoming(
        number=number(row, "Id"),
        kind=PostKind.COMMENT,
        parent=number(row, "PostId"),
        author=_author(row, "UserId", "UserDisplayName"),
        body=_filled(row, "Text"),
        created_at=moment(row, "CreationDate"),
        score=_count(row, "Score", remarks),
        remarks=tuple(remarks),
    )


def person(row: Row) -> Person:
    """Somebody with a profile; raises RowError."""
    return Person(
        number=number(row, "Id", lowest=-1),
        name=row.get("DisplayName", ""),
        about=row.get("AboutMe", ""),
        joined_at=moment(row, "CreationDate"),
    )


def accepted(row: Row) -> Accepted | None:
    """What a question's row says about acceptance; raises RowError."""
    if row.get("PostTypeId") != QUESTION or not row.get("AcceptedAnswerId"):
        return None
    return Accepted(number(row, "Id"), number(row, "AcceptedAnswerId"))


def accepted_vote(row: Row) -> AcceptedVote | None:
    """The day of an acceptance; other votes are in the posts' scores. Raises RowError."""
    if row.get("VoteTypeId") != ACCEPTED_VOTE:
        return None
    return AcceptedVote(number(row, "PostId"), moment(row, "CreationDate"))


def duplicate(row: Row) -> Duplicate | None:
    """A link that says "duplicate"; raises RowError."""
    if row.get("LinkTypeId") != DUPLICATE_LINK:
        return None
    found = Duplicate(
        number(row, "PostId"), number(row, "RelatedPostId"), moment(row, "CreationDate")
    )
    if found.question == found.original:
        raise RowError("it is linked to itself")
    return found


def number(row: Row, name: str, lowest: int = 0) -> int:
    """A whole number that must be there; raises RowError."""
    text = row.get(name, "").strip()
    if not text:
        raise RowError(f"it has no {name}")
    value = _whole(text)
    if value is None or not lowest <= value <= NUMBER_MAX:
        raise RowError(f"its {name} is {text[:40]!r}, not a number")
    return value


def moment(row: Row, name: str) -> datetime:
    """A date that must be there; dumps write UTC without saying so. Raises RowError."""
    text = row.get(name, "").strip()
    if not text:
        raise RowError(f"it has no {name}")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise RowError(f"its {name} is {text[:40]!r}, not a date") from None
    if not FIRST_YEAR <= found.year < datetime.max.year:
        raise RowError(f"its {name} is {text[:40]!r}, before there was a web or far from now")
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    if found > clock.now():
        raise RowError(f"its {name} is {text[:40]!r}, which has not come yet")
    return found


def _optional_moment(row: Row, name: str, remarks: list[str]) -> datetime | None:
    if not row.get(name, "").strip():
        return None
    try:
        return moment(row, name)
    except RowError as reason:
        remarks.append(f"taken without {name}: {reason}")
        return None


def _count(row: Row, name: str, remarks: list[str]) -> int:
    text = row.get(name, "").strip()
    if not text:
        return 0
    value = _whole(text)
    if value is None or abs(value) > NUMBER_MAX:
        remarks.append(f"taken with {name} 0, because it is {text[:40]!r}")
        return 0
    return value


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None


def _author(row: Row, number_name: str, display_name: str) -> Author:
    value = _whole(row.get(number_name, "").strip())
    if value is not None and -1 <= value <= NUMBER_MAX:
        return Author(number=value)
    return Author(name=row.get(display_name, "").strip())


def _filled(row: Row, name: str) -> str:
    text = row.get(name, "")
    if not text.strip():
        raise RowError(f"its {name} is empty")
    return text
