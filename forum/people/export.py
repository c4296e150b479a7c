"""What a person takes along: all they wrote and all that is kept about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.models import FormerName, SignInSession, User
from forum.confidential.models import PrivateDetails
from forum.core.db import Base, db
from forum.knowledge.models import ArticleFollow
from forum.notifications.models import Notification
from forum.reactions.models import Follow, Outcome, SameProblem, Vote
from forum.satisfaction.models import SatisfactionAsk
from forum.threads.models import AnswerMark, Draft, Post, Revision, Thread
from forum.uploads.models import Upload

ACCOUNT = (
    *("id", "name", "email", "role", "title", "bio", "language", "theme", "wants_mail"),
    *("joined_at", "confirmed_at"),
)
# table, the column that names the person, what of a row is theirs
TABLES: tuple[tuple[str, type[Base], str, tuple[str, ...]], ...] = (
    ("former_names", FormerName, "user_id", ("name_skeleton", "given_up_at")),
    ("sessions", SignInSession, "user_id", ("device", "created_at", "last_seen_at", "ended_at")),
    ("threads", Thread, "author_id", ("id", "title", "type", "status", "version", "created_at")),
    (
        "posts",
        Post,
        "author_id",
        ("id", "thread_id", "kind", "source", "version", "created_at", "edited_at", "deleted_at"),
    ),
    ("revisions", Revision, "editor_id", ("post_id", "number", "title", "source", "created_at")),
    ("marks", AnswerMark, "by_id", ("post_id", "kind", "created_at", "revoked_at")),
    ("votes", Vote, "user_id", ("post_id", "value", "created_at")),
    ("outcomes", Outcome, "user_id", ("post_id", "worked", "created_at")),
    ("same_problems", SameProblem, "user_id", ("thread_id", "created_at")),
    ("follows", Follow, "user_id", ("thread_id", "solution_only", "created_at")),
    ("article_follows", ArticleFollow, "user_id", ("article_id", "created_at")),
    (
        "satisfaction",
        SatisfactionAsk,
        "user_id",
        ("thread_id", "asked_at", "score", "comment", "changed_at"),
    ),
    (
        "uploads",
        Upload,
        "owner_id",
        ("key", "name", "width", "height", "bytes", "created_at", "withheld_at"),
    ),
    ("drafts", Draft, "user_id", ("place", "fields", "updated_at")),
    (
        "notifications",
        Notification,
        "user_id",
        ("kind", "thread_id", "article_id", "post_id", "created_at", "read_at"),
    ),
)


def everything_of(person: User) -> dict[str, Any]:
    """The account and, by table, the rows that are the person's; ready for JSON."""
    account = {field: _plain(getattr(person, field)) for field in ACCOUNT}
    rows = {name: _rows(model, owner, fields, person.id) for name, model, owner, fields in TABLES}
    return {"account": account, **rows, "private_details": _private_details(person.id)}


def _private_details(person_id: int) -> list[dict[str, Any]]:
    """What the person told the team alone, about their own questions."""
    found = db.session.execute(
        select(PrivateDetails.thread_id, PrivateDetails.text, PrivateDetails.written_at)
        .join(Thread, Thread.id == PrivateDetails.thread_id)
        .where(Thread.author_id == person_id, PrivateDetails.written_at.is_not(None))
        .order_by(PrivateDetails.thread_id)
    )
    return [
        {"thread_id": row.thread_id, "text": row.text, "written_at": _plain(row.written_at)}
        for row in found
    ]


def _rows(
    model: type[Base], owner: str, fields: Sequence[str], person_id: int
) -> list[dict[str, Any]]:
    columns = [getattr(model, field) for field in fields]
    found = db.session.execute(
        select(*columns)
        .where(getattr(model, owner) == person_id)
        .order_by(*model.__mapper__.primary_key)
    )
    return [
        {field: _plain(value) for field, value in zip(fields, row, strict=True)} for row in found
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
