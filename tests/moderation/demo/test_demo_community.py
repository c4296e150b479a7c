"""The demo community: filled once, whole or not at all, with every figure in its place."""

from statistics import median

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import verify_password
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.announcements.models import Announcement
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.core.permissions import STAFF, Role
from forum.finding.models import DuplicateLink, StaleDocument
from forum.knowledge.models import READABLE, Article, ArticleSource, FaqEntry
from forum.notifications.models import Notification
from forum.reactions import actions as reactions
from forum.reactions.models import Follow, SameProblem, Vote
from forum.threads import counters
from forum.threads.models import AnswerMark, MarkKind, Post, PostKind, Tag, Thread, ThreadStatus
from moderation.demo import filling
from moderation.demo.content import Content, read
from moderation.demo.sign_ins import sign_ins
from moderation.measures.models import MeasuredThread
from moderation.promotion.models import ArticleProposal, ReviewTask
from moderation.promotion.queries import article_of_thread
from moderation.routing.models import RoutingRule
from moderation.teams.models import Team, TeamMember
from moderation.watchlist import keeping
from moderation.watchlist.models import Note, ThreadClock
from tests.conftest import Site
from tests.databases import forget_connections
from tests.factories import Factory


@pytest.fixture(scope="module")
def content() -> Content:
    return read()


@pytest.fixture(scope="module")
def kept() -> set[str]:
    """Where the first test that needs a filled database notes that it left one for the others."""
    return set()


@pytest.fixture
def filled(site: Site, app: Flask, content: Content, kept: set[str]) -> Flask:
    if not kept:
        assert filling.fill(content)
        forget_connections()
        site.place.copy_aside("filled")
        kept.add("filled")
    forget_connections()
    site.place.put("filled")
    return app


