"""The ask page: what it offers, what it keeps, and what it makes of strange input."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.markup import SOURCE_MAX_CHARS
from forum.threads.models import Draft, Thread
from tests.browser import post
from tests.factories import Factory
from tests.statements import counted

HTMX = {"HX-Request": "true"}
MOST_STATEMENTS = 8
QUESTION = {
    "title": "The hub is offline",
    "body": "Since this morning.",
    "type": "question",
    "severity": "minor",
}


@pytest.fixture
def places(make: Factory) -> None:
    """Two categories, one of which says what it wants to know, and a product."""
    make.category("devices", position=1)
    make.category("hub", position=2, ask_hint_en="Colour of the light.")
    make.category("inside", audience="staff", position=0)
    make.product("orrin-hub")


@pytest.mark.usefixtures("places")
def test_a_category_says_what_to_include_once_it_is_chosen(make: Factory) -> None:
    client, hub = make.signed_in(), make.category("hub")
    assert "Colour of the light." not in client.get("/ask").text
    assert "Colour of the light." in client.get("/ask?category=hub").text
    part = client.get(f"/ask/hint?category={hub.id}", headers=HTMX).text
    assert "Colour of the light." in part
    assert "<html" not in part


@pytest.mark.usefixtures("places")
def test_a_hint_of_the_teams_category_is_not_for_others(make: Factory, client: FlaskClient) -> None:
    inside = make.category("inside")
    inside.ask_hint_en = "Between us."
    db.session.commit()
    assert "Between us." not in client.get(f"/ask/hint?category={inside.id}").text
    assert client.get("/ask/hint?category=nonsense").status_code == 200


@pytest.mark.usefixtures("places")
def test_without_scripts_everything_is_kept_while_looking_what_to_include(
    make: Factory, client: FlaskClient
) -> None:
    hub = make.category("hub")
    answer = post(client, "/ask/keep", "/ask", **QUESTION, category=str(hub.id), tags="wifi")
    assert answer.status_code == 303
    page = client.get(answer.location).text
    for kept in ("The hub is offline", "Since this morning.", "wifi", "Colour of the light."):
        assert kept in page


@pytest.mark.usefixtures("places")
def test_who_is_not_sure_where_it_belongs_asks_in_the_first_place_everyone_sees(
    make: Factory,
) -> None:
    post(make.signed_in(role="rep"), "/ask", **QUESTION, category="")
    thread = db.session.scalars(select(Thread)).one()
    assert thread.category_id == make.category("devices").id


def test_where_nothing_can_be_asked_the_page_says_so_and_keeps_the_text(make: Factory) -> None:
    answer = post(make.signed_in(), "/ask", **QUESTION)
    assert answer.status_code in {400, 409}
    assert "Nothing can be asked yet" in answer.text
    assert "Since this morning." in answer.text


@pytest.mark.usefixtures("places")
def test_a_refused_question_keeps_every_field(make: Factory) -> None:
    client, hub, product = make.signed_in(), make.category("hub"), make.product("orrin-eye")
    fields = {**QUESTION, "category": str(hub.id), "product": str(product.id), "version": "5.2.1"}
    fields |= {"type": "problem", "severity": "major", "tags": "never-heard-of"}
    answer = post(client, "/ask", **fields)
    assert answer.status_code == 409
    options = answer.text.split("<option")
    for chosen in ("Hub<", "Orrin Eye<", "something important<"):
        assert any(chosen in option and "selected" in option for option in options)
    for typed in ("The hub is offline", "Since this morning.", 'value="5.2.1"', "never-heard-of"):
        assert typed in answer.text


@pytest.mark.usefixtures("places")
def test_a_hundred_thousand_characters_are_answered_with_a_sentence(make: Factory) -> None:
    client = make.signed_in()
    answer = post(client, "/ask", **{**QUESTION, "body": "x" * 100_000})
    assert answer.status_code == 400
    assert "100,000 characters long" in answer.text
    assert "x" * (SOURCE_MAX_CHARS + 1) in answer.text
    answer = post(client, "/ask", **{**QUESTION, "title": "y" * 100_000})
    assert answer.status_code == 400
    assert "Between 8 and 200" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("W" * 200, "W" * 200),
        ("The \u202ehub\u202c is\u200b offline\ufeff", "The hub is offline"),
        ("המכשיר לא מתחבר לרשת", "המכשיר לא מתחבר לרשת"),
    ],
)
def test_a_strange_title_is_taken_without_what_nobody_sees(
    make: Factory, typed: str, kept: str
) -> None:
    client = make.signed_in()
    answer = post(client, "/ask", **{**QUESTION, "title": typed}, category="")
    assert db.session.scalars(select(Thread.title)).one() == kept
    assert f"<bdi>{kept}</bdi>" in client.get(answer.location).text


@pytest.mark.usefixtures("places")
def test_a_title_of_nothing_visible_gets_one_answer(make: Factory) -> None:
    answer = post(make.signed_in(), "/ask", **{**QUESTION, "title": "\u200b" * 20})
    assert answer.status_code == 400
    assert answer.text.count("Write something here first.") == 2  # above the form, and at its field
    assert "Between 8 and 200" not in answer.text


@pytest.mark.usefixtures("places")
def test_the_page_costs_few_statements(make: Factory) -> None:
    person = make.user()
    client = make.signed_in(person)
    make.thread(author=person, product=make.product("orrin-eye"))
    post(client, "/drafts/ask", "/ask", title="Half a question", category="2")
    client.get("/ask")
    with counted() as seen:
        client.get("/ask?category=hub")
    assert len(seen) <= MOST_STATEMENTS, "\n".join(seen)
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 1
