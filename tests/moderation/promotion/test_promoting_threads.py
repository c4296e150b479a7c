"""One click makes a draft of a resolved thread; nothing of it is lost."""

import threading

import pytest
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core import markup
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.permissions import Role
from forum.knowledge.models import (
    Article,
    ArticleContributor,
    ArticleSource,
    ArticleStatus,
)
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Post, Revision, ThreadEvent
from moderation.promotion import actions
from moderation.promotion.blocks import paragraphs_of
from tests.browser import post


def promote(make, thread, actor=None):
    return actions.promote(actor or make.user(role="rep"), thread.id).article


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_draft_has_problem_and_solution_and_keeps_steps_and_code(make, solved):
    thread, _best = solved(title="The hub blinks red")
    article = promote(make, thread)
    assert article.title == "The hub blinks red"
    assert article.status is ArticleStatus.DRAFT
    assert article.source == (
        "## Problem\n\nIt blinks red.\n\nTwice a day.\n\n"
        "## Solution\n\n1. Restart it.\n2. Wait.\n\n```sh\nreboot\n```"
    )
    assert '<h2 id="s-problem">' in article.html


def test_category_language_and_tags_are_kept(make, solved):
    admin = make.user(role="admin")
    thread, _best = solved(
        author=admin,
        question="Хаб мигает красным дважды в день, что делать?",
        title="Хаб мигает красным",
        category=make.category("hubs"),
        tags=("firmware", "wifi"),
    )
    article = promote(make, thread)
    assert (article.category_id, article.language) == (thread.category_id, "ru")
    assert sorted(tag.slug for tag in article.tags) == ["firmware", "wifi"]


def test_the_headings_speak_the_threads_language(app, make, solved):
    thread, _best = solved(title="Hub blinks red all day")
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        assert promote(make, thread).source.startswith("## Problem\n")


def test_every_paragraph_leads_to_the_words_it_came_from(make, solved):
    thread, best = solved()
    threads.edit_post(
        make.user(role="moderator"), best.id, threads.Edit("Press it.\n\nWait a minute.", 1)
    )
    article = promote(make, thread)
    rows = db.session.scalars(
        select(ArticleSource).where(ArticleSource.article_id == article.id)
    ).all()
    for row in rows:
        said = db.session.scalar(
            select(Revision.source).where(
                Revision.post_id == row.post_id, Revision.number == row.post_revision
            )
        )
        assert row.paragraph in said
        assert row.thread_id == thread.id
    bound = [row.paragraph for row in rows]
    headings = {"## Problem", "## Solution", "## Also worked"}
    assert [block for block in paragraphs_of(article.source) if block not in headings] == bound
    assert {(row.post_id, row.post_revision) for row in rows if row.post_id == best.id} == {
        (best.id, 2)
    }


def test_other_helpful_answers_follow_best_first(make, solved):
    thread, _best = solved()
    plain = make.answer(thread, "Nobody liked this.")
    liked = make.answer(thread, "Two liked this.")
    loved = make.answer(thread, "Many loved this.")
    endorsed = make.answer(thread, "An ambassador stands behind this.")
    hidden = make.answer(thread, "Hidden words.")
    for found, score in ((plain, 1), (liked, 2), (loved, 9), (hidden, 9)):
        db.session.get_one(Post, found.id).score = score
    db.session.commit()
    threads.mark(make.user(role="ambassador"), endorsed.id, MarkKind.ENDORSED)
    threads.delete_post(make.user(role="moderator"), hidden.id)
    source = promote(make, thread).source
    also = source.split("## Also worked")[1]
    assert also.index("Many loved") < also.index("Two liked") < also.index("An ambassador")
    assert "Nobody liked" not in source
    assert "Hidden words" not in source


def test_the_official_answer_goes_before_the_accepted_one(make, solved):
    thread, _official = solved(answer="The team says so.")
    accepted = make.answer(thread, "A peer found this.")
    threads.mark(db.session.get_one(User, thread.author_id), accepted.id, MarkKind.ACCEPTED)
    source = promote(make, thread).source
    assert source.index("The team says so.") < source.index("A peer found this.")
    assert "## Also worked\n\nA peer found this." in source


