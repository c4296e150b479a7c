"""Queues, their counts and their order, against a database with one thread of each kind."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import Invalid
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from moderation.handling import actions as handling
from moderation.teams.catalogue import main_calendar
from moderation.watchlist import actions
from moderation.watchlist.filters import Filters, Sort, from_args
from moderation.watchlist.queries import counts, next_thread_id, queue_page
from moderation.watchlist.queues import QueueName
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.handling.test_assigning import team_of
from tests.moderation.teams.test_business_time import at

NOW = at("2026-03-25 12:00")  # a Wednesday
HOUR = timedelta(hours=1)
People = dict[str, User]


@pytest.fixture
def rep(make: Factory, it_is: Callable[[datetime], None]) -> User:
    """Who looks at the desk, on Wednesday noon."""
    it_is(NOW)
    return make.user("Dana", role="rep")


@pytest.fixture
def house(make: Factory, rep: User) -> dict[str, Thread]:
    """One thread of each kind, by what it is."""
    asker = make.user()
    day = 24 * HOUR
    house = {
        "late": make.thread("It was late", at=NOW - 5 * day),
        "hour": make.thread("Due in the hour", at=NOW - HOUR / 4, severity="blocking"),
        "today": make.thread("Due this afternoon", at=NOW, severity="critical"),
        "later": make.thread("Due on Friday", at=NOW),
        "peer": make.thread("A member answered", at=NOW - HOUR),
        "info": make.thread("Details are missing", at=NOW),
        "back": make.thread("It came back", at=NOW - day, author=asker),
        "mine": make.thread("I am on it", at=NOW - HOUR),
        "rests": make.thread("It rests until tomorrow", at=NOW - HOUR),
        "ours": make.thread("Our team answers it", type="idea"),
        "solved": make.thread("Solved long ago", at=NOW - day),
        "idea": make.thread("An idea", type="idea"),
        "locked": make.thread("Locked", at=NOW - 5 * day),
        "gone": make.thread("Spam", at=NOW - 5 * day),
        "inside": make.thread(
            "Between us", author=rep, category=make.category("team", audience="staff")
        ),
    }
    make.answer(house["peer"])
    threads.request_info(rep, house["info"].id, "Which one?")
    answer = make.answer(house["back"], author=rep, at=NOW - HOUR)
    threads.mark(asker, answer.id, MarkKind.ACCEPTED, at=NOW - HOUR)
    threads.reopen(asker, house["back"].id, "No")
    actions.claim(rep, house["mine"].id)
    handling.snooze(rep, house["rests"].id, NOW + day)
    handling.assign(rep, house["rests"].id, rep.id, NOW.date())
    handling.assign_team(rep, house["ours"].id, team_of(rep).id)
    make_official(make, house["solved"], rep)
    threads.lock(rep, house["locked"].id)
    house["gone"].hidden_at = NOW
    db.session.commit()
    main_calendar()  # the desk asks for it once a minute: no page of a test pays for it
    return house


def make_official(make: Factory, thread: Thread, rep: User) -> None:
    """Answer for the company."""
    threads.mark(rep, make.answer(thread, author=rep).id, MarkKind.OFFICIAL)


def names(house: dict[str, Thread], viewer: User, **args: str) -> list[str]:
    """What a view of the desk shows, in order."""
    by_id = {thread.id: name for name, thread in house.items()}
    page = queue_page(viewer, from_args(args))
    return [by_id[row.thread.id] for row in page.items]


HOLDS = {
    "next": {"late", "hour", "today", "later", "peer", "back", "mine", "inside"},
    "unanswered": {"late", "hour", "today", "later", "mine", "inside", "rests"},
    "overdue": {"late"},
    "due-soon": {"hour", "today"},
    "reopened": {"back"},
    "needs-info": {"info"},
    "mine": {"mine", "rests"},
    "team": {"ours"},
    "snoozed": {"rests"},
    "open": {
        *("late", "hour", "today", "later", "peer", "info", "back", "mine", "idea", "inside"),
        *("rests", "ours"),
    },
}


@pytest.mark.parametrize("queue", HOLDS)
def test_each_queue_holds_what_its_name_says(
    house: dict[str, Thread], rep: User, queue: str
) -> None:
    assert set(names(house, rep, queue=queue)) == HOLDS[queue]


def test_every_count_is_the_length_of_its_queue(
    house: dict[str, Thread], rep: User, statements: StatementCounter
) -> None:
    with statements() as sent:
        counted = counts(rep)
    assert len(sent) == 1
    assert {name.value: number for name, number in counted.items()} == {
        queue: len(held) for queue, held in HOLDS.items()
    }
    assert house
    assert set(counted) == set(QueueName)


def test_next_stands_in_bands(house: dict[str, Thread], rep: User) -> None:
    assert names(house, rep)[:3] == ["late", "hour", "today"]


def test_within_a_band_what_most_people_wait_for_comes_first(
    house: dict[str, Thread], rep: User
) -> None:
    house["peer"].same_count, house["later"].follower_count = 7, 3
    db.session.commit()
    later = names(house, rep)[3:]
    assert later[:2] == ["peer", "later"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"severity": "critical"}, {"today"}),
        ({"category": "team"}, {"inside"}),
        ({"category": "no-such"}, set()),
        ({"age": "3d"}, {"late"}),
        ({"claimed": "mine"}, {"mine"}),
        ({"claimed": "yes"}, {"mine"}),
        ({"claimed": "no"}, HOLDS["next"] - {"mine"}),
        ({"queue": "open", "assigned": "me"}, {"rests"}),
        ({"queue": "open", "assigned": "nobody"}, HOLDS["open"] - {"rests", "ours"}),
        ({"queue": "open", "assigned": "user-999"}, set()),
        ({"queue": "open", "assigned": "team-2"}, {"ours"}),
        ({"text": "AFTERNOON"}, {"today"}),
        ({"text": "%"}, set()),
        ({"tag": "wi-fi"}, set()),
        ({"language": "ru"}, set()),
        ({"severity": "dreadful", "age": "soon", "language": "xx"}, HOLDS["next"]),
    ],
)
def test_filters_narrow_and_nonsense_does_not(
    house: dict[str, Thread], rep: User, args: dict[str, str], expected: set[str]
) -> None:
    assert set(names(house, rep, **args)) == expected


def test_a_thread_is_found_by_its_number(house: dict[str, Thread], rep: User) -> None:
    assert names(house, rep, text=f"#{house['today'].id}") == ["today"]
    assert names(house, rep, text="9" * 90) == []


def test_a_tag_narrows(house: dict[str, Thread], rep: User, make: Factory) -> None:
    threads.retag(make.user(role="admin"), house["today"].id, ["wi-fi"])
    assert names(house, rep, tag="Wi-Fi") == ["today"]


def test_words_are_found_whatever_their_case_in_russian_too(rep: User, make: Factory) -> None:
    thread = make.thread("Двойное списание за подписку")
    page = queue_page(rep, from_args({"text": "двойное"}))
    assert [row.thread.id for row in page.items] == [thread.id]


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("queue", ["next", "open"])
def test_every_order_pages_through_everything_once(
    house: dict[str, Thread], rep: User, sort: Sort, queue: str
) -> None:
    filters = from_args({"queue": queue, "sort": sort.value})
    seen: list[int] = []
    for _page in range(len(house)):
        page = queue_page(rep, filters, size=2)
        seen += [row.thread.id for row in page.items]
        if page.next_cursor is None:
            break
        filters = from_args({**filters.as_args(), "after": page.next_cursor})
    assert len(seen) == len(set(seen)) == len(HOLDS[queue])
    whole = queue_page(rep, from_args({"queue": queue, "sort": sort.value}))
    assert seen == [row.thread.id for row in whole.items]


def test_the_cursor_of_another_order_is_refused(house: dict[str, Thread], rep: User) -> None:
    cursor = queue_page(rep, Filters(sort=Sort.NEWEST), size=2).next_cursor
    assert cursor
    assert house
    with pytest.raises(Invalid):
        queue_page(rep, Filters(sort=Sort.REACH, after=cursor))


def test_the_next_one_is_the_first_that_nobody_else_is_on(
    house: dict[str, Thread], rep: User, make: Factory
) -> None:
    actions.claim(make.user(role="rep"), house["hour"].id)
    assert next_thread_id(rep, Filters(), house["late"].id) == house["today"].id
    nothing = from_args({"queue": "overdue"})
    assert next_thread_id(rep, nothing, house["late"].id) is None


def test_a_queue_costs_one_statement_however_long(
    house: dict[str, Thread], rep: User, statements: StatementCounter
) -> None:
    with statements() as sent:
        queue_page(rep, Filters(queue=QueueName.OPEN))
    assert house
    assert len(sent) == 1
