"""An article waits for a look when what it stands on changes, and for nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.finding.models import Cluster, ClusterMember, Outcome, ShownSuggestion
from forum.knowledge.actions import say_whether_helpful
from forum.knowledge.models import Article, ArticleStatus
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.threads import actions as threads
from forum.threads.models import MarkKind
from moderation.audit.models import StaffAct
from moderation.promotion import actions, jobs
from moderation.promotion.models import Cause, ReviewTask
from moderation.promotion.policy import is_failing
from tests.browser import post

KEPT = "It blinks red.\n\nTwice a day."


@pytest.fixture
def public(make, solved):
    """An article that readers have: ``article, thread, best = public()``."""

    def build(**fields):
        thread, best = solved(**fields)
        article = actions.promote(make.user(role="rep"), thread.id).article
        actions.publish_article(make.user(role="moderator"), article.id)
        return article, thread, best

    return build


def tasks(article, is_open=True):
    ended = ReviewTask.closed_at.is_(None) if is_open else ReviewTask.closed_at.is_not(None)
    rows = select(ReviewTask).where(ReviewTask.article_id == article.id, ended)
    return db.session.scalars(rows.order_by(ReviewTask.id)).all()


def causes(article):
    return [task.cause for task in tasks(article)]


def now(article):
    return db.session.get_one(Article, article.id, populate_existing=True)


def edit(make, post, source, based_on=1):
    threads.edit_post(make.user(role="moderator"), post.id, threads.Edit(source, based_on))


def test_editing_the_very_words_opens_exactly_one_task(make, public):
    article, _thread, best = public(answer="Press it.\n\nWait a minute.\n\nThen look.")
    edit(make, best, "Press it twice.\n\nWait an hour.\n\nThen look.")
    edit(make, best, "Press it twice.\n\nWait an hour.\n\nLook again.", based_on=2)
    assert causes(article) == [Cause.SOURCE_EDITED]
    assert tasks(article)[0].post_id == best.id
    assert now(article).status is ArticleStatus.NEEDS_REVIEW


def test_other_words_of_the_same_post_may_change_freely(make, public):
    article, _thread, best = public(answer="Press it.")
    edit(make, best, "Press  it.\n\nBy the way: it is Tuesday.")
    assert causes(article) == []
    assert now(article).status is ArticleStatus.PUBLISHED


def test_words_that_a_writer_took_out_again_do_not_matter(make, public):
    article, _thread, best = public(answer="Press it.\n\nSomething quite different.")
    text = actions.ArticleText(
        article.title, "## Solution\n\nPress it.", article.category_id, article.language
    )
    actions.save(make.user(role="rep"), article.id, 1, text)
    edit(make, best, "Press it.\n\nNothing of the kind.")
    assert causes(article) == []


def test_a_source_that_went_is_one_task_and_not_also_an_unsolved_one(make, public):
    article, _thread, best = public()
    threads.delete_post(make.user(role="moderator"), best.id)
    assert causes(article) == [Cause.SOURCE_GONE]


def test_a_solution_that_is_none_any_more(make, public):
    article, thread, _best = public()
    threads.reopen(make.user(role="rep"), thread.id, "It happens again.")
    assert causes(article) == [Cause.NOT_SOLVED]


def test_another_official_answer(make, public):
    article, thread, _best = public()
    other = make.answer(thread, "Not at all: replace it.")
    threads.mark(make.user(role="rep"), other.id, MarkKind.OFFICIAL)
    assert Cause.OTHER_ANSWER in causes(article)


def test_a_draft_waits_for_nothing(make, solved):
    thread, best = solved(answer="Press it.")
    article = actions.promote(make.user(role="rep"), thread.id).article
    edit(make, best, "Do not press it.")
    assert causes(article) == []
    assert now(article).status is ArticleStatus.DRAFT


def test_a_reader_says_what_is_missing_and_the_owner_hears_of_it(make, public):
    article, _thread, _best = public()
    owner = make.user(role="rep")
    actions.keep(owner, article.id, actions.Keeping(owner.id, None, ""))
    reader = make.user()
    say_whether_helpful(reader, article.id, "user:1", False, "Which button?")
    say_whether_helpful(reader, article.id, "user:2", False, "Where is it?")
    say_whether_helpful(reader, article.id, "user:3", False)
    assert [(task.cause, task.detail) for task in tasks(article)] == [
        (Cause.NOT_HELPFUL, "Which button?")
    ]
    while tell_people():
        pass
    told = select(Notification.user_id).where(
        Notification.kind == NotificationKind.ARTICLE_TO_CHECK
    )
    assert db.session.scalars(told).all() == [owner.id]


def test_what_nobody_looked_at_for_long_and_what_has_its_day(app, public, monkeypatch):
    old, fresh, dated = (public()[0] for _ in range(3))
    now(old).checked_at = clock.now() - timedelta(days=181)
    now(fresh).checked_at = clock.now() - timedelta(days=179)
    now(dated).review_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    jobs.look_at_the_old()
    jobs.look_at_the_old()
    assert [causes(row) for row in (old, fresh, dated)] == [[Cause.AGE], [], [Cause.AGE]]


def test_still_true_closes_everything_and_starts_the_time_anew(make, public):
    article, thread, _best = public()
    threads.reopen(make.user(role="rep"), thread.id, "No.")
    rep = make.user(role="rep")
    actions.still_true(rep, article.id)
    assert now(article).status is ArticleStatus.PUBLISHED
    assert now(article).checked_at is not None
    assert causes(article) == []
    assert [task.closed_by_id for task in tasks(article, is_open=False)] == [rep.id]
    jobs.look_at_the_old()
    assert causes(article) == []


def test_one_looks_at_it_and_others_keep_off(make, public):
    article, thread, _best = public()
    threads.reopen(make.user(role="rep"), thread.id, "No.")
    first, second = make.user(role="rep"), make.user(role="rep")
    actions.take(first, article.id)
    with pytest.raises(Refused, match="looks at this"):
        actions.take(second, article.id)
    actions.give_back(second, article.id)
    with pytest.raises(Refused, match="Nobody answers"):
        actions.hand_to_owner(second, article.id)
    actions.keep(second, article.id, actions.Keeping(first.id, None, ""))
    actions.hand_to_owner(second, article.id)
    assert tasks(article)[0].taken_by_id == first.id
    verbs = select(StaffAct.verb).where(StaffAct.object_kind == "article").order_by(StaffAct.id)
    assert db.session.scalars(verbs).all()[-4:] == ["claim", "release", "keep", "assign"]
    with pytest.raises(NotAllowed):
        actions.still_true(make.user(), article.id)


@pytest.mark.parametrize(
    ("readers", "asked", "fails"), [(9, 9, False), (10, 2, False), (10, 3, True), (100, 20, False)]
)
def test_when_an_article_fails(readers, asked, fails):
    assert is_failing(readers, asked) is fails


def test_readers_who_ask_the_same_all_the_same(make, public):
    article, thread, _best = public()
    cluster = Cluster(created_at=clock.now(), changed_at=clock.now())
    db.session.add(cluster)
    db.session.flush()
    again = [make.thread() for _ in range(3)]
    elsewhere = make.thread()
    for row in (thread, *again):
        db.session.add(
            ClusterMember(thread_id=row.id, cluster_id=cluster.id, joined_at=clock.now())
        )
    asked = [*again, elsewhere]
    for number in range(12):
        db.session.add(
            ShownSuggestion(
                ask_key=f"visit {number}",
                document_key=f"article:{article.id}",
                shown_at=clock.now() + timedelta(seconds=1),
                opened_at=clock.now(),
                outcome=Outcome.NO,
                thread_id=asked[number].id if number < len(asked) else None,
            )
        )
    db.session.commit()
    jobs.doubt_failing([article.id])
    jobs.doubt_failing([article.id])
    assert [(task.cause, task.detail) for task in tasks(article)] == [(Cause.STILL_ASKED, "3/12")]


def test_the_queue_says_why_and_is_worked_through_in_place(make, public):
    article, thread, best = public(answer="Press it.")
    edit(make, best, "Hold it.")
    rep = make.user(role="rep")
    actions.keep(rep, article.id, actions.Keeping(rep.id, None, "Ask Dana."))
    client = make.signed_in(rep)
    page = client.get("/desk/articles/check").text
    assert "Words it carries were edited" in page
    assert thread.title in page
    assert thread.title in client.get("/desk/articles/check?of=me").text
    assert "Ask Dana." in client.get(f"/desk/articles/{article.id}/edit").text
    here = "/desk/articles/check"
    answer = post(client, f"/desk/articles/{article.id}/take", here, **{"from": "list"})
    assert answer.location.endswith(here)
    post(client, f"/desk/articles/{article.id}/still-true", here, **{"from": "list"})
    assert "Nothing to check" in client.get(here).text