def test_whoever_wrote_or_checked_the_words_is_credited(make, solved):
    team, ambassador = make.user(role="rep"), make.user(role="ambassador")
    thread, best = solved(by=team)
    endorsed = make.answer(thread, "This works too.")
    threads.mark(ambassador, endorsed.id, MarkKind.ENDORSED)
    bystander = make.answer(thread, "Thanks!")
    article = promote(make, thread)
    credited = set(
        db.session.scalars(
            select(ArticleContributor.user_id).where(ArticleContributor.article_id == article.id)
        )
    )
    assert credited == {thread.author_id, best.author_id, endorsed.author_id, ambassador.id}
    assert bystander.author_id not in credited


def test_an_unresolved_thread_is_refused(make):
    thread = make.thread()
    make.answer(thread)
    with pytest.raises(Refused, match="not resolved"):
        promote(make, thread)


def test_a_deleted_thread_is_refused_to_who_sees_it_and_unknown_to_others(make, solved):
    thread, _best = solved()
    question = db.session.scalar(
        select(Post).where(Post.thread_id == thread.id, Post.position == 0)
    )
    moderator = make.user(role="moderator")
    threads.delete_post(moderator, question.id)
    with pytest.raises(Refused, match="not shown"):
        promote(make, thread, moderator)
    with pytest.raises(NotFound):
        promote(make, thread, make.user(role="rep"))


@pytest.mark.parametrize("role", [Role.NEW, Role.MEMBER, Role.AMBASSADOR])
def test_only_staff_make_articles(make, solved, role):
    thread, _best = solved()
    with pytest.raises(NotAllowed):
        promote(make, thread, make.user(role=role))
    client = make.signed_in(role=role)
    answer = post(client, f"/t/{thread.id}/promote", f"/t/{thread.id}/{thread.slug}")
    assert answer.status_code == 403


def test_the_second_click_leads_to_the_one_draft(make, solved):
    thread, _best = solved()
    article = promote(make, thread)
    with pytest.raises(actions.AlreadyPromoted) as refused:
        promote(make, thread)
    assert refused.value.article_id == article.id
    assert number_of(Article) == 1


def test_the_button_makes_a_draft_and_then_leads_to_it(make, solved):
    thread, _best = solved()
    client = make.signed_in(role="rep")
    page = f"/t/{thread.id}/{thread.slug}"
    assert "Make an article" in client.get(page).text
    first = post(client, f"/t/{thread.id}/promote", page)
    again = post(client, f"/t/{thread.id}/promote", page)
    assert (first.status_code, first.location) == (303, again.location)
    assert "an article already" in client.get(again.location).text
    assert "Open its article" in client.get(page).text
    assert "Make an article" not in make.signed_in(role="member").get(page).text


def test_two_people_at_once_make_one_draft(app, make, solved):
    thread, _best = solved()
    reps = [make.user(role="rep").id for _number in range(4)]
    outcomes: list[str] = []

    def click(user_id: int) -> None:
        with app.app_context():
            try:
                actions.promote(db.session.get_one(User, user_id), thread_id)
                outcomes.append("made")
            except actions.AlreadyPromoted:
                outcomes.append("known")

    thread_id = thread.id
    clicks = [threading.Thread(target=click, args=(user_id,)) for user_id in reps]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sorted(outcomes) == ["known", "known", "known", "made"]
    assert number_of(Article) == 1


def test_an_archived_article_leaves_its_thread_free(make, solved):
    thread, _best = solved()
    first = promote(make, thread)
    actions.archive(make.user(role="rep"), first.id)
    assert promote(make, thread).id != first.id


def test_nothing_is_said_in_public_before_it_is_published(make, solved):
    thread, _best = solved()
    before = number_of(ThreadEvent)
    promote(make, thread)
    assert number_of(ThreadEvent) == before


def test_too_much_for_one_article_is_refused_by_name(make, solved):
    half = "word " * (markup.SOURCE_MAX_CHARS // 5 - 10)
    thread, _best = solved(question=half, answer=half)
    with pytest.raises(Refused, match="longer than an article"):
        promote(make, thread)
