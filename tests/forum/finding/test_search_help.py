"""Precise searches, corrected words, results while typing, and what was searched in vain."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.finding import empty
from forum.finding.jobs import refresh_index
from forum.finding.models import EmptySearch
from forum.finding.operators import parse, without
from tests.factories import Factory

HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def nothing_noted_yet(app: Flask) -> None:
    """The counts lie in memory, beside the database that each test has for itself."""
    empty.init_app(app)


def test_phrases_and_words_to_leave_out() -> None:
    asked = parse('hub "loses network" -battery -"two words" E-214 -5')
    assert asked.text == "hub loses network E-214 -5"
    assert asked.phrases == ("loses network",)
    assert asked.without == ("battery", "two words")


@pytest.mark.parametrize("typed", ["2026-03-01", "2026-03", "01.03.2026"])
def test_days_months_and_years(typed: str) -> None:
    since = parse(f"after:{typed} hub").since
    assert since is not None
    assert since.isoformat() == "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize("typed", ["before:yesterday", "after:2026-13", "type:idea", "is:new"])
def test_what_an_operator_does_not_know_is_words(typed: str) -> None:
    assert parse(typed).text == typed


def test_an_operator_is_taken_out_of_a_query() -> None:
    assert without('hub "no power" is:solved -battery', "is:solved") == 'hub "no power" -battery'


def test_the_page_says_what_it_looked_for(make: Factory, client: FlaskClient) -> None:
    make.thread("Thermostat shows a snowflake")
    make.thread("Привет, замок не открывается")
    refresh_index()
    page = client.get("/search?q=thermostt").text
    assert "<b>thermostat</b>" in page
    assert "exact=1" in page
    assert "Thermostat shows" not in client.get("/search?q=thermostt&exact=1").text
    assert "<b>привет</b>" in client.get("/search?q=ghbdtn").text


def test_operators_stand_above_the_results_and_can_be_taken_back(
    make: Factory, client: FlaskClient
) -> None:
    make.thread("Thermostat shows a snowflake")
    refresh_index()
    page = client.get("/search", query_string={"q": "thermostat type:question -hub"}).text
    assert 'href="/search?q=thermostat+-hub"' in page
    assert 'href="/search?q=thermostat+type:question"' in page.replace("%3A", ":")
    assert "Thermostat shows" in page


def test_results_while_typing(make: Factory, client: FlaskClient) -> None:
    staff = make.category("backroom", audience="staff")
    make.thread("Thermostat shows a snowflake")
    make.thread("Thermostat of the secret kind", author=make.user(role="rep"), category=staff)
    refresh_index()
    part = client.get("/search/instant?q=thermos", headers=HX).text
    assert 'role="listbox"' in part
    assert "Thermostat shows a snowflake" in part
    assert "secret" not in part
    assert 'href="/search?q=thermos"' in part
    assert part.count('role="option"') == 2
    assert client.get("/search/instant?q=th", headers=HX).text.count('role="option"') == 1
    assert client.get("/search/instant?q=thermos").location == "/search?q=thermos"


@pytest.mark.usefixtures("make")
def test_searches_in_vain_are_counted_without_writing(app: Flask, client: FlaskClient) -> None:
    for typed in ("Xylophone  Sonata", "xylophone sonata", "xylophone is:solved", "a@b.example"):
        client.get("/search", query_string={"q": typed})
    assert db.session.scalars(select(EmptySearch)).all() == []
    with app.app_context():
        empty.flush_empty_searches()
        empty.flush_empty_searches()
        rows = [(row.text, row.language, row.count) for row in empty.most_wanted()]
    assert rows == [("xylophone sonata", "en", 2)]


def test_searches_in_vain_are_forgotten_after_half_a_year(app: Flask) -> None:
    old = clock.now() - empty.KEPT - timedelta(days=1)
    with app.app_context():
        db.session.add(EmptySearch(text="old", language="en", count=9, first_at=old, last_at=old))
        db.session.commit()
        empty.note("new")
        empty.flush_empty_searches()
        assert db.session.scalars(select(EmptySearch.text)).all() == ["new"]


def test_the_desk_reads_what_was_searched_in_vain(make: Factory, client: FlaskClient) -> None:
    client.get("/search?q=xylophone")
    empty.flush_empty_searches()
    assert "xylophone" in make.signed_in(make.user(role="rep")).get("/desk/articles/wanted").text
    assert client.get("/desk/articles/wanted").status_code in (302, 404)
