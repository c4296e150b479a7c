"""A small dump with one of everything, and what an import made of it."""

from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db
from forum.finding.models import DuplicateLink
from forum.threads.models import (
    AnswerMark,
    Post,
    Revision,
    Tag,
    Thread,
    ThreadEvent,
    thread_tags,
)
from tests.moderation.exchange.conftest import Dump, answer, comment, question

TABLES = (User, Thread, Post, Revision, Tag, AnswerMark, DuplicateLink, ThreadEvent, Category)


def small_site(dump: Dump) -> None:
    """Two questions, an answer before its question, comments, people, a duplicate, votes."""
    dump.write(
        "Posts",
        answer(3, 1, Score=5, LastEditDate="2015-02-01T10:00:00.000", LastEditorUserId=4),
        question(1, AcceptedAnswerId=3, LastActivityDate="2015-02-01T10:00:00.000"),
        question(2, CreationDate="2015-03-01T00:00:00.000", Score=-2, Tags="<storage>"),
        {"Id": 9, "PostTypeId": 5, "CreationDate": "2015-01-27T00:00:00", "Body": "wiki"},
    )
    dump.write(
        "Comments",
        comment(1, 3, CreationDate="2015-01-29T00:00:00.000"),
        comment(2, 1, Text="@user4 see [this](https://a.example)", Score=2),
    )
    dump.write(
        "Users",
        {
            "Id": 4,
            "DisplayName": "Bean Counter",
            "CreationDate": "2014-12-01T00:00:00",
            "AboutMe": "<p>I <b>count</b>.</p>",
            "EmailHash": "abc",
        },
        {"Id": 8, "DisplayName": "Bean  counter", "CreationDate": "2014-12-02T00:00:00"},
        {"Id": 77, "DisplayName": "Never wrote", "CreationDate": "2014-12-03T00:00:00"},
    )
    dump.write(
        "PostLinks",
        {"Id": 1, "PostId": 2, "RelatedPostId": 1, "LinkTypeId": 3, "CreationDate": "2015-03-02"},
        {"Id": 2, "PostId": 1, "RelatedPostId": 2, "LinkTypeId": 1, "CreationDate": "2015-03-02"},
    )
    dump.write(
        "Votes",
        {"Id": 1, "PostId": 3, "VoteTypeId": 1, "CreationDate": "2015-02-03T00:00:00.000"},
        {"Id": 2, "PostId": 3, "VoteTypeId": 2, "CreationDate": "2015-02-04T00:00:00.000"},
    )


def contents(*, with_ids: bool = True) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table the import writes."""
    random = {"fs_uniquifier"}
    found = {}
    for model in TABLES:
        names = [c.name for c in model.__table__.columns if c.name not in random]
        if not with_ids:
            names = [name for name in names if name != "id" and not name.endswith("_id")]
        columns = [model.__table__.c[name] for name in names]
        found[model.__tablename__] = sorted(
            tuple(row) for row in db.session.execute(select(*columns))
        )
    found["thread_tags"] = sorted(tuple(row) for row in db.session.execute(select(thread_tags)))
    db.session.rollback()
    return found


def thread(number: int) -> Thread:
    key = f"stackexchange:coffee:thread:{number}"
    return db.session.scalars(select(Thread).where(Thread.import_key == key)).one()


def post(key: str) -> Post:
    found = select(Post).where(Post.import_key == f"stackexchange:coffee:{key}")
    return db.session.scalars(found).one()
