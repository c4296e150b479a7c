""" "Was this helpful?": everyone may say, once, and may change their mind."""

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.knowledge import actions
from forum.knowledge.models import Article, ArticleFeedback
from tests.browser import post


def counters(article):
    row = db.session.get(Article, article.id, populate_existing=True)
    return row.helpful_count, row.not_helpful_count


def say(make, article, reader, helpful, reason=""):
    actions.say_whether_helpful(make.user(), article.id, reader, helpful, reason)


def test_each_reader_counts_once(make, article):
    written = article()
    for _again in range(3):
        say(make, written, "user:1", True)
    say(make, written, "visitor:abc", True)
    assert counters(written) == (2, 0)


def test_a_changed_mind_moves_the_count(make, article):
    written = article()
    say(make, written, "user:1", True)
    say(make, written, "user:1", False)
    assert counters(written) == (0, 1)
    say(make, written, "user:1", True)
    assert counters(written) == (1, 0)


def test_a_reason_is_kept_until_it_helped_after_all(make, article):
    written = article()
    say(make, written, "user:1", False, "The button is missing.")
    say(make, written, "user:1", False)
    kept = select(ArticleFeedback.reason)
    assert db.session.scalar(kept) == "The button is missing."
    say(make, written, "user:1", True)
    assert db.session.scalar(kept) == ""


def test_drafts_get_no_feedback(make, article):
    draft = article(status="draft")
    with pytest.raises(NotFound):
        say(make, draft, "user:1", True)
    with pytest.raises(Refused):
        actions.say_whether_helpful(make.user(role="rep"), draft.id, "user:2", True)


def test_counters_can_be_rebuilt_from_the_answers(app, make, article):
    written = article()
    say(make, written, "user:1", True)
    say(make, written, "user:2", False)
    written = db.session.get(Article, written.id)
    written.helpful_count = 40
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["knowledge", "recount"])
    assert result.exit_code == 0
    assert counters(written) == (1, 1)


def test_a_visitor_says_it_on_the_page_that_may_hold_a_form(client, article):
    written = article()
    shown = client.get(f"/kb/{written.id}/{written.slug}")
    assert "csrf_token" not in shown.text
    assert "Set-Cookie" not in shown.headers
    answer = post(client, f"/kb/{written.id}/helpful", f"/kb/{written.id}/feedback")
    assert answer.status_code == 303
    assert answer.location == f"/kb/{written.id}/{written.slug}#helpful"
    assert counters(written) == (1, 0)
    assert "Thank you" in client.get(f"/kb/{written.id}/{written.slug}").text


def test_two_visitors_are_two_and_one_is_one(app, article):
    written = article()
    for client in (app.test_client(), app.test_client()):
        for _again in range(2):
            post(client, f"/kb/{written.id}/not-helpful", f"/kb/{written.id}/feedback")
            post(client, f"/kb/{written.id}/not-helpful", f"/kb/{written.id}/{written.slug}")
    assert counters(written) == (0, 2)
    assert db.session.scalar(select(func.count()).select_from(ArticleFeedback)) == 2


def test_a_reason_is_asked_for_and_shown_to_writers(make, article):
    written = article()
    client = make.signed_in()
    page = f"/kb/{written.id}/{written.slug}"
    post(client, f"/kb/{written.id}/not-helpful", page)
    assert "Tell us what was missing" in client.get(page).text
    post(client, f"/kb/{written.id}/not-helpful", page, reason="Step 3 is wrong")
    desk = make.signed_in(role="rep").get(f"/desk/articles/{written.id}/edit")
    assert "Step 3 is wrong" in desk.text


def test_a_reason_too_long_comes_back_with_what_was_typed(make, article):
    written = article()
    client = make.signed_in()
    answer = post(client, f"/kb/{written.id}/not-helpful", f"/kb/{written.id}", reason="x" * 501)
    assert answer.status_code == 400
    assert "x" * 501 in answer.text
    assert counters(written) == (0, 0)


def test_htmx_gets_only_the_box_and_sends_at_once_what_was_pressed(client, article):
    written = article()
    fragment = client.get(
        f"/kb/{written.id}/feedback?answer=yes", headers={"HX-Request": "true"}
    ).text
    assert "<html" not in fragment
    assert 'hx-trigger="load, submit"' in fragment
    assert counters(written) == (0, 0)


def test_without_a_token_nothing_is_kept(client, article):
    written = article()
    assert client.post(f"/kb/{written.id}/helpful").status_code == 400
    assert counters(written) == (0, 0)


def test_feedback_on_what_is_not_there_is_not_found(client, article):
    draft = article(status="draft")
    open_one = article("Open")
    page = f"/kb/{open_one.id}/feedback"
    assert post(client, f"/kb/{draft.id}/helpful", page).status_code == 404
    assert post(client, "/kb/999/helpful", page).status_code == 404
