"""Ambassadors propose, staff decide; many drafts in one go; several questions in one draft."""

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.finding.models import Cluster, ClusterMember, DuplicateLink
from forum.knowledge.models import Article, ArticleContributor, ArticleSource
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from moderation.promotion import actions, queries
from moderation.promotion.models import ArticleProposal
from tests.browser import post


def told(person):
    while tell_people():
        pass
    kinds = select(Notification.kind).where(Notification.user_id == person.id)
    return list(db.session.scalars(kinds.order_by(Notification.id)))


def same_cluster(*rows):
    cluster = Cluster(created_at=clock.now(), changed_at=clock.now())
    db.session.add(cluster)
    db.session.flush()
    for row in rows:
        member = ClusterMember(thread_id=row.id, cluster_id=cluster.id, joined_at=clock.now())
        db.session.add(member)
    db.session.commit()


def test_what_is_proposed_becomes_a_draft_and_its_proposer_hears_of_it(make, solved):
    ambassador, rep = make.user(role="ambassador"), make.user(role="rep")
    thread, _best = solved()
    client = make.signed_in(ambassador)
    page = f"/t/{thread.id}/propose"
    assert "Propose as an article" in client.get(f"/t/{thread.id}/{thread.slug}").text
    post(client, page, note="Asked every week.")
    desk = make.signed_in(rep)
    assert "Asked every week." in desk.get("/desk/articles/ready").text
    proposal = db.session.scalars(select(ArticleProposal)).one()
    accept = f"/desk/articles/proposals/{proposal.id}/accept"
    assert "/edit" in post(desk, accept, "/desk/articles/ready").location
    assert told(ambassador) == [NotificationKind.PROPOSAL_TAKEN]
    assert post(desk, accept, "/desk/articles/ready").status_code == 409


def test_what_is_declined_is_told_with_the_reason(make, solved):
    ambassador, rep = make.user(role="ambassador"), make.user(role="rep")
    thread, _best = solved()
    proposal = actions.propose(ambassador, thread.id)
    desk = make.signed_in(rep)
    decline = f"/desk/articles/proposals/{proposal.id}/decline"
    assert post(desk, decline, "/desk/articles/ready", reason="").status_code == 400
    post(desk, decline, "/desk/articles/ready", reason="It is in the manual.")
    assert told(ambassador) == [NotificationKind.PROPOSAL_DECLINED]
    assert db.session.get_one(ArticleProposal, proposal.id).reason == "It is in the manual."
    actions.propose(ambassador, thread.id, "Again, since the manual is wrong.")


def test_making_the_draft_elsewhere_answers_the_proposal_too(make, solved):
    ambassador = make.user(role="ambassador")
    thread, _best = solved()
    actions.propose(ambassador, thread.id)
    actions.promote(make.user(role="rep"), thread.id)
    assert told(ambassador) == [NotificationKind.PROPOSAL_TAKEN]


def test_what_cannot_be_proposed(make, solved):
    ambassador = make.user(role="ambassador")
    with pytest.raises(Refused, match="not resolved"):
        actions.propose(ambassador, make.thread().id)
    thread, _best = solved()
    with pytest.raises(NotAllowed):
        actions.propose(make.user(), thread.id)
    actions.propose(ambassador, thread.id)
    with pytest.raises(Refused, match="already"):
        actions.propose(make.user(role="ambassador"), thread.id)
    done, _best = solved()
    actions.promote(make.user(role="rep"), done.id)
    with pytest.raises(actions.AlreadyPromoted):
        actions.propose(ambassador, done.id)


def test_the_list_begins_with_what_most_people_need(make, solved):
    rep = make.user(role="rep")
    read, needed, asked_again, done = (solved(title=f"Question {n}")[0] for n in range(4))
    for thread, people, views in ((read, 0, 150), (needed, 3, 0), (done, 9, 9)):
        row = db.session.get_one(Thread, thread.id)
        row.same_count, row.view_count = people, views
    for number in range(2):
        copy = make.thread(title=f"Copy {number}")
        db.session.add(
            DuplicateLink(
                thread_id=copy.id,
                target_thread_id=asked_again.id,
                by_id=rep.id,
                created_at=clock.now(),
            )
        )
    db.session.commit()
    actions.promote(rep, done.id)
    make.thread(title="Still open")
    assert [row.thread.id for row in queries.ready(rep)] == [needed.id, asked_again.id, read.id]
    actions.propose(make.user(role="ambassador"), read.id)
    assert queries.counts(rep).ready == 3 + 1, "as many as the page lists"


def test_many_at_once_and_what_is_refused_is_named(make, solved):
    rep = make.user(role="rep")
    first, second, done = (solved(title=f"Question {n}")[0] for n in range(3))
    actions.promote(rep, done.id)
    unsolved = make.thread()
    results = actions.promote_many(rep, [first.id, done.id, unsolved.id, 999, second.id, first.id])
    assert [row.article is not None for row in results] == [True, False, False, False, True]
    assert all(row.refusal for row in results if row.article is None)
    client = make.signed_in(rep)
    assert (
        "at least one"
        in client.get(post(client, "/desk/articles/ready", "/desk/articles/new").location).text
    )


def test_the_command_makes_drafts_of_what_most_need(app, make, solved):
    make.user("Anna Berg", role="rep")
    thread, _best = solved()
    run = app.test_cli_runner().invoke
    done = run(args=["articles", "promote", "--ready", "5", "--as", "Anna Berg"])
    assert f"{thread.id}: article" in done.output
    assert "1 drafts" in done.output
    assert run(args=["articles", "promote", "--as", "Nobody", "1"]).exit_code == 1


def test_questions_that_ask_the_same_become_one_article(make, solved):
    helper, asker = make.user(), make.user()
    thread, best = solved(title="Hub blinks")
    other = make.thread(title="Red *light* at night", author=asker)
    answer = make.answer(other, "Update it first.", author=helper)
    threads.mark(make.user(role="rep"), answer.id, MarkKind.VERIFIED)
    backroom = make.category("back", "staff")
    hidden = make.thread(title="Staff only", author=make.user(role="rep"), category=backroom)
    same_cluster(thread, other, hidden)
    article = actions.promote_together(make.user(role="rep"), thread.id).article
    assert "## Also worked\n\nUpdate it first." in article.source
    assert "## Also asked as\n\n- Red \\*light\\* at night" in article.source
    rows = db.session.scalars(
        select(ArticleSource).where(ArticleSource.article_id == article.id)
    ).all()
    assert {row.thread_id for row in rows} == {thread.id, other.id}
    assert all(row.position is not None for row in rows)
    thanked = select(ArticleContributor.user_id).where(ArticleContributor.article_id == article.id)
    assert {helper.id, asker.id, best.author_id} <= set(db.session.scalars(thanked))
    assert db.session.get_one(Article, article.id).title == "Hub blinks"


def test_environment_and_steps_have_their_own_names(make, solved):
    product = make.product("orrin-hub")
    thread, _best = solved(
        product=product, answer="It is the router.\n\nDo this:\n\n1. Open it.\n2. Press it."
    )
    db.session.get_one(Thread, thread.id).version = "5.2.1"
    db.session.commit()
    source = actions.promote(make.user(role="rep"), thread.id).article.source
    assert "## Environment\n\n- Orrin Hub, version 5.2.1\n\n## Solution" in source
    assert "It is the router.\n\n### Steps\n\nDo this:\n\n1. Open it." in source
