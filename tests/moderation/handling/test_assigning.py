"""Handing threads over: to whom it can be, who hears of it, and who has it then."""

from datetime import datetime

import pytest
from sqlalchemy import select

from forum.accounts import actions as accounts
from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.core.outbox import OutboxMail
from forum.core.permissions import Role
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.threads.models import Thread
from moderation.audit.models import StaffAct
from moderation.handling import actions
from moderation.handling.jobs import take_from_the_suspended
from moderation.handling.models import Absence, Assignment, AssignmentEnd
from moderation.teams.models import Calendar, Team, TeamMember
from moderation.watchlist import actions as watchlist
from moderation.watchlist.models import Note
from tests.factories import Factory
from tests.moderation.handling.moments import DAY, TODAY


def holder_of(thread: Thread) -> int | None:
    """Whose it is now."""
    return db.session.scalar(
        select(Assignment.assignee_id).where(
            Assignment.thread_id == thread.id, Assignment.ended_at.is_(None)
        )
    )


def ends(thread: Thread) -> list[AssignmentEnd | None]:
    """How each assignment ended, in order."""
    rows = select(Assignment.end).where(Assignment.thread_id == thread.id).order_by(Assignment.id)
    return list(db.session.scalars(rows))


def lines_of(person: User) -> list[NotificationKind]:
    """What stands in somebody's inbox."""
    tell_people()
    kinds = select(Notification.kind).where(Notification.user_id == person.id)
    return list(db.session.scalars(kinds.order_by(Notification.id)))


def team_of(*people: User) -> Team:
    """A team with these people in it."""
    calendar = db.session.scalars(select(Calendar)).first()
    assert calendar is not None
    team = Team(name="Second line", calendar_id=calendar.id)
    db.session.add(team)
    db.session.flush()
    db.session.add_all(TeamMember(team_id=team.id, user_id=person.id) for person in people)
    db.session.commit()
    return team


def test_a_colleague_has_it_and_hears_of_it(thread: Thread, dana: User, yusuf: User) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    assert holder_of(thread) == yusuf.id
    assert lines_of(yusuf) == [NotificationKind.ASSIGNED]
    assert lines_of(dana) == []


def test_mail_follows_the_preference(
    make: Factory, thread: Thread, dana: User, yusuf: User
) -> None:
    quiet = make.user(role="rep", wants_mail=False)
    actions.assign(dana, thread.id, quiet.id, TODAY)
    tell_people()
    assert db.session.scalars(select(OutboxMail)).all() == []
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    tell_people()
    mail = db.session.scalars(select(OutboxMail)).one()
    assert mail.recipient == yusuf.email
    assert f"/desk/t/{thread.id}" in mail.text


def test_passing_it_on_keeps_who_had_it(
    make: Factory, thread: Thread, dana: User, yusuf: User
) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    actions.assign(yusuf, thread.id, make.user(role="rep").id, TODAY)
    actions.take_off(dana, thread.id)
    assert holder_of(thread) is None
    assert ends(thread) == [AssignmentEnd.PASSED_ON, AssignmentEnd.TAKEN_OFF]
    verbs = select(StaffAct.verb).where(StaffAct.verb.in_(["assign", "take-off"]))
    assert list(db.session.scalars(verbs.order_by(StaffAct.id))) == ["assign", "assign", "take-off"]


def test_twice_to_the_same_is_refused_by_name(thread: Thread, dana: User, yusuf: User) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    with pytest.raises(Refused, match="Yusuf Adeyemi has this question already"):
        actions.assign(dana, thread.id, yusuf.id, TODAY)


def test_a_suspended_person_is_refused_by_name(make: Factory, thread: Thread, dana: User) -> None:
    gone = make.user("Ines", role="rep", active=False)
    with pytest.raises(Refused, match="Ines is suspended"):
        actions.assign(dana, thread.id, gone.id, TODAY)


def test_who_may_not_see_it_is_refused_by_name(make: Factory, thread: Thread, dana: User) -> None:
    member = make.user("Beatrix", role="ambassador")
    with pytest.raises(Refused, match="Beatrix cannot see this question"):
        actions.assign(dana, thread.id, member.id, TODAY)
    assert holder_of(thread) is None


def test_a_hidden_thread_goes_only_to_who_sees_it(
    make: Factory, thread: Thread, dana: User, now: datetime
) -> None:
    boss = make.user(role="moderator")
    thread.hidden_at = now
    db.session.commit()
    with pytest.raises(Refused, match="Dana Whitlock cannot see"):
        actions.assign(boss, thread.id, dana.id, TODAY)
    with pytest.raises(NotFound):
        actions.assign(dana, thread.id, boss.id, TODAY)


def test_who_is_out_of_office_is_refused_with_the_deputy(
    thread: Thread, dana: User, yusuf: User
) -> None:
    actions.go_away(yusuf, TODAY, TODAY + DAY, dana.id, TODAY)
    with pytest.raises(Refused, match=r"Yusuf Adeyemi is out of office until") as refusal:
        actions.assign(dana, thread.id, yusuf.id, TODAY)
    assert "Dana Whitlock" in refusal.value.what_to_do
    actions.assign(dana, thread.id, yusuf.id, TODAY + 2 * DAY)


