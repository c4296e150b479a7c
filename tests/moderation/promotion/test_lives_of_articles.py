"""Published at a time, kept by somebody, put away with a successor, edited under four eyes."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.permissions import Role
from forum.knowledge.models import Article, ArticleStatus
from moderation.promotion import actions, jobs
from moderation.promotion.models import WaitingEdit
from tests.browser import post

HOUR = timedelta(hours=1)


def now(article):
    return db.session.get_one(Article, article.id, populate_existing=True)


def text(article, source, **fields):
    known = {"category_id": article.category_id, "language": "en", "summary": article.summary}
    return actions.ArticleText(**{"title": article.title, "source": source, **known, **fields})


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def edits_need_two(app, monkeypatch):
    settings = dataclasses.replace(app.config["THREADWELL"], second_pair_of_eyes_on_edits=True)
    monkeypatch.setitem(app.config, "THREADWELL", settings)


def test_it_is_published_at_its_time_and_once(make, draft, monkeypatch):
    article, rep = draft(), make.user(role="rep")
    begun = clock.now()
    actions.schedule(rep, article.id, begun + HOUR)
    jobs.publish_at_their_time()
    assert now(article).status is ArticleStatus.DRAFT
    at(monkeypatch, begun + HOUR)
    jobs.publish_at_their_time()
    jobs.publish_at_their_time()
    assert now(article).status is ArticleStatus.PUBLISHED
    assert now(article).published_by_id == rep.id
    assert now(article).publish_at is None


def test_a_time_that_is_over_is_refused_and_nothing_is_published(make, draft):
    article = draft()
    client = make.signed_in(role="rep")
    page = f"/desk/articles/{article.id}/edit"
    assert (
        post(
            client, f"/desk/articles/{article.id}/schedule", page, publish_at="2020-01-01T10:00"
        ).status_code
        == 409
    )
    answer = post(client, f"/desk/articles/{article.id}/schedule", page, publish_at="soon")
    assert "Not a valid" in client.get(answer.location).text or answer.status_code == 303
    assert now(article).publish_at is None
    post(client, f"/desk/articles/{article.id}/schedule", page, publish_at="2036-01-01T10:00")
    assert "will be published" in client.get(page).text
    post(client, f"/desk/articles/{article.id}/schedule/delete", page)
    assert now(article).publish_at is None


def test_who_may_not_publish_any_more_publishes_nothing(make, draft, monkeypatch):
    article, rep = draft(), make.user(role="rep")
    actions.schedule(rep, article.id, clock.now() + HOUR)
    rep.role = Role.MEMBER
    db.session.commit()
    at(monkeypatch, clock.now() + 2 * HOUR)
    jobs.publish_at_their_time()
    assert now(article).status is ArticleStatus.DRAFT
    assert now(article).publish_at is None


def test_an_author_cannot_change_what_others_agreed_to_publish(make, draft):
    author = make.user(role="rep")
    article = draft(author)
    with pytest.raises(Refused, match="somebody else"):
        actions.schedule(author, article.id, clock.now() + HOUR)
    actions.schedule(make.user(role="rep"), article.id, clock.now() + HOUR)
    actions.save(author, article.id, 1, text(article, "Something else."))
    assert now(article).publish_at is None


def test_an_archived_article_leads_to_what_took_its_place(make, draft, client):
    lead = make.user(role="moderator")
    old, new, newest, lonely = (draft(title=f"Pair a lamp {n}") for n in range(4))
    for article in (old, new, newest, lonely):
        actions.publish_article(lead, article.id)
    actions.archive(lead, old.id, new.id)
    actions.archive(lead, new.id, newest.id)
    actions.archive(lead, lonely.id)
    first = client.get(f"/kb/{old.id}")
    assert first.status_code == 410  # what took its place is not read any more either
    assert client.get(f"/kb/{new.id}").location.endswith(f"/kb/{newest.id}/{newest.slug}")
    alone = client.get(f"/kb/{lonely.id}")
    assert alone.status_code == 410
    assert "in the archive" in alone.text
    assert lonely.title not in alone.text
    assert client.get(f"/kb/{draft().id}").status_code == 404


def test_only_what_readers_have_takes_a_place(make, draft):
    lead = make.user(role="moderator")
    article = draft()
    actions.publish_article(lead, article.id)
    for other in (article.id, draft().id, 999_999):
        with pytest.raises(Refused, match="take its place"):
            actions.archive(lead, article.id, other)
    assert now(article).is_readable
    client = make.signed_in(lead)
    page = f"/desk/articles/{article.id}/edit"
    answer = post(client, f"/desk/articles/{article.id}/archive", page, successor="nonsense")
    assert "not the address of an article" in client.get(answer.location).text


def test_somebody_answers_for_it(make, draft):
    article, rep = draft(), make.user(role="rep")
    with pytest.raises(Refused, match="writes articles"):
        actions.keep(rep, article.id, actions.Keeping(make.user().id, None, ""))
    with pytest.raises(Refused, match="over already"):
        actions.keep(rep, article.id, actions.Keeping(None, clock.now() - HOUR, ""))
    client = make.signed_in(rep)
    page = f"/desk/articles/{article.id}/edit"
    fields = {"owner_id": str(rep.id), "review_on": "2036-05-01", "note": "Ask Dana."}
    post(client, f"/desk/articles/{article.id}/keeping", page, **fields)
    kept = now(article)
    assert (kept.owner_id, kept.review_at.date().isoformat()) == (rep.id, "2036-05-01")
    actions.publish_article(make.user(role="moderator"), article.id)
    assert "Ask Dana." not in make.app.test_client().get(f"/kb/{article.id}/{article.slug}").text


def test_with_the_setting_on_an_edit_waits_for_a_second_person(make, draft, edits_need_two):
    writer, colleague = make.user(role="rep"), make.user(role="rep")
    article = draft(writer)
    assert not actions.save(writer, article.id, 1, text(article, "A draft is free.")).waits
    actions.publish_article(colleague, article.id)
    assert actions.save(writer, article.id, 2, text(article, "Readers wait for this.")).waits
    assert now(article).source == "A draft is free."
    edit = db.session.scalars(select(WaitingEdit)).one()
    with pytest.raises(Refused, match="You wrote"):
        actions.accept_edit(writer, article.id, edit.id, edit.source)
    client = make.signed_in(colleague)
    page = f"/desk/articles/{article.id}/edits/{edit.id}"
    assert f"{writer.name} wants readers to have this." in client.get(page).text
    post(client, f"{page}/accept", page)
    assert now(article).source == "Readers wait for this."
    assert client.get(page).status_code == 404


def test_an_edit_overtaken_by_another_is_kept_and_put_together(make, draft, edits_need_two):
    writer, colleague, lead = (make.user(role=role) for role in ("rep", "rep", "moderator"))
    article = draft(writer)
    actions.publish_article(lead, article.id)
    actions.save(writer, article.id, 1, text(article, "One."))
    edit = db.session.scalars(select(WaitingEdit)).one()
    actions.save(lead, article.id, 1, text(article, "Another."))  # a moderator needs nobody
    with pytest.raises(actions.StaleArticle):
        actions.accept_edit(colleague, article.id, edit.id, edit.source)
    client = make.signed_in(colleague)
    editor = client.get(f"/desk/articles/{article.id}/edit?edit={edit.id}").text
    assert "One." in editor
    actions.drop_edit(colleague, article.id, edit.id)
    assert now(article).source == "Another."
