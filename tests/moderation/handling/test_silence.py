"""What comes back by itself when the assignee does nothing for a business day."""

from collections.abc import Callable
from datetime import datetime

from forum.accounts.models import User
from forum.core.db import db
from forum.threads.models import Thread
from moderation.handling import actions
from moderation.handling.models import AssignmentEnd
from moderation.watchlist import actions as watchlist
from moderation.watchlist.jobs import hand_over, return_what_is_silent
from tests.factories import Factory
from tests.moderation.handling.moments import DAY, HOUR, NOW, TODAY
from tests.moderation.handling.test_assigning import ends, holder_of

SetMoment = Callable[[datetime], None]


def test_a_business_day_of_silence_brings_it_back(
    thread: Thread, dana: User, yusuf: User, it_is: SetMoment
) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    it_is(NOW + DAY - HOUR)
    return_what_is_silent()
    assert holder_of(thread) == yusuf.id
    it_is(NOW + DAY)
    return_what_is_silent()
    assert ends(thread) == [AssignmentEnd.SILENT]
    return_what_is_silent()
    assert holder_of(thread) is None


def test_a_note_or_a_claim_begins_the_time_anew(
    thread: Thread, dana: User, yusuf: User, it_is: SetMoment
) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    it_is(NOW + DAY - HOUR)
    watchlist.claim(yusuf, thread.id)
    it_is(NOW + DAY + HOUR)
    return_what_is_silent()
    assert holder_of(thread) == yusuf.id
    watchlist.add_note(yusuf, thread.id, "Waiting for the lab.")
    it_is(NOW + 2 * DAY)
    return_what_is_silent()
    assert holder_of(thread) == yusuf.id


def test_somebody_elses_note_does_not(
    thread: Thread, dana: User, yusuf: User, it_is: SetMoment
) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    it_is(NOW + DAY - HOUR)
    watchlist.add_note(dana, thread.id, "Any news?")
    it_is(NOW + DAY)
    return_what_is_silent()
    assert holder_of(thread) is None


def test_after_an_answer_the_asker_is_the_silent_one(
    make: Factory, thread: Thread, dana: User, yusuf: User, it_is: SetMoment
) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    watchlist.answer(yusuf, thread.id, "Restart it.")
    it_is(NOW + 5 * DAY)
    return_what_is_silent()
    assert holder_of(thread) == yusuf.id
    asker = db.session.get_one(User, thread.author_id)
    make.answer(thread, "It did not help.", author=asker, at=NOW + 5 * DAY)
    return_what_is_silent()
    assert holder_of(thread) == yusuf.id
    it_is(NOW + 8 * DAY)
    return_what_is_silent()
    assert holder_of(thread) is None


def test_ideas_have_no_clock_and_stay_with_whom_they_are(
    make: Factory, dana: User, yusuf: User, it_is: SetMoment
) -> None:
    it_is(NOW)
    idea = make.thread(type="idea")
    actions.assign(dana, idea.id, yusuf.id, TODAY)
    it_is(NOW + 20 * DAY)
    return_what_is_silent()
    assert holder_of(idea) == yusuf.id


def test_the_first_morning_out_of_office_hands_over(
    thread: Thread, dana: User, yusuf: User, it_is: SetMoment
) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    actions.go_away(yusuf, TODAY + DAY, TODAY + DAY, dana.id, TODAY)
    hand_over()
    assert holder_of(thread) == yusuf.id
    it_is(NOW + DAY)
    hand_over()
    hand_over()
    assert holder_of(thread) == dana.id
    assert ends(thread) == [AssignmentEnd.AWAY, None]
