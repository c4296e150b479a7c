"""Threads that rest: until when, what brings them back, and that their clocks run on."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.notifications.models import NotificationKind
from forum.threads import actions as threads
from forum.threads.models import Thread
from moderation.handling import actions
from moderation.handling.jobs import wake_what_rested
from moderation.handling.models import Snooze, SnoozeEnd
from moderation.watchlist.filters import Filters
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.queries import counts, queue_page
from moderation.watchlist.queues import QueueName
from tests.factories import Factory
from tests.moderation.handling.moments import DAY, HOUR, NOW
from tests.moderation.handling.test_assigning import lines_of

SetMoment = Callable[[datetime], None]


def ends_of(thread: Thread) -> list[SnoozeEnd | None]:
    """How each rest ended."""
    rows = select(Snooze.end).where(Snooze.thread_id == thread.id).order_by(Snooze.id)
    return list(db.session.scalars(rows))


def in_queue(viewer: User, queue: QueueName) -> list[int]:
    """Ids of what stands in a queue."""
    return [row.thread.id for row in queue_page(viewer, Filters(queue=queue)).items]


def test_it_leaves_what_is_next_and_comes_back_by_itself(
    thread: Thread, dana: User, it_is: SetMoment
) -> None:
    actions.snooze(dana, thread.id, NOW + HOUR)
    assert in_queue(dana, QueueName.NEXT) == []
    assert in_queue(dana, QueueName.SNOOZED) == [thread.id]
    assert in_queue(dana, QueueName.UNANSWERED) == [thread.id]
    assert counts(dana)[QueueName.SNOOZED] == 1
    it_is(NOW + HOUR)
    assert in_queue(dana, QueueName.NEXT) == [thread.id]
    wake_what_rested()
    wake_what_rested()
    assert ends_of(thread) == [SnoozeEnd.DUE]
    assert lines_of(dana) == [NotificationKind.RETURNED]


def test_its_clock_runs_on_and_overdue_shows(
    make: Factory, thread: Thread, dana: User, it_is: SetMoment
) -> None:
    before = db.session.get_one(ThreadClock, thread.id).due_at
    actions.snooze(dana, thread.id, NOW + 30 * DAY)
    clock = db.session.get_one(ThreadClock, thread.id, populate_existing=True)
    assert (clock.due_at, clock.stopped_at) == (before, None)
    it_is(NOW + 20 * DAY)
    assert in_queue(dana, QueueName.OVERDUE) == [thread.id]
    assert in_queue(dana, QueueName.NEXT) == []


def test_the_next_reply_brings_it_back(make: Factory, thread: Thread, dana: User) -> None:
    actions.snooze(dana, thread.id, NOW + DAY)
    make.answer(thread)
    assert ends_of(thread) == [SnoozeEnd.REPLY]
    assert lines_of(dana) == [NotificationKind.RETURNED]


def test_ones_own_words_do_not(thread: Thread, dana: User) -> None:
    actions.snooze(dana, thread.id, NOW + DAY)
    threads.post_answer(dana, thread.id, "We look into it.")
    assert ends_of(thread) == [None]


def test_snoozing_again_moves_the_time(thread: Thread, dana: User, yusuf: User) -> None:
    actions.snooze(dana, thread.id, NOW + HOUR)
    again = actions.snooze(yusuf, thread.id, NOW + DAY)
    assert again.until == NOW + DAY
    assert ends_of(thread) == [SnoozeEnd.WOKEN, None]


def test_it_is_brought_back_by_hand(thread: Thread, dana: User, yusuf: User) -> None:
    actions.snooze(dana, thread.id, NOW + DAY)
    actions.wake(yusuf, thread.id)
    actions.wake(yusuf, thread.id)
    assert ends_of(thread) == [SnoozeEnd.WOKEN]
    assert in_queue(dana, QueueName.NEXT) == [thread.id]


@pytest.mark.parametrize(("offset", "words"), [(-HOUR, "is past"), (91 * DAY, "90 days")])
def test_no_rest_in_the_past_or_for_ever(
    thread: Thread, dana: User, offset: object, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        actions.snooze(dana, thread.id, NOW + offset)  # type: ignore[operator]
    assert refusal.value.what_to_do
    assert ends_of(thread) == []


@pytest.mark.parametrize("role", ["new", "member", "ambassador"])
def test_for_everyone_else_nothing_rests(make: Factory, thread: Thread, role: str) -> None:
    somebody = make.user(role=role)
    with pytest.raises(NotFound):
        actions.snooze(somebody, thread.id, NOW + HOUR)
    with pytest.raises(NotFound):
        actions.wake(somebody, thread.id)
