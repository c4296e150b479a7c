"""One box over everything: words, facets, operators, and whatever people paste into it."""

import re

import pytest
from flask.testing import FlaskClient

from forum.finding.jobs import refresh_index
from forum.threads import actions
from forum.threads.models import MarkKind
from tests.factories import Factory
from tests.forum.finding.conftest import Counting, MakeArticle


@pytest.fixture
def shelf(make: Factory, article: MakeArticle) -> None:
    """Five things about doorbells, each different."""
    bea = make.user("Bea")
    ines = make.user("Ines", role="rep")
    make.thread("Doorbell rings twice", author=bea, tags=())
    answered = make.thread("Doorbell is late", author=bea)
    make.answer(answered, "Move it closer.", author=ines)
    asker = make.user()
    solved = make.thread("Doorbell battery empties", author=asker, category=make.category("power"))
    right = make.answer(solved, "Lower the brightness.")
    actions.mark(asker, right.id, MarkKind.ACCEPTED)
    make.thread("Звонок звонит дважды", "Каждый вечер звонок звонит два раза.")
    article("Doorbell handbook", "Everything about the doorbell.")
    refresh_index()


def titles(client: FlaskClient, query: str) -> list[str]:
    """What the page lists, of the five."""
    page = client.get(query)
    assert page.status_code == 200
    known = (
        "Doorbell rings twice",
        "Doorbell is late",
        "Doorbell battery empties",
        "Звонок звонит дважды",
        "Doorbell handbook",
    )
    return sorted(title for title in known if f">{title}</a>" in page.text)


@pytest.mark.usefixtures("shelf")
class TestFiltering:
    """Operators and facets say the same."""

    def test_words_find_threads_and_articles(self, client: FlaskClient) -> None:
        assert len(titles(client, "/search?q=doorbell")) == 4

    def test_a_typo_is_forgiven(self, client: FlaskClient) -> None:
        assert "Doorbell battery empties" in titles(client, "/search?q=doorbel+batery")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("q=doorbell+is:unanswered", ["Doorbell rings twice"]),
            ("q=doorbell&state=waiting", ["Doorbell rings twice"]),
            ("q=doorbell+is:solved", ["Doorbell battery empties", "Doorbell handbook"]),
            ("q=doorbell&kind=article", ["Doorbell handbook"]),
            ("q=doorbell+is:staff", ["Doorbell handbook", "Doorbell is late"]),
            ("q=doorbell+in:power", ["Doorbell battery empties"]),
            ("q=doorbell+user:bea", ["Doorbell is late", "Doorbell rings twice"]),
            ("q=user:bea+is:unanswered", ["Doorbell rings twice"]),
            ("q=doorbell+user:nobody", []),
            ("q=lang:ru", ["Звонок звонит дважды"]),
            ("q=is:official", ["Doorbell handbook"]),
            ("q=doorbell&state=nonsense", []),
        ],
    )
    def test_narrowing(self, client: FlaskClient, query: str, expected: list[str]) -> None:
        assert titles(client, f"/search?{query}") == expected

    def test_facets_count_what_they_lead_to(self, client: FlaskClient) -> None:
        page = client.get("/search?q=doorbell").text
        assert "state=waiting" in page
        assert "Unanswered" in page
        assert "category=power" in page

    def test_a_chosen_facet_can_be_taken_back(self, client: FlaskClient) -> None:
        page = client.get("/search?q=doorbell&state=waiting").text
        assert 'aria-current="true"' in page
        assert "(remove this filter)" in page

    def test_the_words_that_match_are_marked(self, client: FlaskClient) -> None:
        page = client.get("/search?q=brightness").text
        assert re.search(r"<mark[^>]*>brightness</mark>", page)

    def test_nothing_found_offers_to_ask_with_the_same_words(self, client: FlaskClient) -> None:
        page = client.get("/search?q=xylophone+is:solved").text
        assert "Nothing was found" in page
        assert "/ask?title=xylophone" in page

    def test_statements_do_not_grow_with_results(
        self, client: FlaskClient, make: Factory, statements: Counting
    ) -> None:
        client.get("/search?q=doorbell")
        with statements() as few:
            client.get("/search?q=doorbell+is:unanswered")
        for number in range(25):
            make.thread(f"Doorbell question {number}")
        refresh_index()
        client.get("/search?q=doorbell")
        with statements() as many:
            page = client.get("/search?q=doorbell").text
        assert page.count('class="hit"') == 20
        assert "More results" in page
        assert len(many) <= len(few) + 1 <= 5
        assert client.get("/search?q=doorbell&page=2").text.count('class="hit"') >= 5


def test_an_empty_box_is_a_friendly_page(client: FlaskClient) -> None:
    page = client.get("/search")
    assert page.status_code == 200
    assert "Write as you would ask a colleague" in page.text


@pytest.mark.parametrize(
    "typed",
    [
        "C++",
        '"',
        '"""',
        "что?",
        "%",
        "_",
        "foo-bar",
        "NOT OR AND",
        "title:x*",
        "^",
        "'; DROP TABLE threads; --",
        "🙂",
        "🙂" * 300,
        "a" * 10_000,
        "слово " * 2_000,
        "<script>alert(1)</script>",
        "is:",
        "user:",
        "tag:%",
        "\u202e\u200b",
        "(((((((",
    ],
)
def test_whatever_is_typed_is_only_words(make: Factory, client: FlaskClient, typed: str) -> None:
    make.thread()
    refresh_index()
    page = client.get("/search", query_string={"q": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    suggested = client.get("/ask/suggestions", query_string={"title": typed, "body": typed})
    assert suggested.status_code == 200


@pytest.mark.parametrize("page", ["0", "-3", "abc", "99999999999999999999", "1e9"])
def test_any_page_number_is_answered(make: Factory, client: FlaskClient, page: str) -> None:
    make.thread()
    refresh_index()
    assert client.get(f"/search?q=hub&page={page}").status_code == 200


def test_a_product_narrows_by_its_facet_and_by_its_operator(
    client: FlaskClient, make: Factory
) -> None:
    eye = make.product("orrin-eye", name_en="Orrin Eye")
    about_it = make.thread("Doorbell of the eye", product=eye)
    make.thread("Doorbell of somebody else")
    refresh_index()
    page = client.get("/search?q=doorbell").text
    assert "product=orrin-eye" in page
    assert "Orrin Eye" in page
    for query in ("q=doorbell&product=orrin-eye", "q=doorbell+product:orrin-eye"):
        narrowed = client.get(f"/search?{query}").text
        assert "Doorbell of the eye" in narrowed
        assert "Doorbell of somebody else" not in narrowed
    actions.set_product(make.user(role="rep"), about_it.id, None)
    refresh_index()
    assert "Doorbell of the eye" not in client.get("/search?product=orrin-eye").text
