"""A follow that came by itself becomes one's own once one asks for it, or writes."""

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.finding import duplicates
from forum.finding.keys import thread_key
from forum.notifications.jobs import tell_people
from forum.reactions import actions
from forum.reactions.models import Follow
from forum.threads import actions as threads
from forum.threads.models import Thread
from forum.threads.queries import question_of
from tests.factories import Factory


def write(person: User, thread: Thread) -> None:
    threads.comment(person, question_of(thread.id).id, "Mine blinks, too.")


def press(person: User, thread: Thread) -> None:
    actions.follow(person, thread.id)


@pytest.mark.parametrize("make_it_ones_own", [write, press])
def test_who_has_it_too_and_then_joins_in_hears_of_answers(
    make: Factory, make_it_ones_own: object
) -> None:
    thread, person = make.thread(), make.user()
    actions.have_same(person, thread.id)
    make_it_ones_own(person, thread)  # type: ignore[operator]
    make.answer(thread)
    tell_people()
    db.session.refresh(person)
    assert person.unread == 1


@pytest.mark.parametrize("make_it_ones_own", [write, press])
def test_what_a_duplicate_brought_and_somebody_chose_since_stays(
    make: Factory, make_it_ones_own: object
) -> None:
    asker, rep = make.user(), make.user(role="rep")
    twin, target = make.thread(author=asker), make.thread()
    duplicates.link(rep, twin.id, thread_key(target.id))
    make_it_ones_own(asker, target)  # type: ignore[operator]
    duplicates.unlink(rep, twin.id)
    assert db.session.get(Follow, (asker.id, target.id), populate_existing=True) is not None
