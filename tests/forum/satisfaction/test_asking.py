"""Who is asked how it went, and who is not."""

import pytest

from forum.accounts.models import User
from forum.core import settings
from forum.core.db import db, transactional
from forum.reactions import actions as reactions
from forum.satisfaction.models import SatisfactionOptOut, SolvedBy
from forum.threads import actions as threads
from forum.threads.models import MarkKind
from tests.factories import Factory
from tests.forum.conftest import START, Later
from tests.forum.satisfaction.conftest import asks, mails_to, solved, sweep


def test_the_asker_is_asked_once_two_days_after_the_solution(
    make: Factory, asker: User, later: Later
) -> None:
    thread = solved(make, asker)
    later(days=1, hours=23)
    sweep()
    assert not asks()
    later(days=2, minutes=1)
    sweep()
    later(days=9)
    sweep()
    (row,) = asks()
    assert (row.thread_id, row.user_id, row.is_asker) == (thread.id, asker.id, True)
    (mail,) = mails_to(asker)
    assert "/satisfied/" in mail.text
    assert "score=3" in mail.text


def test_those_who_have_it_too_are_asked_as_well(make: Factory, asker: User, later: Later) -> None:
    too = make.user("Otto", language="en")
    thread = solved(make, asker)
    reactions.have_same(too, thread.id)
    later(days=3)
    sweep()
    assert {(row.user_id, row.is_asker) for row in asks()} == {(asker.id, True), (too.id, False)}
    assert mails_to(too)


def test_nobody_is_asked_twice_in_thirty_days(make: Factory, asker: User, later: Later) -> None:
    solved(make, asker)
    solved(make, asker)
    later(days=3)
    sweep()
    later(days=13)
    sweep()
    assert len(asks()) == 1
    later(days=30)
    solved(make, asker)
    later(days=33, minutes=1)
    sweep()
    assert len(asks()) == 2


def test_never_on_trivial_threads(make: Factory, asker: User, later: Later) -> None:
    solved(make, asker, severity="trivial")
    later(days=3)
    sweep()
    assert not asks()


def test_ideas_staff_and_old_solutions_are_left_alone(
    make: Factory, asker: User, later: Later
) -> None:
    solved(make, asker, MarkKind.OFFICIAL, type="idea")
    solved(make, make.user(role="rep"))
    later(days=20)
    sweep()
    assert not asks()


def test_who_helped_themselves_is_not_asked(make: Factory, asker: User, later: Later) -> None:
    thread = make.thread(author=asker)
    answer = make.answer(thread, "I found it: the cable.", author=asker)
    threads.mark(asker, answer.id, MarkKind.ACCEPTED)
    later(days=3)
    sweep()
    assert not asks()


def test_what_was_opened_again_meanwhile_is_not_asked_about(
    make: Factory, asker: User, later: Later
) -> None:
    thread = solved(make, asker)
    later(days=1)
    threads.reopen(asker, thread.id, "It is back.")
    later(days=3)
    sweep()
    assert not asks()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (MarkKind.OFFICIAL, SolvedBy.OFFICIAL),
        (MarkKind.ACCEPTED, SolvedBy.ACCEPTED),
        (MarkKind.VERIFIED, SolvedBy.VERIFIED),
    ],
)
def test_the_kind_of_answer_is_kept(
    make: Factory, asker: User, later: Later, kind: MarkKind, said: SolvedBy
) -> None:
    solved(make, asker, kind)
    later(days=3)
    sweep()
    assert [row.solved_by for row in asks()] == [said]


def test_who_wants_no_such_questions_and_who_wants_no_mail(
    make: Factory, asker: User, later: Later
) -> None:
    db.session.add(SatisfactionOptOut(user_id=asker.id, since=START))
    quiet = make.user("Quiet", wants_mail=False)
    solved(make, asker)
    solved(make, quiet)
    later(days=3)
    sweep()
    assert [row.user_id for row in asks()] == [quiet.id]
    assert not mails_to(quiet)


def test_a_site_may_ask_later_or_nobody(make: Factory, asker: User, later: Later) -> None:
    admin = make.user(role="admin")
    solved(make, asker)
    later(days=3)
    for days, asked in [(0, 0), (5, 0), (3, 1)]:
        transactional(settings.put)({"satisfaction_after_days": days}, admin.id)
        sweep()
        assert len(asks()) == asked
