"""The help-wanted list: who sees it, what stands on it, and calling the team."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.helping import actions
from forum.helping.models import TeamCall
from forum.threads import actions as threads
from forum.threads.events import WordsRedacted
from forum.threads.models import MarkKind, Thread
from moderation.audit.models import StaffAct
from moderation.watchlist import actions as watchlist
from moderation.watchlist.models import ThreadClock
from tests.browser import post
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter, statements

__all__ = ["statements"]


@pytest.fixture
def helper(make: Factory) -> User:
    """An ambassador."""
    return make.user("Marta Lindqvist", role="ambassador")


def shown(page: str) -> list[int]:
    """The questions on the page, in order."""
    return [int(number) for number in re.findall(r'id="thread-(\d+)"', page)]


def ids(*found: Thread) -> Sequence[int]:
    return [thread.id for thread in found]


def test_what_waits_stands_there_and_what_does_not_is_left_out(make: Factory, helper: User) -> None:
    rep = make.user(role="rep")
    few, many = make.thread("One has it"), make.thread("Many have it")
    many.same_count = 4
    make.answer(make.thread("Answered"))
    make.thread("Their own", author=helper)
    make.thread("An idea", type="idea")
    make.thread("Between us", author=rep, category=make.category("back", audience="staff"))
    threads.lock(rep, make.thread("Locked").id)
    page = make.signed_in(helper).get("/help-wanted").text
    assert shown(page) == ids(many, few)
    assert shown(make.signed_in(rep).get("/help-wanted").text)[:2] == ids(many, few)[:2]


def test_each_says_why_it_is_worth_an_answer(make: Factory, helper: User) -> None:
    solved = make.thread()
    answer = make.answer(solved, author=helper)
    threads.mark(db.session.get_one(User, solved.author_id), answer.id, MarkKind.ACCEPTED)
    make.thread("The next one")
    page = make.signed_in(helper).get("/help-wanted").text
    assert "you solved 1 here" in page
    assert "be the first" in page


def test_their_own_categories_first_and_all_on_demand(make: Factory, helper: User) -> None:
    admin = make.user(role="admin")
    lamps, apps = make.category("lamps"), make.category("apps")
    under = make.category("bulbs", parent_id=lamps.id)
    mine, below, other = (make.thread(category=row) for row in (lamps, under, apps))
    actions.set_scope(admin, helper.id, [lamps.id])
    browser = make.signed_in(helper)
    assert set(shown(browser.get("/help-wanted").text)) == {mine.id, below.id}
    assert len(shown(browser.get("/help-wanted?everywhere=1").text)) == 3
    assert shown(browser.get("/help-wanted?category=apps").text) == [other.id]
    assert shown(browser.get("/help-wanted?language=ru").text) == []
    act = db.session.scalars(select(StaffAct)).one()
    assert (act.verb, act.object_id, act.before, act.after) == (
        "help-scope",
        helper.id,
        "",
        "lamps",
    )


def test_only_ambassadors_have_a_scope_and_only_admins_set_it(make: Factory, helper: User) -> None:
    admin, rep = make.user(role="admin"), make.user(role="rep")
    for actor, person in ((rep, helper), (admin, rep), (helper, helper)):
        with pytest.raises(NotAllowed):
            actions.set_scope(actor, person.id, [])


def test_who_follows_stays_on_the_list(make: Factory, helper: User) -> None:
    make.category("hub")
    thread = make.thread()
    browser = make.signed_in(helper)
    answer = post(browser, f"/help-wanted/{thread.id}/follow?language=en", "/help-wanted")
    assert answer.location.endswith(f"/help-wanted?language=en#thread-{thread.id}")
    assert "Following" in browser.get("/help-wanted").text


def test_when_nobody_waits_they_are_thanked(make: Factory, helper: User) -> None:
    assert "Nobody waits. Thank you!" in make.signed_in(helper).get("/help-wanted").text


def test_the_list_takes_as_many_statements_however_long_it_is(
    make: Factory, helper: User, statements: StatementCounter
) -> None:
    browser = make.signed_in(helper)
    browser.get("/help-wanted")  # what is read once a minute
    counted = []
    for _turn in range(2):
        for number in range(12):
            make.thread(f"Question {number} of these")
        with statements() as sent:
            assert browser.get("/help-wanted").status_code == 200
        counted.append(len(sent))
    assert counted[0] == counted[1] <= 8


def test_nothing_of_the_desk_changes_the_list(make: Factory, helper: User) -> None:
    rep = make.user(role="rep")
    quiet, busy = make.thread("Nobody is on it"), make.thread("Somebody is on it")
    browser = make.signed_in(helper)
    before = browser.get("/help-wanted").text
    watchlist.claim(rep, busy.id)
    watchlist.add_note(rep, quiet.id, "Between us.")
    ticking = db.session.get_one(ThreadClock, quiet.id)
    ticking.due_at -= timedelta(days=3)
    db.session.commit()
    tokens = re.compile(r"[\w-]+\.[\w-]{6}\.[\w-]{27}")
    after = browser.get("/help-wanted").text
    assert tokens.sub("", after) == tokens.sub("", before)


def test_calling_the_team_ends_the_communitys_time(make: Factory, helper: User) -> None:
    thread = make.thread(severity="major")
    before = db.session.get_one(ThreadClock, thread.id)
    ended, due = before.community_ends_at, before.first_due_at
    actions.call_team(helper, thread.id, "Only the team can look into the account.")
    db.session.expire_all()
    after = db.session.get_one(ThreadClock, thread.id)
    called_at = db.session.scalars(select(TeamCall.created_at)).one()
    assert ended is not None
    assert after.community_ends_at == min(ended, called_at)
    assert after.first_due_at <= due
    act = db.session.scalars(select(StaffAct)).one()
    assert (act.verb, act.actor_id, act.reason) == (
        "call-team",
        helper.id,
        "Only the team can look into the account.",
    )


def test_the_desk_and_ambassadors_read_why_and_nobody_else(make: Factory, helper: User) -> None:
    thread, why = make.thread(), "zanzibarquince"
    browser = make.signed_in(helper)
    form = f"/t/{thread.id}/team-needed"
    assert post(browser, form, reason="").status_code == 400
    assert post(browser, form, reason=why).status_code == 303
    rep, page = make.signed_in(role="rep"), f"/t/{thread.id}/{thread.slug}"
    assert why in rep.get(f"/desk/t/{thread.id}").text
    assert why in browser.get(page).text
    asker = db.session.get_one(User, thread.author_id)
    for other in (make.app.test_client(), make.signed_in(), make.signed_in(asker)):
        assert why not in other.get(page).text


def test_words_taken_out_of_the_thread_are_gone_from_the_reason_too(
    make: Factory, helper: User
) -> None:
    thread = make.thread()
    actions.call_team(helper, thread.id, "Their number is 4711-0815")

    @transactional
    def take_out() -> None:
        publish(WordsRedacted((thread.id,), 1, helper.id, "4711-0815", "[…]", in_title=False))

    take_out()
    assert db.session.scalars(select(TeamCall.reason)).one() == "Their number is […]"


def test_the_team_is_called_once_and_not_where_it_is_already(make: Factory, helper: User) -> None:
    thread, answered = make.thread(), make.thread()
    make.answer(answered, author=make.user(role="rep"))
    actions.call_team(helper, thread.id, "An account")
    with pytest.raises(Refused, match="Marta Lindqvist called the team already"):
        actions.call_team(make.user(role="ambassador"), thread.id, "The same")
    with pytest.raises(Refused):
        actions.call_team(helper, answered.id, "Late")
    with pytest.raises(NotAllowed):
        actions.call_team(make.user(), thread.id, "A member")
    assert clock.now() >= db.session.scalars(select(TeamCall.created_at)).one()
