"""What goes wrong around an article ends in a named refusal or a clean result; no text is lost."""

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Conflict, NotFound, Refused
from forum.knowledge.models import Article
from forum.threads import actions as threads
from forum.threads.models import Post
from moderation.promotion import actions
from moderation.promotion.actions import promoting
from tests.browser import post


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_source_that_goes_between_click_and_save(make, solved, monkeypatch):
    thread, _best = solved()
    lead = make.user(role="moderator")
    helper = make.answer(thread, "This helped, too.")
    db.session.get_one(Post, helper.id).score = 5
    db.session.commit()
    really = promoting.rendered

    def slow(source):
        monkeypatch.setattr(promoting, "rendered", really)
        threads.delete_post(lead, helper.id)
        return really(source)

    monkeypatch.setattr(promoting, "rendered", slow)
    with pytest.raises(Conflict, match="this very moment"):
        actions.promote(make.user(role="rep"), thread.id)
    assert number_of(Article) == 0
    assert "This helped" not in actions.promote(make.user(role="rep"), thread.id).article.source


@pytest.mark.parametrize("state", ["unresolved", "hidden", "deleted", "unanswered by now"])
def test_what_cannot_become_an_article_is_refused_by_name(make, solved, state):
    thread, best = solved()
    lead = make.user(role="moderator")
    if state == "unresolved":
        thread = make.thread()
    elif state == "hidden":
        row = type(thread)
        db.session.get_one(row, thread.id).hidden_at = thread.created_at
        db.session.commit()
    elif state == "deleted":
        threads.delete_post(lead, db.session.scalar(select(func.min(Post.id))))
    else:
        threads.delete_post(lead, best.id)
    with pytest.raises((Refused, NotFound)):
        actions.promote(lead, thread.id)
    assert number_of(Article) == 0


def test_two_articles_may_be_called_the_same(make, draft, client):
    lead = make.user(role="moderator")
    first, second = draft(title="Pair a lamp"), draft(title="Pair a lamp")
    for article in (first, second):
        actions.publish_article(lead, article.id)
        assert client.get(f"/kb/{article.id}/{article.slug}").status_code == 200
    assert first.slug == second.slug


def test_an_article_of_two_hundred_sections(make, draft, client):
    source = "\n\n".join(f"## Part {number}\n\nText {number}." for number in range(200))
    article = draft(source=source)
    actions.publish_article(make.user(role="moderator"), article.id)
    page = client.get(f"/kb/{article.id}/{article.slug}")
    assert page.status_code == 200
    assert 'href="#s-part-199"' in page.text
    text = actions.ArticleText(article.title, f"{source}\n\nMore.", article.category_id, "en")
    assert actions.save(make.user(role="rep"), article.id, 1, text).article.revision_number == 2


@pytest.mark.parametrize("wrong", [{"title": ""}, {"body": ""}, {"category_id": "999"}])
def test_what_was_typed_stands_there_again(make, draft, wrong):
    article = draft()
    fields = {"title": "My title", "body": "My long text.", "summary": "", "language": "en"}
    fields |= {"category_id": str(article.category_id), "based_on": "1", **wrong}
    client = make.signed_in(role="rep")
    page = f"/desk/articles/{article.id}"
    answer = post(client, f"{page}/save", f"{page}/edit", **fields)
    assert answer.status_code == 400
    assert all(fields[name] in answer.text for name in ("title", "body"))


def test_somebody_archives_it_while_one_writes_and_the_text_is_kept(make, draft):
    article, lead = draft(), make.user(role="moderator")
    actions.publish_article(lead, article.id)
    actions.archive(lead, article.id)
    text = actions.ArticleText(article.title, "My long text.", article.category_id, "en")
    saved = actions.save(make.user(role="rep"), article.id, 1, text).article
    assert (saved.source, saved.is_readable) == ("My long text.", False)
