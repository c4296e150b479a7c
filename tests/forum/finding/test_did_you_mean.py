"""Did you mean: a rare word that much resembles a frequent one; results stay as they are."""

import pytest
from flask.testing import FlaskClient

from forum.core.db import db
from forum.finding.jobs import refresh_index
from search import spelling
from tests.factories import Factory

pytestmark = pytest.mark.usefixtures("often")


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few documents are many enough in tests."""
    monkeypatch.setattr(spelling, "OFTEN_TIMES", 4)


def asked(make: Factory, word: str, times: int, **more: object) -> None:
    """So many questions with a word."""
    for number in range(times):
        make.thread(f"About the {word}, number {number}", "…", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("slip", "word"), [("dorbell", "doorbell"), ("датчек", "датчик")])
def test_it_is_offered_and_the_results_stay(
    make: Factory, client: FlaskClient, slip: str, word: str
) -> None:
    asked(make, word, 5)
    asked(make, slip, 1)
    refresh_index()
    page = client.get(f"/search?q={slip}").text
    assert "Did you mean" in page
    assert f">{word}</a>?" in page
    assert f"About the {slip}" in page.replace("<mark>", "").replace("</mark>", "")
    assert "Did you mean" not in client.get(f"/search?q={word}").text
    assert "Did you mean" not in client.get(f"/search?q={slip}&exact=1").text


def test_two_words_as_rare_are_both_right(make: Factory, client: FlaskClient) -> None:
    asked(make, "doorbell", 2)
    asked(make, "dorbell", 1)
    refresh_index()
    assert "Did you mean" not in client.get("/search?q=dorbell").text


def test_a_word_that_only_the_team_writes_is_not_offered(
    make: Factory, client: FlaskClient
) -> None:
    rep, backroom = make.user(role="rep"), make.category("backroom", audience="staff")
    asked(make, "doorbell", 5, author=rep, category=backroom)
    asked(make, "dorbell", 1)
    refresh_index()
    assert "Did you mean" not in client.get("/search?q=dorbell").text
    assert "Did you mean" in make.signed_in(rep).get("/search?q=dorbell").text
    db.session.rollback()
