"""Whoever asked what was answered before hears where."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import Refused
from forum.core.events import publish
from forum.finding import duplicates
from forum.knowledge.events import ArticleEdited
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.reactions import actions as reactions
from forum.threads import actions
from forum.threads.models import MarkKind
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle


def test_the_asker_is_told_once_that_the_answer_stands_elsewhere(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    earlier, again = (
        make.thread("It was asked before"),
        make.thread("It is asked again", author=asker),
    )
    duplicates.link(rep, again.id, f"thread:{earlier.id}")
    tell_people()
    tell_people()
    told = select(Notification.kind, Notification.thread_id).where(Notification.user_id == asker.id)
    assert [tuple(row) for row in db.session.execute(told)] == [("duplicate", again.id)]


def lines(person: User) -> list[str]:
    """What somebody's inbox tells, oldest first."""
    tell_people()
    rows = select(Notification.kind).where(Notification.user_id == person.id)
    return [kind.value for kind in db.session.scalars(rows.order_by(Notification.id))]


def test_followers_of_a_duplicate_hear_of_each_new_answer_of_the_target(make: Factory) -> None:
    asker, follower, waiting, rep = make.user(), make.user(), make.user(), make.user(role="rep")
    earlier, again = make.thread("Asked before"), make.thread("Asked again", author=asker)
    reactions.follow(follower, again.id)
    reactions.have_same(waiting, again.id)
    duplicates.link(rep, again.id, f"thread:{earlier.id}")
    first, second = make.answer(earlier, "Restart."), make.answer(earlier, "Update.")
    actions.mark(rep, first.id, MarkKind.VERIFIED)
    actions.mark(rep, second.id, MarkKind.OFFICIAL)
    for person in (asker, follower, waiting):
        assert lines(person) == ["duplicate", "solved", "official"]


def test_through_a_chain_they_hear_of_its_end_and_after_undoing_nothing(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    end, middle = make.thread("The end"), make.thread("The middle")
    again = make.thread("Asked again", author=asker)
    duplicates.link(rep, again.id, f"thread:{middle.id}")
    duplicates.link(rep, middle.id, f"thread:{end.id}")
    actions.mark(rep, make.answer(end, "Restart.").id, MarkKind.OFFICIAL)
    assert lines(asker)[-1] == "official"
    duplicates.unlink(asker, again.id)
    actions.mark(rep, make.answer(end, "Update.").id, MarkKind.VERIFIED)
    assert lines(asker)[-1] == "official"


def test_an_article_that_changes_is_told_once_a_day_to_those_it_answers(
    make: Factory, article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker, stranger, rep = make.user(), make.user(), make.user(role="rep")
    written, again = article(), make.thread("Asked again", author=asker)
    duplicates.link(rep, again.id, f"article:{written.id}")
    edited = transactional(publish)
    edited(ArticleEdited(written.id, rep.id, 2))
    edited(ArticleEdited(written.id, rep.id, 3))
    assert lines(asker) == ["duplicate", "article_changed"]
    assert lines(stranger) == []
    tomorrow = clock.now() + timedelta(days=1, hours=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    edited(ArticleEdited(written.id, rep.id, 4))
    assert lines(asker)[-2:] == ["article_changed", "article_changed"]
    duplicates.unlink(asker, again.id)
    monkeypatch.setattr(clock, "now", lambda: tomorrow + timedelta(days=2))
    edited(ArticleEdited(written.id, rep.id, 5))
    assert lines(asker).count("article_changed") == 2


def test_longer_circles_are_refused_and_a_chain_has_one_step(make: Factory) -> None:
    rep = make.user(role="rep")
    one, two, three = (make.thread(title) for title in ("One here", "Two here", "Three here"))
    duplicates.link(rep, one.id, f"thread:{two.id}")
    duplicates.link(rep, two.id, f"thread:{three.id}")
    link = duplicates.link_in_force(one.id)
    assert link is not None
    assert link.target_thread_id == three.id
    with pytest.raises(Refused):
        duplicates.link(rep, three.id, f"thread:{one.id}")
    with pytest.raises(Refused):
        duplicates.link(rep, three.id, f"thread:{two.id}")
