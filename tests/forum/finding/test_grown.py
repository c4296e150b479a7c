"""Articles lead the questions they grew out of."""

from forum.core.db import db
from forum.finding.grown import Grown, grown_out_of, led_by_articles
from forum.threads import actions as threads
from forum.threads.models import MarkKind
from moderation.promotion import actions
from search.documents import Hit, Passage
from tests.factories import Factory


def hit(key: str, score: float, likely: bool = False) -> Hit:
    kind = "article" if key.startswith("article") else "thread"
    return Hit(key, kind, score, likely, 0.0, None, Passage("title", "", key))  # type: ignore[arg-type]


def test_an_article_takes_the_place_and_the_verdict_of_its_question() -> None:
    found = [hit("thread:1", 0.9, True), hit("thread:2", 0.5), hit("article:7", 0.3)]
    led = led_by_articles(found, {"thread:1": Grown("article:7", "In short")})
    assert [row.key for row in led] == ["article:7", "thread:1", "thread:2"]
    assert (led[0].score, led[0].likely_duplicate) == (0.9, True)
    assert led[0].passage.text == "article:7"


def test_an_article_whose_own_words_were_not_found_is_shown_by_its_summary() -> None:
    grown = {key: Grown("article:7", "In short") for key in ("thread:1", "thread:2")}
    led = led_by_articles([hit("thread:1", 0.9), hit("thread:2", 0.5)], grown)
    assert [row.key for row in led] == ["article:7", "thread:1", "thread:2"]
    assert (led[0].kind, led[0].passage.text) == ("article", "In short")
    assert led_by_articles([], grown) == []


def test_only_what_is_published_leads(make: Factory) -> None:
    rep = make.user(role="rep")
    thread = make.thread("It blinks red")
    threads.mark(rep, make.answer(thread, "Restart it.").id, MarkKind.OFFICIAL)
    article = actions.promote(rep, thread.id).article
    found = [hit(f"thread:{thread.id}", 0.9)]
    member = make.user()
    with make.app.test_request_context():
        assert grown_out_of(found, member) == {}
        actions.publish_article(make.user(role="moderator"), article.id)
        db.session.expire_all()
        assert grown_out_of(found, member) == {
            f"thread:{thread.id}": Grown(f"article:{article.id}", "")
        }
