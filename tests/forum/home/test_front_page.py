"""The front page: what this is, and signs of life, as far as each may see them."""

from datetime import timedelta

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.current import VISITOR
from forum.announcements.models import AnnouncementKind
from forum.core import briefly, clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.home.queries import Home, home_page
from forum.threads import actions
from forum.threads.models import AnswerMark, MarkKind, Thread
from moderation.announcing import actions as announcing
from tests.factories import Factory
from tests.statements import counted

STATEMENTS_WARM_MAX = 5
STATEMENTS_COLD_MAX = 10  # once a minute


def solved(make: Factory, title: str, **more: object) -> Thread:
    """A question with its solution."""
    asker = make.user()
    thread = make.thread(title=title, author=asker, **more)  # type: ignore[arg-type]
    answer = make.answer(thread)
    actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    return thread


def page_of(viewer: Actor) -> Home:
    """The page with nothing kept from before."""
    briefly.forget_all(current_app)
    return home_page(viewer, "en")


def test_an_empty_site_still_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert 'href="/ask' in page.text


def test_whoever_runs_a_new_site_is_told_what_to_do_first(
    make: Factory, client: FlaskClient
) -> None:
    first = "/admin/categories/new"
    admin = make.signed_in(role="admin")
    for address in ("/", "/ask"):
        assert first in admin.get(address).text
        assert first not in client.get(address).text
    make.category("hub")
    assert first not in admin.get("/").text


def test_it_shows_what_was_solved_and_what_waits(make: Factory, client: FlaskClient) -> None:
    solved(make, "How to pair a lamp")
    make.thread("Why does the door squeak")
    page = client.get("/").text
    assert "How to pair a lamp" in page
    assert "Why does the door squeak" in page
    assert "<b>2</b> questions<" in page


def test_what_is_not_for_everyone_is_neither_shown_nor_counted(make: Factory) -> None:
    backroom = make.category("backroom", audience="staff")
    hub = make.category("hub")
    solved(make, "A public matter", category=hub)
    rep = make.user(role="rep")
    hidden = make.thread("A hidden matter", category=hub)
    hidden.hidden_at = clock.now()
    secret = make.thread("A secret matter", author=rep, category=backroom)
    db.session.commit()
    answer = actions.post_answer(rep, secret.id, "Between us.")
    actions.mark(make.user(role="rep"), answer.id, MarkKind.OFFICIAL)

    seen = page_of(VISITOR)
    assert [card.category.slug for card in seen.cards] == ["hub"]
    assert [(card.questions, card.solved) for card in seen.cards] == [(1, 1)]
    assert seen.solved_this_month == 1
    assert "matter" not in "".join(row.title for row in seen.waiting)

    inside = page_of(rep)
    assert {card.category.slug for card in inside.cards} == {"hub", "backroom"}
    assert inside.solved_this_month == 2


def test_a_category_counts_what_stands_below_it(make: Factory) -> None:
    lamps = make.category("lamps")
    bulbs = make.category("bulbs", parent_id=lamps.id)
    make.thread(category=lamps)
    solved(make, "How to change a bulb", category=bulbs)
    (card,) = page_of(VISITOR).cards
    assert (card.category.slug, card.questions, card.solved) == ("lamps", 2, 1)


def test_the_month_ends_after_thirty_days(make: Factory) -> None:
    old = solved(make, "Solved long ago")
    old.solved_at = clock.now() - timedelta(days=31)
    db.session.commit()
    assert page_of(VISITOR).solved_this_month == 0


def test_it_costs_the_same_however_much_there_is(make: Factory, client: FlaskClient) -> None:
    for number in range(3):
        solved(make, f"How to do thing number {number}", category=make.category(f"c{number}"))
    make.thread("A waiting question")
    browser = make.signed_in()
    costs = []
    for reader in (client, browser):
        reader.get("/")
        make.thread("Another waiting question")
        with counted() as few:
            reader.get("/")
        costs.append(len(few))
    for number in range(8):
        make.thread(f"A waiting question number {number}", category=make.category(f"d{number}"))
    for reader, cost in zip((client, browser), costs, strict=True):
        with counted() as many:
            reader.get("/")
        assert len(many) <= cost <= STATEMENTS_WARM_MAX


def test_even_with_nothing_kept_it_stays_within_bounds(make: Factory) -> None:
    solved(make, "How to pair a lamp")
    browser = make.signed_in()
    browser.get("/")
    briefly.forget_all(current_app)
    browser.get("/settings")  # what every page shares, the site's settings, is known again
    with counted() as cold:
        browser.get("/")
    assert len(cold) <= STATEMENTS_COLD_MAX


def test_what_only_the_asker_can_bring_on_waits_for_them(make: Factory) -> None:
    asker, other = make.user(), make.user()
    answered = make.thread("Does the door open", author=asker)
    make.answer(answered)
    make.thread("Does the window open", author=asker)
    theirs = make.thread("Does the roof open", author=other)
    make.answer(theirs)
    assert [row.title for row in page_of(asker).my_turn] == ["Does the door open"]
    page = make.signed_in(asker).get("/").text
    assert "What waits for you" in page
    assert "did it help?" in page
    assert "What waits for you" not in make.signed_in().get("/").text


def test_who_helped_this_month_is_named_and_staff_are_not(make: Factory) -> None:
    asker, helper, rep = make.user(), make.user("Nadia Kind"), make.user("Rep", role="rep")
    for author in (helper, rep):
        thread = make.thread(author=asker)
        answer = make.answer(thread, author=author)
        actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    own = make.thread(author=asker)
    actions.mark(asker, make.answer(own, author=asker).id, MarkKind.ACCEPTED)
    assert [(row.name, row.answers) for row in page_of(VISITOR).helpers] == [("Nadia Kind", 1)]


def test_who_helped_long_ago_or_out_of_sight_is_not_named(make: Factory) -> None:
    asker, helper = make.user(), make.user()
    old = make.thread(author=asker)
    answer = make.answer(old, author=helper)
    actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    mark = db.session.scalars(select(AnswerMark)).one()
    mark.created_at = clock.now() - timedelta(days=31)
    db.session.commit()
    assert page_of(VISITOR).helpers == []
    mark.created_at = clock.now()
    answer.hidden_at = clock.now()
    db.session.commit()
    assert page_of(VISITOR).helpers == []


def test_what_runs_is_announced(make: Factory, client: FlaskClient) -> None:
    text = announcing.AnnouncementText(AnnouncementKind.RELEASE, "App 5 is out", "Here it is.")
    announcing.announce(make.user(role="moderator"), text)
    assert client.get("/").text.count("App 5 is out") == 2  # on top, and beside the lists
