"""The pages under the desk: for writers only, in few statements."""

import pytest

from forum.core.db import db
from forum.knowledge.models import ArticleFeedback
from moderation.promotion import actions
from tests.browser import post
from tests.statements import counted

OUTSIDERS = ("visitor", "new", "member", "ambassador")


@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_outsiders_there_is_nothing_here(make, draft, role):
    article = draft()
    client = make.app.test_client() if role == "visitor" else make.signed_in(role=role)
    pages = ("", "/new", f"/{article.id}/edit", f"/{article.id}/history")
    assert {client.get(f"/desk/articles{page}").status_code for page in pages} == {404}
    acts = ("save", "submit", "publish", "unpublish", "archive", "preview", "restore/1")
    for act in acts:
        assert client.post(f"/desk/articles/{article.id}/{act}").status_code == 404


def test_the_list_counts_each_state(make, draft):
    rep = make.user(role="rep")
    drafts = [draft(rep, title=f"Draft {number}") for number in range(3)]
    actions.submit(rep, drafts[0].id)
    client = make.signed_in(rep)
    page = client.get("/desk/articles").text
    assert "Draft 1" in page
    assert "Draft 0" not in page
    assert "Draft 0" in client.get("/desk/articles?state=in_review").text
    assert client.get("/desk/articles?state=nonsense").status_code == 200


def test_a_long_list_goes_on_on_the_next_page(make, draft):
    rep = make.user(role="rep")
    for number in range(30):
        draft(rep, title=f"Draft {number:02}")
    client = make.signed_in(rep)
    first = client.get("/desk/articles").text
    cursor = first.split("after=")[1].split('"')[0]
    second = client.get(f"/desk/articles?state=draft&after={cursor}").text
    shown = [f"Draft {number:02}" in first for number in range(30)]
    assert shown == [f"Draft {number:02}" not in second for number in range(30)]


def test_the_author_sees_who_publishes_instead_of_a_button(make, draft):
    rep = make.user(role="rep")
    make.user("Carla Colleague", role="rep")
    article = draft(rep)
    page = make.signed_in(rep).get(f"/desk/articles/{article.id}/edit").text
    assert "Carla Colleague" in page
    assert f"/desk/articles/{article.id}/publish" not in page
    page = make.signed_in(role="rep").get(f"/desk/articles/{article.id}/edit").text
    assert f"/desk/articles/{article.id}/publish" in page


def test_an_article_goes_its_way_by_buttons(make, draft):
    author, colleague = make.user(role="rep"), make.user(role="rep")
    article = draft(author)
    edit = f"/desk/articles/{article.id}/edit"
    shown = f"/kb/{article.id}/{article.slug}"
    visitor = make.app.test_client()

    def press(client, act):
        return post(client, f"/desk/articles/{article.id}/{act}", edit)

    writer, reviewer = make.signed_in(author), make.signed_in(colleague)
    assert press(writer, "publish").status_code == 409
    assert press(writer, "submit").location == edit
    assert visitor.get(shown).status_code == 404
    assert press(reviewer, "publish").location == edit
    assert visitor.get(shown).status_code == 200
    assert press(writer, "unpublish").location == edit
    assert visitor.get(shown).status_code == 404
    assert press(writer, "archive").location == edit
    assert press(writer, "archive").status_code == 409


def test_articles_of_a_staff_category_are_listed_for_staff_only(make):
    rep = make.user(role="rep")
    place = make.category("internal", audience="staff")
    article = actions.begin_article(
        rep, actions.ArticleText("For us alone", "Words.", place.id, "en")
    )
    assert "For us alone" in make.signed_in(rep).get("/desk/articles").text
    assert make.signed_in(rep).get(f"/desk/articles/{article.id}/edit").status_code == 200


def test_pages_cost_few_statements_however_much_there_is(make, draft, solved):
    rep = make.user(role="rep")
    thread, _best = solved()
    for number in range(5):
        post_ = make.answer(thread, f"Another way {number}")
        db.session.merge(post_).score = 5
    db.session.commit()
    article = actions.promote(rep, thread.id).article
    for number in range(12):
        draft(make.user(role="rep"), title=f"Draft {number}")
        db.session.add(
            ArticleFeedback(
                article_id=article.id,
                reader_key=f"user:{number}",
                helpful=False,
                reason="No.",
                created_at=article.created_at,
            )
        )
    db.session.commit()
    client = make.signed_in(role="rep")
    client.get("/desk/articles")  # the calendar is asked for once a minute
    for page, most in (("", 9), (f"/{article.id}/edit", 8), (f"/{article.id}/history", 8)):
        with counted() as statements:
            assert client.get(f"/desk/articles{page}").status_code == 200
        assert len(statements) <= most, "\n".join(statements)
