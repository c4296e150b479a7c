"""Structured data: what search engines require of each kind is there and true."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import db
from forum.knowledge.models import FaqEntry
from forum.syndication import structured
from forum.syndication.excerpts import first_words
from forum.syndication.structured import Author, Told, Written
from forum.threads.models import ThreadStatus
from forum.threads.states import thread_url
from moderation.promotion import actions as promotion
from tests.factories import Factory
from tests.forum.syndication.reading import head

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"


def written(text: str = "Restart it.", votes: int = 3) -> Written:
    return Written(text, "https://x.example/t/1#p-2", AT, None, votes, Author("Olga", "https://o"))


def told(**changed: Any) -> Told:
    fields: dict[str, Any] = {
        "title": "Why?",
        "language": "en",
        "answers": 2,
        "question": written("It blinks."),
        "best": written(),
        "others": [written("Buy a new one.", -4)],
    }
    return Told(**fields | changed)


def test_a_question_names_its_accepted_and_its_other_answers() -> None:
    page = structured.qa_page(told())
    question = page["mainEntity"]
    assert (page["@type"], question["@type"]) == ("QAPage", "Question")
    assert question["answerCount"] == 2
    assert question["acceptedAnswer"]["text"] == "Restart it."
    assert question["acceptedAnswer"]["author"] == {
        "@type": "Person",
        "name": "Olga",
        "url": "https://o",
    }
    assert [answer["upvoteCount"] for answer in question["suggestedAnswer"]] == [0]


def test_without_answers_none_are_named() -> None:
    question = structured.qa_page(told(answers=0, best=None, others=[]))["mainEntity"]
    assert question["answerCount"] == 0
    assert "acceptedAnswer" not in question
    assert "suggestedAnswer" not in question


def test_an_idea_is_a_discussion() -> None:
    page = structured.discussion(told())
    assert page["@type"] == "DiscussionForumPosting"
    assert [comment["text"] for comment in page["comment"]] == ["Restart it.", "Buy a new one."]
    assert "upvoteCount" not in page


def test_a_long_headline_is_cut() -> None:
    assert len(structured.discussion(told(title="word " * 40))["headline"]) <= 110


def test_questions_asked_often() -> None:
    page = structured.faq([("Why?", "Because.")], "en")
    assert page["mainEntity"][0]["acceptedAnswer"]["text"] == "Because."


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Yes. Hold the button for ten seconds until the light turns green. Then let go.</p>",
         "Yes. Hold the button for ten seconds until the light turns green."),
        ("<pre><code>rm -rf</code></pre><p>Never do this.</p>", "Never do this."),
        ("", ""),
        ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
    ],
)  # fmt: skip
def test_the_first_words(html: str, said: str) -> None:
    assert first_words(html) == said


def test_first_words_are_few() -> None:
    assert len(first_words("<p>" + "word " * 400 + "</p>")) <= 180
    assert len(first_words("<p>" + "x" * 4000 + "</p>")) <= 180


def test_a_thread_on_its_page(client: FlaskClient, make: Factory) -> None:
    thread = make.thread("Why does it blink?", author=make.user("Asking One"))
    best = make.answer(thread, "Restart **it**.", author=make.user("Helping One"))
    make.answer(thread, "Buy a new one.")
    thread.official_post_id, thread.status = best.id, ThreadStatus.SOLVED
    db.session.commit()
    seen = head(client, thread_url(thread))
    question = seen.of("QAPage")["mainEntity"]
    assert question["author"]["url"] == f"{SITE}/u/Asking_One"
    assert question["acceptedAnswer"]["text"] == "Restart it."
    assert question["acceptedAnswer"]["url"].endswith(f"#p-{best.id}")
    assert len(question["suggestedAnswer"]) == 1
    steps = seen.of("BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == ["Questions", "Hub", "Why does it blink?"]
    assert all(step["item"].startswith(SITE) for step in steps)


def test_who_left_is_named_no_more(client: FlaskClient, make: Factory) -> None:
    author = make.user("Gone One")
    thread = make.thread(author=author)
    author.deleted_at = clock.now()
    db.session.commit()
    page = head(client, thread_url(thread)).of("QAPage")
    assert page["mainEntity"]["author"] == {"@type": "Person", "name": "Former member"}


def test_hidden_answers_are_in_no_data(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    hidden = make.answer(thread, "A secret word.")
    hidden.hidden_at = clock.now()
    db.session.commit()
    assert "A secret word" not in client.get(thread_url(thread)).text


def test_an_article_on_its_page(client: FlaskClient, make: Factory) -> None:
    rep, boss = make.user(role="rep"), make.user(role="admin")
    text = promotion.ArticleText("Restarting the hub", "Hold.", make.category().id, "en", "How.")
    found = promotion.begin_article(rep, text)
    promotion.publish_article(boss, found.id)
    seen = head(client, f"/kb/{found.id}/{found.slug}")
    data = seen.of("TechArticle")
    assert (data["headline"], data["description"]) == ("Restarting the hub", "How.")
    assert data["image"] == [seen.metas["og:image"]]
    assert data["publisher"]["name"] == "Testwell"
    assert len(seen.of("BreadcrumbList")["itemListElement"]) == 3


def test_common_questions_on_their_page(client: FlaskClient, make: Factory) -> None:
    assert not head(client, "/faq").is_indexed
    rep, thread = make.user(role="rep"), make.thread("Why does it blink?")
    best = make.answer(thread, "Restart it.", author=rep)
    thread.official_post_id, thread.status = best.id, ThreadStatus.SOLVED
    db.session.add(FaqEntry(thread_id=thread.id, added_by_id=rep.id, added_at=clock.now()))
    db.session.commit()
    question = head(client, "/faq").of("FAQPage")["mainEntity"][0]
    assert question["name"] == "Why does it blink?"
    assert question["acceptedAnswer"]["text"] == "Restart it."


def test_the_front_page_can_be_searched(client: FlaskClient) -> None:
    target = head(client, "/").of("WebSite")["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{SITE}/search?q={{words}}"
