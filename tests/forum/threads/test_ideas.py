"""Ideas have a life: the team says how far they came, and those who follow hear of it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.core.outbox import OutboxMail
from forum.notifications.jobs import tell_people
from forum.threads import actions
from forum.threads.models import IdeaState, Thread, ThreadEvent, ThreadEventKind
from moderation.audit.models import StaffAct
from tests.browser import post
from tests.factories import Factory


@pytest.fixture
def rep(make: Factory) -> User:
    """Somebody of the team."""
    return make.user("Otto Rep", role="rep")


@pytest.fixture
def idea(make: Factory) -> Thread:
    """What somebody wishes for."""
    return make.thread("Let the lamp fade in", author=make.user("Wanda K"), type="idea")


def test_the_team_moves_an_idea_from_the_page_that_looks_after_it(
    make: Factory, client: FlaskClient, idea: Thread, rep: User
) -> None:
    sent = post(
        make.signed_in(rep),
        f"/t/{idea.id}/idea",
        page=f"/t/{idea.id}/curate",
        state="planned",
        reason="With the summer release",
    )
    assert sent.status_code == 303
    page = client.get(f"/t/{idea.id}/{idea.slug}").text
    assert "This idea is planned" in page
    assert "With the summer release" in page


def test_whoever_follows_it_is_told_with_the_reason(idea: Thread, rep: User) -> None:
    actions.move_idea(rep, idea.id, IdeaState.DECLINED, "Too few lamps can do it")
    tell_people()
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.user_id == idea.author_id)).one()
    assert mail.subject.startswith("The team decided against this idea")
    assert "Too few lamps can do it" in mail.text


def test_the_same_again_tells_nobody(idea: Thread, rep: User) -> None:
    for _turn in range(2):
        actions.move_idea(rep, idea.id, IdeaState.PLANNED)
    tell_people()
    assert len(db.session.scalars(select(OutboxMail)).all()) == 1


def test_each_step_stands_in_the_timeline_and_in_the_log(idea: Thread, rep: User) -> None:
    for state in (IdeaState.CONSIDERING, IdeaState.PLANNED, IdeaState.DONE):
        actions.move_idea(rep, idea.id, state)
    actions.move_idea(rep, idea.id, None)
    kinds = db.session.scalars(select(ThreadEvent.kind).order_by(ThreadEvent.id)).all()
    assert kinds == [
        ThreadEventKind.CONSIDERING,
        ThreadEventKind.PLANNED,
        ThreadEventKind.DONE,
    ]
    acts = db.session.execute(select(StaffAct.before, StaffAct.after).order_by(StaffAct.id)).all()
    assert acts[1:] == [("considering", "planned"), ("planned", "done"), ("done", "")]


def test_declining_needs_a_reason(idea: Thread, rep: User) -> None:
    with pytest.raises(Refused):
        actions.move_idea(rep, idea.id, IdeaState.DECLINED, " ")


def test_only_ideas_and_only_by_the_team(make: Factory, idea: Thread, rep: User) -> None:
    with pytest.raises(Refused):
        actions.move_idea(rep, make.thread().id, IdeaState.PLANNED)
    with pytest.raises(NotAllowed):
        actions.move_idea(make.user(role="ambassador"), idea.id, IdeaState.PLANNED)


def test_lists_narrow_to_ideas_and_to_how_far_they_came(
    make: Factory, client: FlaskClient, idea: Thread, rep: User
) -> None:
    other, question = make.thread("Let it blink", type="idea"), make.thread("Why does it blink?")
    actions.move_idea(rep, idea.id, IdeaState.PLANNED)
    everything = client.get("/questions?view=ideas").text
    assert idea.title in everything
    assert other.title in everything
    assert question.title not in everything
    planned = client.get("/questions?view=ideas&idea=planned").text
    assert idea.title in planned
    assert other.title not in planned
