"""What an import keeps, and that nobody is told."""

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import func, select

from forum.accounts.models import FormerName, User
from forum.accounts.names import skeleton
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.finding.models import DuplicateLink, StaleDocument
from forum.notifications.models import Notification
from forum.threads.models import (
    Post,
    PostKind,
    Revision,
    Tag,
    Thread,
    ThreadStatus,
)
from moderation.watchlist.models import ThreadClock
from tests.factories import Factory
from tests.moderation.exchange.conftest import Dump, answer, question
from tests.moderation.exchange.imported import post, small_site, thread

Import = Callable[..., Result]


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