def number(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def everything() -> dict[str, list[tuple[object, ...]]]:
    rows = {
        table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr)
        for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return rows


def test_everything_that_is_written_down_is_there(filled: Flask, content: Content) -> None:
    posts = [post for thread in content.threads for post in thread.posts]
    assert number(User) == len(content.people)
    assert number(Category) == len(content.categories)
    assert number(Thread) == len(content.threads)
    assert number(Post) == len(content.threads) + len(posts)
    assert number(Article) == len(content.articles)
    assert number(Note) == len(content.notes)
    assert number(RoutingRule) == len(content.rules)
    assert number(Announcement) == len(content.announcements)
    assert number(FaqEntry) == len(content.common_questions)
    assert number(Vote) == sum(len(post.up) + len(post.down) for post in posts)
    assert number(DuplicateLink) == sum(bool(thread.duplicate_of) for thread in content.threads)
    for kind in ("accepted", "official", "verified"):
        marks = select(func.count()).where(AnswerMark.kind == MarkKind(kind))
        assert db.session.scalar(marks) == sum(getattr(post, kind) for post in posts)


def test_filling_twice_changes_nothing(filled: Flask, content: Content) -> None:
    before = everything()
    assert not filling.fill(content)
    assert everything() == before


def test_every_stored_figure_is_what_its_room_would_rebuild(filled: Flask) -> None:
    before = everything()
    ids = list(db.session.scalars(select(Thread.id)))
    db.session.rollback()
    counters.recount(ids)
    counters.recount_tags()
    db.session.commit()
    reactions.recount(ids)
    keeping.rebuild(ids)
    assert everything() == before


# what these name may come yet
PLANS = ("due_at", "expires_at", "starts_at", "ends_at", "signal_at")


def test_nothing_lies_in_the_future(filled: Flask) -> None:
    now = clock.now()
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_at") and not column.name.endswith(PLANS):
                latest = db.session.scalar(select(func.max(column)))
                assert latest is None or latest <= now, f"{table.name}.{column.name}"


def test_posts_stand_in_the_order_in_which_they_were_written(filled: Flask) -> None:
    for thread in db.session.scalars(select(Thread)):
        posts = db.session.scalars(
            select(Post).where(Post.thread_id == thread.id).order_by(Post.position)
        ).all()
        assert [post.position for post in posts] == list(range(len(posts)))
        assert [post.created_at for post in posts] == sorted(post.created_at for post in posts)
        assert posts[0].kind is PostKind.QUESTION


def test_nobody_did_what_the_site_would_not_let_them(filled: Flask) -> None:
    authors = dict(db.session.execute(select(Post.id, Post.author_id)).all())
    roles = dict(db.session.execute(select(User.id, User.role)).all())
    for vote in db.session.scalars(select(Vote)):
        assert vote.user_id != authors[vote.post_id]
        assert roles[vote.user_id] is not Role.NEW
    askers = dict(db.session.execute(select(Thread.id, Thread.author_id)).all())
    for mark in db.session.scalars(select(AnswerMark)):
        if mark.kind is MarkKind.ACCEPTED:
            assert mark.by_id == askers[mark.thread_id]
        if mark.kind is MarkKind.VERIFIED:
            assert mark.by_id != authors[mark.post_id]
    for article in db.session.scalars(select(Article)):
        assert article.published_by_id != article.author_id


def test_some_wait_and_their_clocks_run(filled: Flask, content: Content) -> None:
    waiting = set(
        db.session.scalars(select(Thread.id).where(Thread.status == ThreadStatus.WAITING))
    )
    running = set(
        db.session.scalars(select(ThreadClock.thread_id).where(ThreadClock.stopped_at.is_(None)))
    )
    assert waiting & running
    needs_info = select(func.count()).where(Thread.status == ThreadStatus.NEEDS_INFO)
    assert db.session.scalar(needs_info) == sum(thread.needs_info for thread in content.threads)


def test_the_team_has_its_people_and_somebody_leads_it(filled: Flask) -> None:
    team = db.session.scalars(select(Team)).one()
    members = db.session.scalars(select(TeamMember).where(TeamMember.team_id == team.id)).all()
    working = db.session.scalars(select(User.id).where(User.role.in_(STAFF))).all()
    assert {one.user_id for one in members} == set(working)
    assert any(one.is_lead for one in members)


def test_articles_say_where_each_paragraph_came_from(filled: Flask, content: Content) -> None:
    for text in content.articles:
        key = f"demo:article:{text.key}"
        article = db.session.scalars(select(Article).where(Article.import_key == key)).one()
        sources = db.session.scalars(
            select(ArticleSource).where(ArticleSource.article_id == article.id)
        ).all()
        assert bool(sources) == bool(text.threads)
        keys = [f"demo:thread:{thread}" for thread in text.threads]
        threads = set(db.session.scalars(select(Thread.id).where(Thread.import_key.in_(keys))))
        for source in sources:
            post = db.session.get_one(Post, source.post_id)
            assert source.thread_id in threads
            assert source.post_revision == 1
            assert source.paragraph in post.source
        assert article.helpful_count == len(text.helpful)
        assert article.is_readable == (text.status == "published")


def test_a_first_answer_takes_from_minutes_to_hours(filled: Flask) -> None:
    took = list(
        db.session.scalars(
            select(MeasuredThread.first_minutes).where(MeasuredThread.first_minutes.is_not(None))
        )
    )
    assert 20 <= median(took) <= 4 * 60
    assert took.count(0) <= len(took) // 10


def test_work_on_articles_waits_for_the_team(filled: Flask, content: Content) -> None:
    proposals = db.session.scalars(select(ArticleProposal)).all()
    assert len(proposals) == len(content.proposals)
    for proposal in proposals:
        assert db.session.get_one(User, proposal.by_id).role is Role.AMBASSADOR
        assert db.session.get_one(Thread, proposal.thread_id).status is ThreadStatus.SOLVED
        assert article_of_thread(proposal.thread_id) is None
    tasks = db.session.scalars(select(ReviewTask)).all()
    assert len({task.cause for task in tasks}) == len(tasks) == len(content.checks)
    for task in tasks:
        assert db.session.get_one(Article, task.article_id).is_doubted


def test_inboxes_count_what_is_new_and_no_mail_waits(filled: Flask) -> None:
    assert number(OutboxMail) == 0
    assert number(Notification) > 0
    unread = (
        select(Notification.user_id, func.count())
        .where(Notification.read_at.is_(None))
        .group_by(Notification.user_id)
    )
    counted = dict(db.session.execute(unread).all())
    for user_id, stored in db.session.execute(select(User.id, User.unread)):
        assert stored == counted.get(user_id, 0)
    assert sum(counted.values()) > 0


def test_everything_waits_for_the_index(filled: Flask) -> None:
    stale = set(db.session.scalars(select(StaleDocument.key)))
    assert {f"thread:{row}" for row in db.session.scalars(select(Thread.id))} <= stale
    readable = select(Article.id).where(Article.status.in_(READABLE))
    assert {f"article:{row}" for row in db.session.scalars(readable)} <= stale


def test_duplicates_bring_their_people_along(filled: Flask) -> None:
    for link in db.session.scalars(select(DuplicateLink)):
        if link.target_thread_id is None:
            continue
        asker = db.session.get_one(Thread, link.thread_id).author_id
        assert db.session.get(Follow, (asker, link.target_thread_id)) is not None
        assert db.session.get(SameProblem, (asker, link.target_thread_id)) is not None


def test_a_fill_that_fails_half_way_leaves_nothing(
    app: Flask, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_cast: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(filling, "fill_inboxes", fail)
        with pytest.raises(RuntimeError):
            filling.fill(content)
    assert (number(User), number(Thread), number(Tag)) == (0, 0, 0)
    assert filling.fill(content)


def test_a_database_with_people_is_left_alone(app: Flask, content: Content, make: Factory) -> None:
    make.user()
    assert not filling.fill(content)
    assert number(Thread) == 0
    assert sign_ins() == []


def test_one_person_of_each_role_can_sign_in(filled: Flask) -> None:
    listed = sign_ins()
    assert {role for role, *_rest in listed} == {role.value for role in Role}
    for _role, _name, email, password in listed:
        person = db.session.scalars(select(User).where(User.email == email)).one()
        assert person.confirmed_at is not None
        assert verify_password(password, person.password)
        browser = filled.test_client()
        filled.config["WTF_CSRF_ENABLED"] = False
        answer = browser.post("/login", data={"email": email, "password": password})
        filled.config["WTF_CSRF_ENABLED"] = True
        assert answer.status_code in {302, 303}, answer.text


def test_readers_meet_the_threads(filled: Flask, client: FlaskClient) -> None:
    for thread in db.session.scalars(select(Thread).order_by(Thread.id).limit(5)).all():
        assert client.get(f"/t/{thread.id}/{thread.slug}").status_code == 200
