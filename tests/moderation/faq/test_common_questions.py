"""Common questions: staff choose and order them, readers find only what they may see."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.finding import duplicates
from forum.finding.keys import Key
from forum.knowledge.models import Article, FaqEntry
from forum.knowledge.queries.faq import FAQ_MAX, common_questions
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from moderation.audit.models import StaffAct
from moderation.faq import actions, queries
from moderation.promotion import actions as promotion
from tests.factories import Factory, sign_in
from tests.statements import counted


@pytest.fixture
def rep(make: Factory) -> User:
    """Who chooses."""
    return make.user("Dana Rep", role="rep")


def solved(make: Factory, title: str = "Why does it blink", **more: object) -> Thread:
    """A question with its solution."""
    asker = make.user(role="rep" if "category" in more else "member")
    thread = make.thread(title, author=asker, **more)  # type: ignore[arg-type]
    answer = make.answer(thread, "Because it is **happy**.", author=make.user(role=asker.role))
    threads.mark(asker, answer.id, MarkKind.ACCEPTED)
    return thread


def article(make: Factory, title: str = "Pair a lamp", language: str = "en") -> Article:
    """A published one."""
    text = promotion.ArticleText(
        title, "Hold the button.", make.category().id, language, "In short."
    )
    written = promotion.begin_article(make.user(role="rep"), text)
    return promotion.publish_article(make.user(role="moderator"), written.id)


def shown(viewer: User, language: str = "en") -> list[str]:
    return [item.question for item in common_questions(viewer, language)]


def test_an_empty_page_leads_on(client: FlaskClient) -> None:
    assert "Nothing is chosen yet" in client.get("/faq").text


def test_readers_get_question_short_answer_and_the_way_to_the_whole(
    client: FlaskClient, make: Factory, rep: User
) -> None:
    thread, text = solved(make), article(make)
    actions.add(rep, Key("thread", thread.id))
    actions.add(rep, Key("article", text.id))
    page = client.get("/faq").text
    assert page.index("Why does it blink") < page.index("Pair a lamp")
    assert "Because it is happy." in page
    assert "In short." in page
    assert f"/t/{thread.id}/" in page
    assert f"/kb/{text.id}/" in page


def test_the_order_is_made_by_hand(make: Factory, rep: User) -> None:
    first, second, third = (
        actions.add(rep, Key("thread", solved(make, title).id))
        for title in ("Question number one", "Question number two", "Question number three")
    )
    actions.move(rep, third.id, up=True)
    assert [title.split()[-1] for title in shown(rep)] == ["one", "three", "two"]
    actions.move(rep, first.id, up=True)
    actions.move(rep, second.id, up=False)
    assert [title.split()[-1] for title in shown(rep)] == ["one", "three", "two"]
    actions.move(rep, first.id, up=False)
    assert [title.split()[-1] for title in shown(rep)] == ["three", "one", "two"]
    actions.remove(rep, third.id)
    assert [title.split()[-1] for title in shown(rep)] == ["one", "two"]
    verbs = list(db.session.scalars(select(StaffAct.verb).where(StaffAct.verb.like("%-faq"))))
    assert verbs == ["add-faq", "add-faq", "add-faq", "remove-faq"]


def test_what_readers_may_not_see_any_more_is_left_out(make: Factory, rep: User) -> None:
    reader = make.user()
    hidden, reopened, archived, staff = (
        solved(make, "This one is hidden"),
        solved(make, "This one is reopened"),
        article(make),
        solved(make, "This one is ours", category=make.category("backroom", audience="staff")),
    )
    for thread in (hidden, reopened, staff):
        actions.add(rep, Key("thread", thread.id))
    actions.add(rep, Key("article", archived.id))
    assert shown(reader) == ["This one is hidden", "This one is reopened", "Pair a lamp"]
    hidden.hidden_at = clock.now()
    db.session.commit()
    promotion.archive(make.user(role="moderator"), archived.id)
    answer = reopened.best_post_id
    assert answer is not None
    threads.delete_post(make.user(role="moderator"), answer)
    assert shown(reader) == []
    assert [row.shown is None for row in queries.chosen(rep, "en")] == [True, True, False, True]


def test_an_article_comes_in_the_readers_language(make: Factory, rep: User) -> None:
    original, translation = article(make), article(make, "Подключить лампу", "ru")
    translation.translation_of_id = original.id
    db.session.commit()
    actions.add(rep, Key("article", original.id))
    assert shown(rep, "ru") == ["Подключить лампу"]
    assert shown(rep, "en") == ["Pair a lamp"]


def test_what_cannot_be_chosen_is_refused(make: Factory, rep: User) -> None:
    thread = solved(make)
    with pytest.raises(NotAllowed):
        actions.add(make.user(role="ambassador"), Key("thread", thread.id))
    with pytest.raises(NotFound):
        actions.add(rep, Key("thread", 999))
    with pytest.raises(Refused):
        actions.add(rep, Key("thread", make.thread().id))
    actions.add(rep, Key("thread", thread.id))
    with pytest.raises(Refused):
        actions.add(rep, Key("thread", thread.id))
    for number in range(FAQ_MAX - 1):
        actions.add(rep, Key("thread", solved(make, f"Another question {number}").id))
    with pytest.raises(Refused):
        actions.add(rep, Key("thread", solved(make, "One too many").id))


def test_proposed_is_what_was_asked_again_and_what_is_read(make: Factory, rep: User) -> None:
    asked, read, chosen = (
        solved(make, "Asked again and again"),
        solved(make, "Read by many"),
        solved(make, "Chosen already"),
    )
    duplicates.link(rep, make.thread("Again the same").id, f"thread:{asked.id}")
    read.view_count = chosen.view_count = 400
    db.session.commit()
    actions.add(rep, Key("thread", chosen.id))
    found = queries.proposals(rep, db.session.scalars(select(FaqEntry)).all())
    assert [(row.title, row.why) for row in found] == [
        ("Asked again and again", "asked again 1 time"),
        ("Read by many", "read 400 times"),
    ]


def test_the_desk_page_works_with_plain_forms(app: Flask, make: Factory, rep: User) -> None:
    thread, browser = solved(make), make.app.test_client()
    sign_in(browser, rep)
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        assert browser.post("/desk/faq/add", data={"target": "what?"}).status_code == 400
        assert browser.post("/desk/faq/add", data={"target": "#9999"}).status_code == 400
        browser.post("/desk/faq/add", data={"target": f"http://x/t/{thread.id}/why"})
        entry = db.session.scalars(select(FaqEntry)).one()
        assert browser.post(f"/desk/faq/{entry.id}/up").status_code == 303
        assert "Why does it blink" in browser.get("/desk/faq").text
        browser.post(f"/desk/faq/{entry.id}/delete")
        assert db.session.scalar(select(FaqEntry.id)) is None
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def test_pages_cost_the_same_however_many(make: Factory, rep: User) -> None:
    browser = make.app.test_client()
    sign_in(browser, rep)
    costs = []
    for _round in range(2):
        for number in range(3):
            actions.add(rep, Key("thread", solved(make, f"Some question {number}").id))
        actions.add(rep, Key("article", article(make).id))
        browser.get("/faq")
        with counted() as seen:
            browser.get("/faq")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 5
