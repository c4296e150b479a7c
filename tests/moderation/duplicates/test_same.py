"""Questions that ask the same, where the desk needs to know: beside a thread, and what to write."""

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.finding import duplicates
from forum.finding.clusters.jobs import look_at_some
from forum.finding.jobs import refresh_index
from forum.finding.models import Cluster
from forum.knowledge.models import FaqEntry
from forum.threads import actions
from forum.threads.models import MarkKind
from moderation.faq import queries as faq
from moderation.promotion import actions as promotion
from tests.browser import post
from tests.factories import Factory

WANTED = "/desk/articles/wanted"


@pytest.fixture
def rep(make: Factory) -> User:
    return make.user("Rep", role="rep")


def sweep() -> int:
    """What the worker does; the number of the only cluster."""
    refresh_index()
    while look_at_some(50):
        pass
    return db.session.scalars(select(Cluster.id)).one()


def test_beside_a_thread_stands_how_many_ask_the_same(make: Factory, rep: User) -> None:
    one, other, third = make.thread("One"), make.thread("Another"), make.thread("A third")
    duplicates.link(rep, other.id, f"thread:{one.id}")
    duplicates.link(rep, third.id, f"thread:{one.id}")
    number = sweep()
    browser = make.signed_in(rep)
    beside = browser.get(f"/desk/t/{other.id}/similar").text
    assert "1 more open question asks the same" in beside
    assert f"/desk/duplicates/same/{number}" in beside
    page = browser.get(f"/desk/duplicates/same/{number}").text
    assert "Still open" in page
    assert "Settled" in page
    assert all(row.title in page for row in (one, other, third))


def test_who_does_not_read_them_finds_nothing(make: Factory, rep: User) -> None:
    backroom = make.category("backroom", audience="staff")
    one = make.thread("One", author=rep, category=backroom)
    other = make.thread("Another", author=rep, category=backroom)
    duplicates.link(rep, other.id, f"thread:{one.id}")
    number = sweep()
    assert make.signed_in(rep).get(f"/desk/duplicates/same/{number}").status_code == 200
    for role in ("member", "ambassador"):
        page = make.signed_in(role=role).get(f"/desk/duplicates/same/{number}")
        assert page.status_code == 404
    assert make.signed_in(rep).get("/desk/duplicates/same/999999").status_code == 404


def test_what_many_ask_is_to_be_written_until_it_is(make: Factory, rep: User) -> None:
    one, other = make.thread("The hub forgets its Wi-Fi"), make.thread("Another")
    duplicates.link(rep, other.id, f"thread:{one.id}")
    sweep()
    browser = make.signed_in(rep)
    page = browser.get("/desk/articles/wanted").text
    assert one.title in page
    assert "2 times" in page
    text = promotion.ArticleText(one.title, "So.", one.category_id, "en", "")
    written = promotion.begin_article(rep, text)
    promotion.publish_article(make.user(role="moderator"), written.id)
    third = make.thread("A third")
    duplicates.link(rep, third.id, f"article:{written.id}")
    duplicates.unlink(rep, other.id)
    duplicates.link(rep, other.id, f"article:{written.id}")
    sweep()
    assert one.title not in browser.get("/desk/articles/wanted").text


def test_one_click_begins_the_article_that_many_wait_for(make: Factory, rep: User) -> None:
    one, other = make.thread("The hub *forgets* its Wi-Fi"), make.thread("Another")
    duplicates.link(rep, other.id, f"thread:{one.id}")
    number = sweep()
    browser = make.signed_in(rep)
    answer = post(browser, f"{WANTED}/{number}/draft", WANTED)
    page = browser.get(answer.location).text
    assert "- The hub \\*forgets\\* its Wi-Fi\n- Another" in page
    assert all(f"/t/{row.id}/" in page for row in (one, other))
    vain = browser.get("/desk/articles/new?title=gehenna+lamp").text
    assert 'value="gehenna lamp"' in vain


def test_common_questions_count_what_was_found_as_well(make: Factory, rep: User) -> None:
    title = "The doorbell rings twice when nobody is there"
    for noise in ("Bills come too late", "Lamps do not answer", "Where is my parcel"):
        make.thread(noise, noise)
    threads = [make.thread(title) for _one in range(3)]
    answer = make.answer(threads[0], "Change the battery.")
    actions.mark(rep, answer.id, MarkKind.OFFICIAL)
    sweep()
    found = faq.proposals(rep, db.session.scalars(select(FaqEntry)).all())
    assert (found[0].title, found[0].why) == (title, "asked again 2 times")
