"""Views under names: beside the queues, for oneself or for a team."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.core.errors import Invalid, NotFound, Refused
from moderation.saved import actions, policy
from moderation.saved.queries import counted, listed
from moderation.teams.catalogue import main_calendar
from moderation.watchlist.filters import Filters, from_args
from moderation.watchlist.queries import counts, how_many
from moderation.watchlist.queues import QueueName
from tests.browser import post
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.handling.test_assigning import team_of
from tests.moderation.watchlist.conftest import desk, rep

__all__ = ["desk", "rep"]

LATE = Filters(queue=QueueName.OVERDUE, tag="wi-fi", after="x")


def test_a_saved_view_stands_beside_the_queues_with_its_number(
    desk: FlaskClient, make: Factory
) -> None:
    make.thread("Down", severity="blocking")
    address = "/desk/views?queue=open&severity=blocking"
    assert "Save this view" in desk.get("/desk?queue=open&severity=blocking").text
    assert "<span>Everything open</span> <span>Blocking</span>" in desk.get(address).text
    saved = post(desk, address, name="Fires", team="0")
    assert saved.location == "/desk?queue=open&severity=blocking"
    page = " ".join(desk.get("/desk").text.split())
    assert (
        '<a href="/desk?queue=open&amp;severity=blocking"><span>Fires</span>'
        '<span class="count">1</span>' in page
    )


def test_it_is_renamed_shared_and_removed(make: Factory, rep: User) -> None:
    mate, stranger = make.user("Yusuf", role="rep"), make.user("Ida", role="rep")
    team = team_of(rep, mate)
    view = actions.save(rep, "Late wi-fi", LATE)
    assert [one.name for one in counted(mate)] == []
    actions.change(rep, view.id, "Wi-fi, late", team.id)
    assert [(one.view.name, one.owner) for one in listed(mate)] == [
        ("Wi-fi, late", "Dana Whitlock")
    ]
    assert listed(stranger) == []
    assert listed(rep)[0].filters == LATE.from_the_top()
    for other in (mate, stranger):
        with pytest.raises(NotFound):
            actions.remove(other, view.id)
    actions.remove(rep, view.id)
    assert counted(rep) == []


def test_names_are_ones_own_and_there_is_an_end(make: Factory, rep: User) -> None:
    actions.save(rep, "Late", LATE)
    actions.save(make.user(role="rep"), "Late", LATE)
    with pytest.raises(Refused, match="Late"):
        actions.save(rep, "Late", Filters())
    for number in range(policy.VIEWS_MAX - 1):
        actions.save(rep, f"View {number}", LATE)
    with pytest.raises(Refused, match="20"):
        actions.save(rep, "One more", LATE)
    with pytest.raises(Invalid):
        actions.change(rep, listed(rep)[0].view.id, "Late", team_of(make.user(role="rep")).id)


def test_all_figures_come_in_one_statement_and_agree_with_the_queues(
    make: Factory, rep: User, statements: StatementCounter
) -> None:
    main_calendar()
    make.thread(severity="major")
    make.thread("Не ищет сеть", "Совсем не ищет, хотя раньше искал.")
    views = [
        *(Filters(queue=name) for name in QueueName),
        from_args({"queue": "open", "severity": "major", "assigned": "nobody", "category": "hub"}),
        from_args({"queue": "open", "language": "ru", "text": "сеть"}),
    ]
    with statements() as sent:
        numbers = how_many(rep, views)
    assert len(sent) == 1
    assert numbers[:-2] == list(counts(rep).values())
    assert numbers[-2:] == [1, 1]


def test_a_name_that_cannot_be_comes_back_as_typed(desk: FlaskClient) -> None:
    answer = post(desk, "/desk/views?queue=open", name=" ", team="0")
    assert answer.status_code == 400
    assert "Save this view" in answer.text
