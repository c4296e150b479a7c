"""Rules sort new questions before anybody sees them, and never keep anybody from asking."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.core.permissions import Role
from forum.threads.models import Severity, Tag, Thread
from forum.threads.models.tag import thread_tags
from moderation.audit.models import StaffAct
from moderation.handling.models import Assignment
from moderation.routing import actions
from moderation.routing.actions import RuleText, StaleRule
from moderation.routing.models import RoutingRule
from moderation.teams.models import Calendar, Team, TeamMember
from tests.browser import post
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter

MONEY = RuleText("Money", words="refund\ncharged twice", severity=Severity.MAJOR)


@pytest.fixture
def lead(make: Factory) -> User:
    """Who keeps the rules."""
    return make.user("Marta Lindqvist", role="moderator")


@pytest.fixture
def team(make: Factory) -> Team:
    """A team with somebody in it."""
    calendar = db.session.scalars(select(Calendar)).first()
    assert calendar is not None
    team = Team(name="Billing", calendar_id=calendar.id)
    db.session.add(team)
    db.session.flush()
    db.session.add(TeamMember(team_id=team.id, user_id=make.user(role="rep").id))
    db.session.commit()
    return team


def severity_of(thread: Thread) -> Severity:
    """How bad it is now."""
    return db.session.get_one(Thread, thread.id, populate_existing=True).severity


def team_of(thread: Thread) -> int | None:
    """Which team has it."""
    return db.session.scalar(
        select(Assignment.team_id).where(
            Assignment.thread_id == thread.id, Assignment.ended_at.is_(None)
        )
    )


def tags_of(thread: Thread) -> list[str]:
    """What it is tagged with."""
    return list(
        db.session.scalars(
            select(Tag.slug).join(thread_tags).where(thread_tags.c.thread_id == thread.id)
        )
    )


class TestSorting:
    def test_a_question_that_fits_goes_to_its_team_with_its_severity_and_tag(
        self, make: Factory, lead: User, team: Team
    ) -> None:
        make.thread("Invoice with a number", author=lead, tags=("billing",))
        text = RuleText(
            "Money", words="refund", team_id=team.id, severity=Severity.MAJOR, tag="billing"
        )
        actions.create(lead, text)
        thread = make.thread("How do refunds work?", "I was charged.")
        assert severity_of(thread) is Severity.MAJOR
        assert team_of(thread) == team.id
        assert tags_of(thread) == ["billing"]

    def test_another_question_is_left_as_it_is(self, make: Factory, lead: User) -> None:
        actions.create(lead, MONEY)
        assert severity_of(make.thread("The hub blinks")) is Severity.MINOR

    def test_the_log_says_which_rule_it_was(self, make: Factory, lead: User) -> None:
        actions.create(lead, MONEY)
        thread = make.thread("A refund")
        act = db.session.scalars(
            select(StaffAct).where(StaffAct.object_id == thread.id, StaffAct.verb == "severity")
        ).one()
        assert act.actor_id == lead.id
        assert act.reason == "Routing rule “Money”"

    def test_the_first_rule_that_fits_decides_each_thing(
        self, make: Factory, lead: User, team: Team
    ) -> None:
        actions.create(lead, MONEY)
        late = RuleText("All English", language="en", severity=Severity.TRIVIAL, team_id=team.id)
        second = actions.create(lead, late)
        thread = make.thread("A refund, please")
        assert (severity_of(thread), team_of(thread)) == (Severity.MAJOR, team.id)
        actions.move_up(lead, second.id)
        assert severity_of(make.thread("Another refund, please")) is Severity.TRIVIAL

    def test_it_counts_what_it_sorted(self, make: Factory, lead: User) -> None:
        rule = actions.create(lead, MONEY)
        make.thread("A refund")
        make.thread("The hub blinks")
        assert db.session.get_one(RoutingRule, rule.id, populate_existing=True).fitted == 1

    def test_a_stopped_rule_sorts_nothing(self, make: Factory, lead: User) -> None:
        rule = actions.create(lead, MONEY)
        actions.stop(lead, rule.id)
        assert severity_of(make.thread("A refund")) is Severity.MINOR
        actions.start(lead, rule.id)
        assert severity_of(make.thread("A second refund")) is Severity.MAJOR

    def test_nobody_is_kept_from_asking_by_a_rule_whose_keeper_left(
        self, make: Factory, lead: User
    ) -> None:
        actions.create(lead, MONEY)
        lead.role = Role.MEMBER
        db.session.commit()
        assert severity_of(make.thread("A refund")) is Severity.MINOR

    def test_nobody_is_kept_from_asking_by_a_team_without_people(
        self, make: Factory, lead: User, team: Team
    ) -> None:
        actions.create(lead, RuleText("Money", words="refund", team_id=team.id))
        db.session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
        db.session.commit()
        assert team_of(make.thread("A refund")) is None

    def test_a_question_that_fits_nothing_costs_three_statements_at_most(
        self, make: Factory, lead: User, statements: StatementCounter
    ) -> None:
        author = make.user()
        with statements() as without:
            make.thread("The hub blinks", author=author)
        for number in range(5):
            actions.create(
                lead, RuleText(f"Money {number}", words="refund", tag="", severity=Severity.MAJOR)
            )
        with statements() as sent:
            make.thread("The lamp blinks", author=author)
        assert len(sent) - len(without) <= 6


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            (RuleText("All", severity=Severity.MAJOR), "would fit every question"),
            (RuleText("Nothing", words="refund"), "would do nothing"),
            (RuleText("Tag", words="refund", tag="nowhere"), "no tag “nowhere”"),
            (RuleText("Team", words="refund", team_id=999), "not there any more"),
        ],
    )
    def test_what_could_not_work_is_refused_by_name(
        self, lead: User, text: RuleText, why: str
    ) -> None:
        with pytest.raises(Refused, match=why):
            actions.create(lead, text)

    def test_two_who_save_at_once_lose_nothing(self, lead: User) -> None:
        rule = actions.create(lead, MONEY)
        actions.save(lead, rule.id, 1, MONEY)
        with pytest.raises(StaleRule):
            actions.save(lead, rule.id, 1, RuleText("Mine", words="money", severity=Severity.MINOR))
        assert db.session.get_one(RoutingRule, rule.id).name == "Money"

    def test_reps_find_no_rules(self, make: Factory) -> None:
        with pytest.raises(NotFound):
            actions.create(make.user(role="rep"), MONEY)


class TestPages:
    def test_a_rule_is_tried_on_past_questions_and_then_saved(
        self, make: Factory, lead: User
    ) -> None:
        make.thread("Where is my refund?")
        make.thread("The hub blinks")
        client = make.signed_in(lead)
        typed = {"name": "Money", "words": "refunds", "severity": "critical"}
        tried = send(client, "/desk/routing/new/try", typed)
        text = tried.get_data(as_text=True)
        assert "It fits 1 of the newest 2 questions." in text
        assert "Where is my refund?" in text
        assert "another severity" in text
        assert db.session.scalars(select(RoutingRule)).all() == []
        saved = send(client, "/desk/routing/new", typed)
        assert saved.status_code == 303
        listed = client.get("/desk/routing").get_data(as_text=True)
        assert "If: “refunds”" in listed
        assert "Then: Critical" in listed

    def test_it_can_be_saved_only_after_it_was_tried(self, make: Factory, lead: User) -> None:
        page = make.signed_in(lead).get("/desk/routing/new").get_data(as_text=True)
        assert "Try it on past questions" in page
        assert ">Save<" not in page

    def test_what_was_chosen_stays_when_it_is_refused(self, make: Factory, lead: User) -> None:
        client = make.signed_in(lead)
        typed = {"name": "Money", "words": "refund", "tag": "nowhere"}
        answer = send(client, "/desk/routing/new", typed)
        assert answer.status_code == 409
        text = answer.get_data(as_text=True)
        assert "There is no tag “nowhere” yet." in text
        assert 'value="Money"' in text

    def test_the_page_says_why_a_rule_rests(self, make: Factory, lead: User) -> None:
        other = make.user("Olga", role="moderator")
        actions.create(other, MONEY)
        other.role = Role.MEMBER
        db.session.commit()
        page = make.signed_in(lead).get("/desk/routing").get_data(as_text=True)
        assert "Rests: Olga does not work here any more." in page

    def test_no_rule_says_what_rules_are_for(self, make: Factory, lead: User) -> None:
        page = make.signed_in(lead).get("/desk/routing").get_data(as_text=True)
        assert "There is no rule yet" in page


def send(client: FlaskClient, path: str, typed: dict[str, str]) -> TestResponse:
    """The form, with everything that was not chosen left empty."""
    empty = {"category_id": "0", "product_id": "0", "language": "", "team_id": "0", "severity": ""}
    return post(client, path, "/desk/routing/new", **{**empty, **typed})
