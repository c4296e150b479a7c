"""Whose a question is, and that it rests, when it becomes part of another or its team is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import Refused
from forum.threads import actions as threads
from forum.threads.models import Draft, Thread
from moderation.handling import actions
from moderation.handling.actions.assigning import open_assignment
from moderation.handling.actions.snoozing import open_snooze
from moderation.handling.models import AssignmentEnd
from moderation.handling.queries import turns_of
from moderation.teams import actions as teams
from moderation.watchlist import actions as watchlist
from moderation.watchlist.actions import Seen
from tests.browser import post
from tests.factories import Factory
from tests.moderation.handling.test_assigning import team_of

DAY = timedelta(days=1)


def held_by(thread: Thread) -> int | None:
    """Whose it is now."""
    row = open_assignment(thread.id)
    return row.assignee_id if row is not None else None


@pytest.fixture
def people(make: Factory) -> tuple[User, User, User]:
    """Who merges, and two who have something."""
    return make.user(role="moderator"), make.user(role="rep"), make.user("Yusuf", role="rep")


def test_what_was_somebodys_goes_along_and_comes_back(
    make: Factory, people: tuple[User, User, User]
) -> None:
    boss, rep, _other = people
    goes, stays = make.thread("Goes"), make.thread("Stays")
    actions.assign(boss, goes.id, rep.id, clock.now().date())
    actions.snooze(rep, goes.id, clock.now() + DAY)
    threads.merge(boss, goes.id, stays.id)
    assert (held_by(goes), held_by(stays)) == (None, rep.id)
    assert open_snooze(stays.id) is not None
    threads.unmerge(boss, goes.id)
    assert (held_by(goes), held_by(stays)) == (rep.id, None)
    assert open_snooze(goes.id) is not None
    assert open_snooze(stays.id) is None


def test_where_the_other_is_somebodys_already_that_stays_so(
    make: Factory, people: tuple[User, User, User]
) -> None:
    boss, rep, other = people
    goes, stays = make.thread("Goes"), make.thread("Stays")
    for thread, person in ((goes, rep), (stays, other)):
        actions.assign(boss, thread.id, person.id, clock.now().date())
        actions.snooze(person, thread.id, clock.now() + DAY)
    threads.merge(boss, goes.id, stays.id)
    assert (held_by(goes), held_by(stays)) == (None, other.id)
    threads.unmerge(boss, goes.id)
    assert (held_by(goes), held_by(stays)) == (rep.id, other.id)
    assert open_snooze(goes.id) is not None


def test_what_a_team_had_goes_back_into_the_queue_when_it_is_given_up(make: Factory) -> None:
    admin, rep = make.user(role="admin"), make.user(role="rep")
    thread, team = make.thread(), team_of(rep)
    actions.assign_team(rep, thread.id, team.id)
    page = make.signed_in(admin).get(f"/desk/teams/{team.id}").text
    assert "1 question that is assigned to it goes back into the queue" in page
    teams.retire_team(admin, team.id)
    assert open_assignment(thread.id) is None
    assert [turn.end for turn in turns_of(thread.id)] == [AssignmentEnd.TEAM_GONE]


def test_an_answer_to_what_was_merged_meanwhile_is_refused_and_its_text_waits_there(
    make: Factory, people: tuple[User, User, User]
) -> None:
    boss, rep, _other = people
    goes, stays = make.thread("Goes"), make.thread("Stays")
    browser = make.signed_in(rep)
    browser.get(f"/desk/t/{goes.id}")
    threads.merge(boss, goes.id, stays.id)
    with pytest.raises(Refused, match="became part of another one"):
        watchlist.answer(rep, goes.id, "Change the channel.", seen=Seen())
    body = "Change the channel."
    refused = post(browser, f"/desk/t/{goes.id}/answer", f"/desk/t/{stays.id}", body=body)
    assert refused.status_code == 409
    assert "it leads on" in refused.text
    draft = db.session.scalars(select(Draft)).one()
    assert draft.place == f"answer:{stays.id}"
    assert "Change the channel." in browser.get(f"/desk/t/{stays.id}").text
