"""An article that readers do not have is nowhere for them: a table of states against places."""

from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.db import db
from forum.finding.jobs import refresh_index
from forum.knowledge.models import Article, PathStep
from moderation.promotion import actions

WORD = "quokkafish"  # in titles and texts of articles, and nowhere else
STATES = ("draft", "in_review", "scheduled", "withdrawn", "archived", "staff")
PLACES = (
    "/",
    "/questions",
    "/kb",
    "/kb/c/{slug}",
    "/kb/start/{product}",
    "/my/following/articles",
    "/kb/{id}",
    "/kb/{id}/{title}",
    "/kb/{id}/feedback",
    "/kb/{other_id}/{other}",
    "/faq",
    "/c/{slug}",
    "/t/{thread_id}/{thread}",
    "/t/{thread_id}/related",
    "/p/{linking_id}",
    "/u/{name}",
    "/people",
    "/search?q={word}",
    "/search?q={word}&kind=article",
    "/search/instant?q={word}",
    "/ask/suggestions?title={word}+on+the+wall",
    "/ask?article={id}",
    "/api/v1/similar?text={word}",
    "/api/v1/articles",
    "/api/v1/articles?category={slug}",
    "/api/v1/articles/{id}",
    "/api/v1/articles/{other_id}",
    "/api/v1/categories",
    "/feeds/articles.atom",
    "/feeds/c/{slug}.atom",
    "/feeds/t/{thread_id}.atom",
    "/sitemap/articles-0.xml",
    "/sitemap/pages.xml",
)
ECHOES = ("/search", "/ask/suggestions", "/api/v1/similar")  # say back what was asked for


@pytest.fixture
def built(make, solved):
    """Brings an article of a thread into a state; gives what addresses are filled with."""

    def build(state):
        rep, lead = make.user(role="rep"), make.user(role="moderator")
        thread, _best = solved(title="A lamp that does not answer", answer="Hold the button.")
        neighbour = make.thread(title="A lamp with a link")
        other = actions.begin_article(
            rep, actions.ArticleText("Pair a lamp", "Hold it.", thread.category_id, "en")
        )
        actions.publish_article(lead, other.id)
        article = actions.promote(rep, thread.id).article
        category = make.category("backroom", "staff") if state == "staff" else make.category()
        text = actions.ArticleText(
            f"The {WORD} lamp", f"Hold the button of the {WORD}.", category.id, "en", f"A {WORD}."
        )
        actions.save(rep, article.id, 1, text)
        linking = make.answer(neighbour, f"See http://localhost/kb/{article.id}")
        if state in {"withdrawn", "archived", "staff"}:
            actions.publish_article(lead, article.id)
            refresh_index()
        if state == "in_review":
            actions.submit(rep, article.id)
        elif state == "scheduled":
            actions.schedule(lead, article.id, clock.now() + timedelta(hours=1))
        elif state == "withdrawn":
            actions.withdraw(lead, article.id)
        elif state == "archived":
            actions.archive(lead, article.id)
        product = make.product()
        for position, step_id in enumerate((other.id, article.id)):
            step = PathStep(product_id=product.id, article_id=step_id, position=position)
            step.added_by_id, step.added_at = rep.id, clock.now()
            db.session.add(step)
        db.session.commit()
        refresh_index()
        row = db.session.get_one(Article, article.id, populate_existing=True)
        return {
            **{"id": row.id, "title": row.slug, "slug": make.category().slug, "word": WORD},
            **{"thread_id": thread.id, "thread": thread.slug, "linking_id": linking.id},
            "product": product.slug,
            **{"other_id": other.id, "other": other.slug, "name": rep.address},
        }

    return build


def shows(client, place, values):
    """Whether the answer says a word of the article, beyond what was asked."""
    path = place.format(**values)
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code in {200, 404, 410}, f"{path} answers {answer.status}"
    if place.startswith(ECHOES):
        return f"/kb/{values['id']}" in answer.text
    return WORD in answer.text.replace(path, "").casefold()


@pytest.mark.parametrize("state", STATES)
def test_nobody_but_writers_finds_a_trace(make, built, client, state):
    values = built(state)
    for browser in (client, make.signed_in(), make.signed_in(role="ambassador")):
        found = [place for place in PLACES if shows(browser, place, values)]
        assert found == []


def test_what_readers_have_stands_in_these_places(make, built, client):
    values = built("draft")
    lead = make.user(role="moderator")
    actions.publish_article(lead, values["id"])
    refresh_index()
    expected = {"/kb", "/kb/{id}", "/t/{thread_id}/{thread}", "/search?q={word}"}
    expected |= {"/api/v1/similar?text={word}", "/feeds/articles.atom"}
    expected |= {
        "/kb/start/{product}",
        "/kb/{other_id}/{other}",
        "/api/v1/articles",
        "/api/v1/articles/{id}",
    }
    assert expected <= {place for place in PLACES if shows(client, place, values)}
