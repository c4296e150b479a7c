"""The same question, answered elsewhere: linking, chains, circles, and taking it back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.finding import duplicates
from forum.finding.jobs import refresh_index
from forum.finding.models import DuplicateLink
from forum.finding.targets import target_of
from forum.reactions.models import Follow, SameProblem
from forum.threads import actions
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import question_of
from tests.browser import post
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle, Suggest


@pytest.fixture
def bea(make: Factory) -> User:
    return make.user("Bea", role="ambassador")


def fresh(thread: Thread) -> Thread:
    """The thread as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def followers(thread: Thread) -> set[int]:
    """Who follows a thread."""
    return set(db.session.scalars(select(Follow.user_id).where(Follow.thread_id == thread.id)))


def test_a_duplicate_leads_to_its_answer_and_leaves_the_index(
    make: Factory, bea: User, found: Suggest, client: FlaskClient
) -> None:
    stays = make.thread("The doorbell rings twice")
    goes = make.thread("My doorbell rings two times")
    assert len(found("doorbell rings twice")) == 2
    duplicates.link(bea, goes.id, f"thread:{stays.id}")
    assert fresh(goes).status is ThreadStatus.DUPLICATE
    assert [card.key for card in found("doorbell rings twice", sweep=False)] == [
        f"thread:{stays.id}"
    ]
    page = client.get(f"/t/{goes.id}/{goes.slug}").text
    assert "The same question was answered here" in page
    assert f"/t/{stays.id}/" in page
    other = client.get(f"/t/{stays.id}/{stays.slug}").text
    assert "The same question" in other
    assert "My doorbell rings two times" in other


def test_people_who_have_the_problem_come_along_and_go_back(make: Factory, bea: User) -> None:
    asker, follower, both = make.user(), make.user(), make.user()
    stays, goes = make.thread(), make.thread(author=asker)
    moment = clock.now()
    db.session.add_all(
        [
            Follow(user_id=follower.id, thread_id=goes.id, created_at=moment),
            SameProblem(user_id=both.id, thread_id=goes.id, created_at=moment),
            SameProblem(user_id=both.id, thread_id=stays.id, created_at=moment),
            Follow(user_id=both.id, thread_id=stays.id, created_at=moment),
        ]
    )
    db.session.commit()
    before = followers(stays)
    duplicates.link(bea, goes.id, f"thread:{stays.id}")
    assert followers(stays) == before | {asker.id, follower.id, both.id}
    assert fresh(stays).same_count == 2
    duplicates.unlink(asker, goes.id)
    assert followers(stays) == before
    assert fresh(stays).same_count == 1


def test_mine_is_different_makes_it_a_question_again(
    make: Factory, bea: User, found: Suggest
) -> None:
    asker = make.user()
    stays, goes = make.thread("Doorbell"), make.thread("The gate bell is stuck", author=asker)
    make.answer(goes, "Oil it.")
    duplicates.link(bea, goes.id, f"thread:{stays.id}")
    refresh_index()
    duplicates.unlink(asker, goes.id)
    assert fresh(goes).status is ThreadStatus.ANSWERED
    assert f"thread:{goes.id}" in [card.key for card in found("the gate bell is stuck")]
    with pytest.raises(Refused):
        duplicates.unlink(asker, goes.id)


def test_a_chain_ends_where_the_answer_stands(make: Factory, bea: User) -> None:
    first, second, third = make.thread(), make.thread(), make.thread()
    duplicates.link(bea, first.id, f"thread:{second.id}")
    duplicates.link(bea, second.id, f"thread:{third.id}")
    assert duplicates.link_in_force(first.id).target_thread_id == third.id  # type: ignore[union-attr]
    fourth = make.thread()
    made = duplicates.link(bea, fourth.id, f"thread:{first.id}")
    assert made.target_thread_id == third.id


def test_circles_and_oneself_are_refused(make: Factory, bea: User) -> None:
    first, second = make.thread(), make.thread()
    with pytest.raises(Refused):
        duplicates.link(bea, first.id, f"thread:{first.id}")
    duplicates.link(bea, first.id, f"thread:{second.id}")
    with pytest.raises(Refused):
        duplicates.link(bea, second.id, f"thread:{first.id}")


