"""The whole import: what is kept, that a second run changes nothing, that a crash can be mended."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from forum.accounts.models import FormerName, User
from forum.accounts.names import skeleton
from forum.categories.models import Category
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.finding.models import DuplicateLink, StaleDocument
from forum.notifications.models import Notification
from forum.reactions.models import Vote
from forum.threads.models import (
    AnswerMark,
    Post,
    PostKind,
    Revision,
    Tag,
    Thread,
    ThreadEvent,
    ThreadStatus,
    thread_tags,
)
from moderation.exchange.stackexchange import posts, run
from moderation.watchlist.models import ThreadClock
from tests.factories import Factory
from tests.moderation.exchange.conftest import Dump, answer, comment, question

Import = Callable[..., Result]
COFFEE = Path(__file__).resolve().parents[4] / "shared/data/coffee-stackexchange"
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


def test_a_question_arrives_with_everything_that_hangs_on_it(
    dump: Dump, run_import: Import
) -> None:
    small_site(dump)
    result = run_import()
    assert result.exit_code == 0
    assert "The category 'coffee' did not exist and was made." in result.output
    first = thread(1)
    accepted = post("post:3")
    assert first.title == "Question 1?"
    assert first.slug == "question-1"
    assert (first.status, first.accepted_post_id) == (ThreadStatus.SOLVED, accepted.id)
    assert first.solved_at is not None
    assert first.solved_at.date().isoformat() == "2015-02-03"
    assert first.first_answer_at == accepted.created_at
    assert (first.answer_count, first.last_position, first.view_count) == (1, 3, 10)
    assert (accepted.score, accepted.edited_by_id) == (5, first.author_id)
    assert accepted.edited_at is not None
    assert post("post:2").score == -2
    assert first.language == "en"
    kinds = select(Post.kind).where(Post.thread_id == first.id).order_by(Post.position)
    assert list(db.session.scalars(kinds)) == [
        PostKind.QUESTION,
        PostKind.COMMENT,
        PostKind.ANSWER,
        PostKind.COMMENT,
    ]
    assert post("comment:1").parent_id == accepted.id
    assert "<a href" in post("comment:2").html
    assert dict(db.session.execute(select(Tag.slug, Tag.thread_count)).all()) == {
        "storage": 2,
        "whole-bean": 1,
    }
    assert db.session.scalar(select(func.count(Revision.id))) == 5


def test_a_duplicate_leads_to_its_original(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    run_import()
    (link,) = db.session.scalars(select(DuplicateLink))
    assert (link.thread_id, link.target_thread_id) == (thread(2).id, thread(1).id)
    assert thread(2).status is ThreadStatus.DUPLICATE


def test_authors_have_names_of_their_own_and_nobody_can_sign_in_as_them(
    dump: Dump, run_import: Import
) -> None:
    small_site(dump)
    run_import()
    people = db.session.scalars(select(User).order_by(User.import_key)).all()
    assert [person.name for person in people] == ["Bean Counter", "Bean counter 8"]
    assert all(person.email is None and not person.active for person in people)
    assert all(person.password is None for person in people)
    assert people[0].bio == "I count."
    assert people[0].joined_at.year == 2014


def test_without_users_authors_are_numbered(dump: Dump, run_import: Import) -> None:
    dump.write(
        "Posts",
        question(1),
        answer(2, 1, OwnerUserId="", OwnerDisplayName="Old Bean"),
        answer(3, 1, OwnerUserId=""),
        answer(4, 1, OwnerUserId=-1),
        answer(5, 1, OwnerUserId="", OwnerDisplayName="support"),
    )
    run_import()
    names = set(db.session.scalars(select(User.name)))
    assert names == {"user 4", "Old Bean", "Unknown author", "Community", "Unknown author 2"}


def test_nobody_is_told(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    run_import()
    assert db.session.scalar(select(func.count(Notification.id))) == 0
    assert db.session.scalar(select(func.count(OutboxMail.id))) == 0
    assert db.session.scalar(select(func.count(ThreadClock.thread_id))) == 0
    stale = set(db.session.scalars(select(StaleDocument.key)))
    assert stale == {f"thread:{row}" for row in db.session.scalars(select(Thread.id))}


def test_a_second_run_changes_nothing(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    run_import()
    before = contents()
    result = run_import()
    assert contents() == before
    for line in result.output.splitlines():
        if " taken " in line:
            assert " 0 taken" in line
            assert " 0 updated" in line


def test_two_dumps_live_side_by_side(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    run_import()
    run_import(category="tea")
    assert db.session.scalar(select(func.count(Thread.id))) == 4


@pytest.mark.parametrize("calls", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_run_that_died_is_finished_by_the_next(
    dump: Dump, run_import: Import, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    small_site(dump)
    run_import(category="coffee")
    whole = contents(with_ids=False)
    for model in reversed(db.metadata.sorted_tables):
        db.session.execute(model.delete())
    db.session.commit()
    monkeypatch.setattr(run, "BATCH_ROWS", 1)
    left = iter(range(calls))

    def dying(*arguments: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        settled(*arguments)  # type: ignore[arg-type]

    settled = posts.settle
    with monkeypatch.context() as patched:
        patched.setattr(posts, "settle", dying)
        patched.setattr("moderation.exchange.stackexchange.links.settle", dying)
        run_import()
    run_import()
    assert contents(with_ids=False) | {"thread_tags": []} == whole | {"thread_tags": []}


def test_what_was_edited_here_stays_and_votes_are_added(
    dump: Dump, run_import: Import, make: Factory
) -> None:
    small_site(dump)
    run_import()
    edited, voted = post("post:1"), post("post:3")
    edited.source, edited.html, edited.revision_number = "Ours", "<p>Ours</p>", 2
    voter = make.user()
    db.session.add(Vote(user_id=voter.id, post_id=voted.id, value=1, created_at=voted.created_at))
    db.session.commit()
    dump.write(
        "Posts",
        question(1, Body="<p>Theirs, newer</p>", AcceptedAnswerId=3, ViewCount=99),
        question(2, Title="A better title"),
        answer(3, 1, Score=7, Body="<p>Newer answer</p>"),
        answer(4, 2),
    )
    run_import()
    assert post("post:1").source == "Ours"
    assert thread(1).view_count == 99
    assert post("post:3").score == 8
    assert post("post:3").source == "Newer answer"
    assert thread(2).title == "A better title"
    assert thread(2).answer_count == 1


def test_broken_files_keep_what_came_before_and_say_where(dump: Dump, run_import: Import) -> None:
    dump.write("Posts", question(1), answer(2, 1), raw='  <row Id="3" PostTypeId="2" ParentId=')
    result = run_import()
    assert result.exit_code == 1
    assert re.search(r"Posts\.xml cannot be read beyond line \d", result.output)
    assert thread(1).answer_count == 1
    dump.write("Posts", question(1), answer(2, 1), answer(3, 1))
    assert run_import().exit_code == 0
    assert thread(1).answer_count == 2


def test_a_database_that_refuses_is_one_clear_line(
    dump: Dump, run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    small_site(dump)
    with monkeypatch.context() as patched:
        patched.setattr(posts, "settle", full)
        result = run_import()
    assert result.exit_code == 1
    assert "Error: The database stopped this (database or disk is full)." in result.output
    assert run_import().exit_code == 0
    assert thread(1).answer_count == 1


def test_every_row_that_could_not_be_taken_is_named(
    app: Flask, dump: Dump, run_import: Import
) -> None:
    dump.write(
        "Posts",
        question(1, AcceptedAnswerId=99),
        question(1, Title="Again"),
        question(2, CreationDate="once"),
        question(3, Title="", Body="<p>Why is it <b>bitter</b>?</p>"),
        question(4, Body="<script>alert(1)</script>"),
        answer(5, 98),
        answer(6, 5),
        *[answer(number, 98) for number in range(100, 130)],
    )
    dump.write("Comments", comment(1, 97), comment(2, 1, Text=""))
    dump.write(
        "PostLinks",
        {"Id": 1, "PostId": 1, "RelatedPostId": 96, "LinkTypeId": 3, "CreationDate": "2015-03-02"},
    )
    result = run_import()
    assert result.exit_code == 0
    log = app.config["THREADWELL"].instance / "import-coffee.log"
    lines = log.read_text("utf-8").splitlines()
    for expected in (
        "Posts.xml row 1: not taken: a row with this Id came before",
        "Posts.xml row 2: not taken: its CreationDate is 'once', not a date",
        "Posts.xml row 3: it has no Title: its first words became one",
        "Posts.xml row 4: not taken: nothing of its text can be shown",
        "Posts.xml row 5: not taken: the post 98 it belongs to was not imported",
        "Posts.xml row 6: not taken: the post 5 it belongs to was not imported",
        "Posts.xml row 1: not taken: its accepted answer 99 was not imported",
        "Comments.xml row 1: not taken: the post 97 it belongs to was not imported",
        "Comments.xml row 2: not taken: its Text is empty",
        "PostLinks.xml row 1→96: not taken: question 96 was not imported",
    ):
        assert expected in lines
    assert thread(3).title == "Why is it bitter?"
    assert "… and 20 more." in result.output
    assert str(log) in result.output


def test_duplicates_of_each_other_are_not_both_linked(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    link = {"LinkTypeId": 3, "CreationDate": "2015-03-02"}
    dump.write(
        "PostLinks",
        {"Id": 1, "PostId": 2, "RelatedPostId": 1} | link,
        {"Id": 2, "PostId": 1, "RelatedPostId": 2} | link,
    )
    result = run_import()
    assert "the two would be duplicates of each other" in result.output
    assert db.session.scalar(select(func.count(DuplicateLink.id))) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_chain_of_duplicates_leads_to_its_end(
    dump: Dump, run_import: Import, order: tuple[int, int]
) -> None:
    dump.write("Posts", question(1), question(2), question(3))
    links: list[dict[str, object]] = [
        {"Id": 1, "PostId": 3, "RelatedPostId": 2, "LinkTypeId": 3, "CreationDate": "2015-03-02"},
        {"Id": 2, "PostId": 2, "RelatedPostId": 1, "LinkTypeId": 3, "CreationDate": "2015-03-03"},
    ]
    dump.write("PostLinks", *(links[place] for place in order))
    for _run in range(2):
        result = run_import()
        assert "not taken" not in result.output
        targets = db.session.scalars(select(DuplicateLink.target_thread_id)).all()
        assert targets == [thread(1).id] * 2


def test_names_given_up_here_are_not_taken(dump: Dump, run_import: Import, make: Factory) -> None:
    person = make.user("Renamed")
    db.session.add(
        FormerName(
            name_skeleton=skeleton("Bean Counter"), user_id=person.id, given_up_at=person.joined_at
        )
    )
    db.session.commit()
    small_site(dump)
    run_import()
    names = db.session.scalars(select(User.name).where(User.import_key.is_not(None)))
    assert set(names) == {"Bean Counter 4", "Bean counter 8"}


def test_hostile_bodies_are_clean_when_they_are_stored(dump: Dump, run_import: Import) -> None:
    dump.write(
        "Posts",
        question(1, Title="<img src=x onerror=alert(1)>", Body='<p onclick="x()">Hi</p><script>1'),
        answer(2, 1, Body='<a href="javascript:x()">y</a><img src=x onerror=alert(1) alt="z">'),
    )
    dump.write("Comments", comment(1, 1, Text="<script>alert(1)</script> [x](javascript:y)"))
    run_import()
    for html in db.session.scalars(select(Post.html)):
        assert "<script" not in html
        assert "onclick" not in html
        assert "href" not in html
    assert thread(1).title == "<img src=x onerror=alert(1)>"


@pytest.mark.skipif(not COFFEE.is_dir(), reason="../shared/data/coffee-stackexchange is not here")
def test_the_coffee_dump_arrives_whole_and_twice_is_once(run_import: Import) -> None:
    assert run_import(COFFEE).exit_code == 0
    kinds = db.session.execute(select(Post.kind, func.count()).group_by(Post.kind))
    assert dict(kinds.all()) == {PostKind.QUESTION: 225, PostKind.ANSWER: 327}
    accepted = select(func.count(Thread.id)).where(Thread.accepted_post_id.is_not(None))
    assert db.session.scalar(accepted) == 105
    silent = select(func.count(Thread.id)).where(Thread.answer_count == 0)
    assert db.session.scalar(silent) == 13
    before = contents()
    assert run_import(COFFEE).exit_code == 0
    assert contents() == before
