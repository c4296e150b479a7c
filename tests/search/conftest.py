"""An empty index in a database of its own, of each kind in turn, and a short way to fill it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from search.documents import Document
from search.encoder import HashingEncoder
from search.index import SearchIndex
from search.narrowing import Narrowed
from search.stores.kinds import store_for
from tests.postgres import Server


class Shelf:
    """An index with its database; each call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.encoder = HashingEncoder()
        self.index = SearchIndex(store_for(engine.dialect.name), self.encoder)
        with engine.begin() as conn:
            self.index.create(conn)

    def put(self, *documents: Document) -> None:
        prepared = self.index.prepare(documents)
        with self.engine.begin() as conn:
            self.index.write(conn, prepared)

    def similar(self, text: str, audiences: tuple[str, ...] = ("public",)) -> list[str]:
        with self.engine.connect() as conn:
            return [hit.key for hit in self.index.similar(conn, text, audiences).hits]

    def search(self, text: str, *labels: str, **narrowed: Any) -> list[str]:
        """The keys of what is found; ``narrowed`` are further fields of ``Narrowed``."""
        wanted = Narrowed(labels, **narrowed)
        with self.engine.connect() as conn:
            return [hit.key for hit in self.index.search(conn, text, ["public"], wanted).hits]


def thread(number: int, title: str, body: str = "", **more: object) -> Document:
    """A public thread; `more` are further fields of `Document`."""
    return Document(f"thread:{number}", "thread", title, body, **more)  # type: ignore[arg-type]


def article(number: int, title: str, body: str = "", **more: object) -> Document:
    """A public article; `more` are further fields of `Document`."""
    return Document(f"article:{number}", "article", title, body, **more)  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path}/index.sqlite")
        yield engine
        engine.dispose()
        return
    server: Server = request.getfixturevalue("postgres")
    name = server.new_database()
    engine = create_engine(server.url(name))
    yield engine
    engine.dispose()
    server.drop_database(name)


@pytest.fixture
def shelf(place: Engine) -> Shelf:
    return Shelf(place)


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    """Two threads and an article."""
    shelf.put(
        thread(1, "Не приходит письмо для подтверждения", labels=("state:open",)),
        thread(2, "Printer prints blank pages", "Since the update", labels=("state:solved",)),
        article(3, "Как подключить монетизацию", "Откройте студию. Нажмите «Монетизация»."),
    )
    return shelf
