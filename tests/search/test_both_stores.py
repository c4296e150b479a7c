"""Both stores give the same answers: what is found must not depend on where the index lives."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, inspect, text

from search.encoder import HashingEncoder
from search.index import SearchIndex
from search.stores.base import CannotIndex
from search.stores.kinds import store_for
from search.throwaway import throw_away
from tests.postgres import Server
from tests.search.conftest import Shelf, article, thread

THINGS = {
    "en": ("hub", "doorbell", "printer", "thermostat", "camera", "lamp", "lock", "scanner"),
    "ru": ("хаб", "звонок", "принтер", "термостат", "камера", "лампа", "замок", "сканер"),
}
TROUBLES = {
    "en": ("is offline after the update 4.2.1", "shows E-214", "does not pair", "turns itself off"),
    "ru": ("не в сети после обновления 4.2.1", "пишет E-214", "не сопрягается", "сам выключается"),
}
QUESTIONS = (
    "doorbell shows E-214",
    "принтер не в сети после обновления",
    "thermostat does not pair with my phone",
    "камера пишет E-214",
    "lampp turns off",
    "обновл",
    "update 4.2.1",
    "замок",
    "E-214 хаб printer",
    "qwerty",
)


@pytest.fixture(scope="module")
def both(
    postgres: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Shelf, Shelf]]:
    """The same documents in an index of each kind."""
    name = postgres.new_database()
    file = tmp_path_factory.mktemp("both") / "index.sqlite"
    places = [create_engine(f"sqlite:///{file}"), create_engine(postgres.url(name))]
    shelves = Shelf(places[0]), Shelf(places[1])
    documents = [
        (article if number % 9 == 0 else thread)(
            number,
            f"{thing} {trouble}",
            f"{'Это' if language == 'ru' else 'It'} {trouble} {number % 7} {thing}.",
            answer=f"{trouble} {thing} {number}" if number % 2 else "",
            audiences=("staff",) if number % 11 == 0 else ("public",),
        )
        for number, (language, thing, trouble) in enumerate(
            (language, thing, trouble)
            for _again in range(3)
            for language, things in THINGS.items()
            for thing in things
            for trouble in TROUBLES[language]
        )
    ]
    for shelf in shelves:
        shelf.put(*documents)
    yield shelves
    for place in places:
        place.dispose()
    postgres.drop_database(name)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_finds_the_same_in_the_same_order(
    both: tuple[Shelf, Shelf], question: str
) -> None:
    one, other = (shelf.similar(question) for shelf in both)
    assert one == other


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_was_found_is_worth_the_same(both: tuple[Shelf, Shelf], question: str) -> None:
    scores = []
    for shelf in both:
        with shelf.engine.connect() as conn:
            hits = shelf.index.similar(conn, question, ["public", "staff"]).hits
            scores.append([hit.score for hit in hits])
    assert scores[0] == pytest.approx(scores[1], abs=0.01)


def test_neighbours_and_pages_are_the_same(both: tuple[Shelf, Shelf]) -> None:
    found = []
    for shelf in both:
        with shelf.engine.connect() as conn:
            near = shelf.index.neighbours(conn, "thread:4", ["public"])
            page = shelf.index.search(conn, "E-214", ["public"], limit=10, offset=10)
            found.append((near, [hit.key for hit in page.hits], page.total))
    assert found[0] == found[1]


def test_a_throw_away_place_hides_the_tables_of_the_site_and_is_gone(postgres: Server) -> None:
    name = postgres.new_database()
    site = create_engine(postgres.url(name))
    shelf = Shelf(site)
    shelf.put(thread(1, "Printer jam"))
    with throw_away(postgres.url(name)) as place:
        index = SearchIndex(store_for(place.dialect.name), HashingEncoder())
        assert index.rebuild(place.begin, [thread(2, "Scanner is slow")]) == 1
        with place.connect() as conn:
            found = index.similar(conn, "printer scanner", ["public"]).hits
    assert [hit.key for hit in found] == ["thread:2"]
    assert shelf.similar("printer scanner") == ["thread:1"]
    with site.connect() as conn:
        assert not [s for s in inspect(conn).get_schema_names() if s.startswith("throwaway")]
    site.dispose()
    postgres.drop_database(name)


def test_a_server_without_pgvector_is_refused_in_one_line(
    postgres: Server,
) -> None:
    name = postgres.new_database()
    postgres.execute(f"CREATE ROLE visitor_{name} LOGIN")
    postgres.execute(f'GRANT ALL ON DATABASE "{name}" TO visitor_{name}')
    url = postgres.url(name).replace("//postgres@", f"//visitor_{name}@")
    place = create_engine(url)
    with place.connect() as conn, pytest.raises(CannotIndex, match="CREATE EXTENSION vector"):
        store_for("postgresql").create(conn)
    with place.connect() as conn:
        conn.execute(text("SELECT 1"))
    place.dispose()
    postgres.drop_database(name)
