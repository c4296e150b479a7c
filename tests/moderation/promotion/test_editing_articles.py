"""Saving, conflicts and history: no text is ever lost."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.knowledge.models import Article, ArticleRevision
from moderation.promotion import actions, queries
from tests.browser import post


def text(article, source, **changes):
    fields = {
        "title": article.title,
        "summary": "In short",
        "language": "en",
        "category_id": article.category_id,
    }
    return actions.ArticleText(source=source, **fields | changes)


def now(article):
    return db.session.get_one(Article, article.id, populate_existing=True)


def numbers(article):
    return db.session.scalars(
        select(ArticleRevision.number)
        .where(ArticleRevision.article_id == article.id)
        .order_by(ArticleRevision.number)
    ).all()


def form(article, **changes):
    return {
        "title": article.title,
        "summary": article.summary,
        "category_id": article.category_id,
        "language": article.language,
        "body": article.source,
        "based_on": article.revision_number,
    } | changes


def test_saving_keeps_a_revision_and_renders_the_text(make, draft):
    article = draft()
    actions.save(
        make.user(role="rep"), article.id, 1, text(article, "## New\n\nWords.", title="Pair it")
    )
    saved = now(article)
    assert (saved.title, saved.slug, saved.revision_number) == ("Pair it", "pair-it", 2)
    assert '<h2 id="s-new">' in saved.html
    assert numbers(article) == [1, 2]


def test_saving_the_same_again_makes_no_revision(make, draft):
    article = draft()
    actions.save(make.user(role="rep"), article.id, 1, text(article, article.source))
    assert numbers(article) == [1]


def test_who_was_slower_changes_nothing(make, draft):
    article = draft()
    actions.save(make.user(role="rep"), article.id, 1, text(article, "First."))
    with pytest.raises(actions.StaleArticle):
        actions.save(make.user(role="rep"), article.id, 1, text(article, "Second."))
    assert now(article).source == "First."


def test_an_old_revision_can_stand_again(make, draft):
    article = draft(source="Old words.")
    rep = make.user(role="rep")
    actions.save(rep, article.id, 1, text(article, "New words.", title="Another"))
    actions.restore(rep, article.id, 1)
    assert (now(article).title, now(article).source) == ("Pair a lamp", "Old words.")
    assert numbers(article) == [1, 2, 3]
    with pytest.raises(NotFound):
        actions.restore(rep, article.id, 9)


def test_a_category_that_is_not_there_is_refused(make, draft):
    article = draft()
    with pytest.raises(Refused):
        actions.save(make.user(role="rep"), article.id, 1, text(article, "Words.", category_id=999))


def test_members_write_nothing(make, draft):
    article = draft()
    member = make.user()
    with pytest.raises(NotFound):
        actions.save(member, article.id, 1, text(article, "Mine."))
    with pytest.raises(NotAllowed):
        actions.begin_article(member, text(article, "Mine."))


def test_the_editor_saves_and_says_so(make, draft):
    article = draft()
    client = make.signed_in(role="rep")
    edit = f"/desk/articles/{article.id}/edit"
    answer = post(
        client, f"/desk/articles/{article.id}/save", edit, **form(article, body="Better.")
    )
    assert (answer.status_code, answer.location) == (303, edit)
    assert now(article).source == "Better."


def test_a_conflict_shows_both_texts_and_saves_what_was_put_together(make, draft):
    article = draft(source="Common.")
    client = make.signed_in(role="rep")
    save = f"/desk/articles/{article.id}/save"
    edit = f"/desk/articles/{article.id}/edit"
    stale = form(article, body="My words.", summary="My summary")
    actions.save(make.user(role="rep"), article.id, 1, text(article, "Their words."))
    answer = post(client, save, edit, **stale)
    assert answer.status_code == 409
    for words in ("My words.", "My summary", "Their words."):
        assert words in answer.text
    assert 'name="based_on" type="hidden" value="2"' in answer.text
    assert now(article).source == "Their words."
    post(client, save, edit, **(stale | {"based_on": "2", "body": "Both words."}))
    assert now(article).source == "Both words."


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 40, "²"])
def test_a_meddled_revision_number_is_a_conflict(make, draft, based_on):
    article = draft()
    answer = post(
        make.signed_in(role="rep"),
        f"/desk/articles/{article.id}/save",
        f"/desk/articles/{article.id}/edit",
        **form(article, body="Mine.", based_on=based_on),
    )
    assert answer.status_code == 409
    assert "Mine." in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"title": "x" * 201},
        {"body": ""},
        {"body": "x" * 32_001},
        {"summary": "x" * 301},
        {"category_id": "nowhere"},
        {"category_id": "999"},
        {"language": "xx"},
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(make, draft, wrong):
    article = draft()
    client = make.signed_in(role="rep")
    fields = form(article, summary="What I typed") | wrong
    answer = post(
        client, f"/desk/articles/{article.id}/save", f"/desk/articles/{article.id}/edit", **fields
    )
    assert answer.status_code == 400
    assert fields["summary"] in answer.text
    assert now(article).revision_number == 1
    answer = post(client, "/desk/articles/new", **fields)
    assert answer.status_code == 400


def test_an_article_can_be_written_on_an_empty_page(make, draft):
    category = make.category("lamps")
    client = make.signed_in(role="rep")
    answer = post(
        client,
        "/desk/articles/new",
        title="From scratch",
        summary="",
        category_id=category.id,
        language="ru",
        body="Words.",
    )
    assert answer.status_code == 303
    written = db.session.scalar(select(Article).where(Article.title == "From scratch"))
    assert answer.location == f"/desk/articles/{written.id}/edit"
    assert (written.language, written.category_id) == ("ru", category.id)


def test_the_preview_looks_like_the_article_will(make, draft):
    article = draft()
    client = make.signed_in(role="rep")
    page = f"/desk/articles/{article.id}/edit"
    body = "## Step\n\n<script>alert(1)</script>"
    for url in (f"/desk/articles/{article.id}/preview", "/desk/articles/preview"):
        answer = post(client, url, page, body=body)
        assert '<h2 id="s-step">Step</h2>' in answer.text
        assert "<script>" not in answer.text
        assert post(client, url, page, body="x" * 32_001).status_code == 422


def test_the_history_shows_each_change_and_restores(make, draft):
    article = draft(source="Old words here.")
    rep = make.user("Rita Rep", role="rep")
    actions.save(rep, article.id, 1, text(article, "New words here."))
    client = make.signed_in(rep)
    url = f"/desk/articles/{article.id}/history"
    newest = client.get(url).text
    assert "<del>Old</del>" in newest
    assert "<ins>New</ins>" in newest
    assert "Rita Rep" in newest
    first = client.get(f"{url}?revision=1").text
    assert "as it was first written" in first
    assert client.get(f"{url}?revision=7").status_code == 404
    post(client, f"/desk/articles/{article.id}/restore/1", f"{url}?revision=1")
    assert now(article).source == "Old words here."


def test_the_editor_shows_the_posts_it_stands_on_and_which_changed_since(make, solved):
    thread, best = solved(answer="Hold it for ten seconds.")
    rep = make.user(role="rep")
    article = actions.promote(rep, thread.id).article
    page = queries.edit_page(article.id, rep)
    assert [(one.post.id, one.edited_since) for one in page.sources] == [
        (page.sources[0].post.id, False),
        (best.id, False),
    ]
    found = db.session.merge(best)
    found.revision_number = 2
    db.session.commit()
    page = queries.edit_page(article.id, rep)
    assert [one.edited_since for one in page.sources] == [False, True]
    shown = make.signed_in(rep).get(f"/desk/articles/{article.id}/edit").text
    assert f"/p/{best.id}" in shown
    assert "Edited since" in shown
