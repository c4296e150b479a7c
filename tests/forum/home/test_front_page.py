"""The front page: what this is, and signs of life, as far as each may see them."""

from datetime import timedelta

from flask.testing import FlaskClient

from forum.accounts.current import VISITOR
from forum.core import clock
from forum.core.db import db
from forum.home.queries import home_page
from forum.threads import actions
from forum.threads.models import MarkKind, Thread
from tests.factories import Factory
from tests.statements import counted

STATEMENTS_MAX = 8


def solved(make: Factory, title: str, **more: object) -> Thread:
    """A question with its solution."""
    asker = make.user()
    thread = make.thread(title=title, author=asker, **more)  # type: ignore[arg-type]
    answer = make.answer(thread)
    actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    return thread


def test_an_empty_site_still_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert 'href="/ask' in page.text


def test_it_shows_what_was_solved_and_what_waits(make: Factory, client: FlaskClient) -> None:
    solved(make, "How to pair a lamp")
    make.thread("Why does the door squeak")
    page = client.get("/").text
    assert "How to pair a lamp" in page
    assert "Why does the door squeak" in page


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

    seen = home_page(VISITOR)
    assert [card.category.slug for card in seen.cards] == ["hub"]
    assert [(card.questions, card.solved) for card in seen.cards] == [(1, 1)]
    assert seen.solved_this_month == 1
    assert "matter" not in "".join(row.title for row in seen.waiting)

    inside = home_page(rep)
    assert {card.category.slug for card in inside.cards} == {"hub", "backroom"}
    assert inside.solved_this_month == 2


def test_a_category_counts_what_stands_below_it(make: Factory) -> None:
    lamps = make.category("lamps")
    bulbs = make.category("bulbs", parent_id=lamps.id)
    make.thread(category=lamps)
    solved(make, "How to change a bulb", category=bulbs)
    (card,) = home_page(VISITOR).cards
    assert (card.category.slug, card.questions, card.solved) == ("lamps", 2, 1)


def test_the_month_ends_after_thirty_days(make: Factory) -> None:
    old = solved(make, "Solved long ago")
    old.solved_at = clock.now() - timedelta(days=31)
    db.session.commit()
    assert home_page(VISITOR).solved_this_month == 0


def test_it_costs_the_same_however_much_there_is(make: Factory, client: FlaskClient) -> None:
    for number in range(3):
        solved(make, f"How to do thing number {number}", category=make.category(f"c{number}"))
    make.thread("A waiting question")
    browser = make.signed_in()
    costs = []
    for reader in (client, browser):
        with counted() as few:
            reader.get("/")
        costs.append(len(few))
    for number in range(8):
        make.thread(f"A waiting question number {number}", category=make.category(f"d{number}"))
    for reader, cost in zip((client, browser), costs, strict=True):
        with counted() as many:
            reader.get("/")
        assert len(many) == cost <= STATEMENTS_MAX