def test_out_of_office_hands_over_to_the_deputy(thread: Thread, dana: User, yusuf: User) -> None:
    assignment = actions.assign(dana, thread.id, yusuf.id, TODAY)
    actions.go_away(yusuf, TODAY, TODAY, dana.id, TODAY)
    assert actions.hand_over(assignment.id, TODAY)
    assert not actions.hand_over(assignment.id, TODAY)
    assert holder_of(thread) == dana.id
    assert ends(thread) == [AssignmentEnd.AWAY, None]
    assert lines_of(dana) == [NotificationKind.ASSIGNED]


def test_without_a_deputy_the_queue_has_it(thread: Thread, dana: User, yusuf: User) -> None:
    assignment = actions.assign(dana, thread.id, yusuf.id, TODAY)
    actions.go_away(yusuf, TODAY, TODAY, None, TODAY)
    actions.hand_over(assignment.id, TODAY)
    assert holder_of(thread) is None


def test_a_deputy_who_left_the_team_gets_nothing(
    make: Factory, thread: Thread, dana: User, yusuf: User
) -> None:
    assignment = actions.assign(dana, thread.id, yusuf.id, TODAY)
    deputy = make.user(role="rep")
    actions.go_away(yusuf, TODAY, TODAY, deputy.id, TODAY)
    deputy.role = Role.MEMBER
    db.session.commit()
    actions.hand_over(assignment.id, TODAY)
    assert holder_of(thread) is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(1, 0, "last day is before"), (-3, -1, "days are past")],
)
def test_days_out_of_office_must_make_sense(dana: User, first: int, last: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.go_away(dana, TODAY + first * DAY, TODAY + last * DAY, None, TODAY)
    assert db.session.get(Absence, dana.id) is None


def test_deputies_must_be_there(make: Factory, dana: User, yusuf: User) -> None:
    for deputy, words in (
        (dana, "yourself"),
        (make.user("Nils", role="member"), "Nils does not work"),
    ):
        with pytest.raises(Refused, match=words):
            actions.go_away(dana, TODAY, TODAY, deputy.id, TODAY)
    actions.go_away(yusuf, TODAY, TODAY + 5 * DAY, None, TODAY)
    with pytest.raises(Refused, match="Yusuf Adeyemi is out of office too"):
        actions.go_away(dana, TODAY + DAY, TODAY + 9 * DAY, yusuf.id, TODAY)


def test_who_leaves_the_desk_has_nothing_more_and_reads_nothing_of_it(
    make: Factory, thread: Thread, dana: User, yusuf: User
) -> None:
    admin = make.user(role="admin")
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    browser = make.signed_in(yusuf)
    tell_people()
    assert "handed a question to you" in browser.get("/inbox").text
    accounts.set_role(admin, yusuf.id, Role.MEMBER)
    assert holder_of(thread) is None
    assert ends(thread) == [AssignmentEnd.LEFT]
    assert "handed a question to you" not in browser.get("/inbox").text
    assert lines_of(dana) == [NotificationKind.RETURNED]


def test_what_the_suspended_had_comes_back(thread: Thread, dana: User, yusuf: User) -> None:
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    yusuf.active = False
    db.session.commit()
    take_from_the_suspended()
    assert holder_of(thread) is None


def test_a_team_has_it_and_everybody_in_it_hears(
    make: Factory, thread: Thread, dana: User, yusuf: User
) -> None:
    team = team_of(yusuf, make.user(role="rep"))
    actions.assign_team(dana, thread.id, team.id)
    assert lines_of(yusuf) == [NotificationKind.ASSIGNED]
    with pytest.raises(Refused, match="Second line has this question already"):
        actions.assign_team(dana, thread.id, team.id)
    actions.assign(dana, thread.id, yusuf.id, TODAY)
    assert holder_of(thread) == yusuf.id


def test_an_empty_team_is_refused_by_name(thread: Thread, dana: User) -> None:
    with pytest.raises(Refused, match="Nobody is in the team Second line"):
        actions.assign_team(dana, thread.id, team_of().id)


def test_a_note_goes_along_and_names_them_without_telling_twice(
    thread: Thread, dana: User, yusuf: User
) -> None:
    watchlist.assign(dana, thread.id, yusuf, "You know the firmware.")
    note = db.session.scalars(select(Note)).one()
    assert "@Yusuf Adeyemi" in note.html
    assert "You know the firmware." in note.html
    assert lines_of(yusuf) == [NotificationKind.ASSIGNED]


@pytest.mark.parametrize("role", ["new", "member", "ambassador"])
def test_for_everyone_else_there_is_nothing_to_assign(
    make: Factory, thread: Thread, yusuf: User, role: str
) -> None:
    somebody = make.user(role=role)
    with pytest.raises(NotFound):
        actions.assign(somebody, thread.id, yusuf.id, TODAY)
    with pytest.raises(NotFound):
        actions.take_off(somebody, thread.id)
    with pytest.raises(NotFound):
        actions.go_away(somebody, TODAY, TODAY, None, TODAY)