def test_saying_it_twice_makes_one_link(make: Factory, bea: User) -> None:
    first, second = make.thread(), make.thread()
    duplicates.link(bea, first.id, f"thread:{second.id}")
    duplicates.link(bea, first.id, f"thread:{second.id}")
    assert len(db.session.scalars(select(DuplicateLink)).all()) == 1


def test_what_the_readers_could_not_open_is_no_answer(
    make: Factory, bea: User, article: MakeArticle
) -> None:
    thread = make.thread()
    secret = make.category("secret", audience="staff")
    hidden = make.thread(author=make.user(role="rep"), category=secret)
    with pytest.raises(NotFound):
        duplicates.link(bea, thread.id, f"thread:{hidden.id}")
    with pytest.raises(Refused):
        duplicates.link(make.user(role="rep"), thread.id, f"thread:{hidden.id}")
    draft = article(status="draft")
    with pytest.raises(NotFound):
        duplicates.link(bea, thread.id, f"article:{draft.id}")
    with pytest.raises(NotFound):
        duplicates.link(bea, thread.id, "thread:99999")


def test_members_do_not_confirm_duplicates(make: Factory) -> None:
    first, second = make.thread(), make.thread()
    with pytest.raises(NotAllowed):
        duplicates.link(make.user(), first.id, f"thread:{second.id}")


def test_a_target_that_goes_away_gives_its_questions_back(make: Factory, bea: User) -> None:
    stays, goes = make.thread(), make.thread()
    duplicates.link(bea, goes.id, f"thread:{stays.id}")
    actions.delete_post(make.user(role="moderator"), question_of(stays.id).id)
    assert fresh(goes).status is ThreadStatus.WAITING
    assert duplicates.link_in_force(goes.id) is None


def test_an_article_can_be_the_answer(
    make: Factory, bea: User, article: MakeArticle, client: FlaskClient
) -> None:
    row = article("The doorbell handbook")
    thread = make.thread()
    duplicates.link(bea, thread.id, f"article:{row.id}")
    assert "The doorbell handbook" in client.get(f"/t/{thread.id}/{thread.slug}").text


def test_linking_and_unlinking_through_the_pages(make: Factory, bea: User) -> None:
    asker = make.user()
    stays, goes = make.thread(), make.thread(author=asker)
    browser = make.signed_in(bea)
    here = f"/t/{goes.id}/{goes.slug}"
    answer = post(browser, f"/t/{goes.id}/duplicate", here, target=f"#{stays.id}")
    assert (answer.status_code, answer.location) == (303, here)
    away = f"/t/{goes.id}/duplicate/delete"
    theirs = make.signed_in(asker)
    assert "Mine is different" in theirs.get(here).text
    assert "It is not the same" in browser.get(here).text
    assert away not in make.signed_in().get(here).text
    assert post(theirs, away, here).status_code == 303
    assert "Answered elsewhere" in browser.get(here).text
    assert "Answered elsewhere" not in theirs.get(here).text
    for nonsense in ("nonsense", ""):
        refused = post(browser, f"/t/{goes.id}/duplicate", here, target=nonsense)
        assert refused.status_code == 400
    member = post(make.signed_in(), f"/t/{goes.id}/duplicate", here, target=str(stays.id))
    assert member.status_code == 403


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("12", "thread:12"),
        ("#12", "thread:12"),
        ("thread:12", "thread:12"),
        ("article:7", "article:7"),
        ("/t/12/the-hub", "thread:12"),
        ("https://help.example.com/t/12/the-hub?sort=best#p9", "thread:12"),
        ("https://help.example.com/kb/7/setting-up#s-first", "article:7"),
    ],
)
def test_a_target_may_be_an_address_a_number_or_a_key(typed: str, key: str) -> None:
    assert str(target_of(typed)) == key


@pytest.mark.parametrize("typed", ["", "the hub", "/u/bea", "-1", "thread:0", "t/0", "9" * 30])
def test_anything_else_is_no_target(typed: str) -> None:
    with pytest.raises(Invalid):
        target_of(typed)
