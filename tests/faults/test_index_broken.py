"""The index is gone or damaged: noticed, mended by one command, and nobody sees more."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from forum.core import jobs
from forum.core.db import db
from forum.finding.jobs import refresh_index
from search.encoder import HashingEncoder
from tests.factories import Factory
from tests.faults.conftest import Use

TABLES = ("search_words", "search_documents", "search_vectors", "search_audiences")


def without(table: str) -> Callable[[], None]:
    """Take a table away."""

    def damage() -> None:
        cascade = " CASCADE" if db.engine.dialect.name == "postgresql" else ""
        db.session.execute(text(f"DROP TABLE {table}{cascade}"))

    return damage


def lose_words() -> None:
    db.session.execute(text("DELETE FROM search_words"))


def scramble_words() -> None:
    db.session.execute(text("UPDATE search_words_data SET block = x'FFFFFFFFFFFFFFFF'"))


def cut_vectors() -> None:
    db.session.execute(text("UPDATE search_vectors SET vector = substr(vector, 1, 13)"))


def shift_layout() -> None:
    db.session.execute(text("UPDATE search_facts SET value = 0 WHERE name = 'layout'"))


DAMAGES = {
    **{f"without {table}": without(table) for table in TABLES},
    "words lost": lose_words,
    "words scrambled": scramble_words,
    "vectors cut": cut_vectors,
    "an older layout": shift_layout,
}
SQLITE_ONLY = {"words scrambled", "vectors cut"}


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(
            damage,
            id=name,
            marks=pytest.mark.sqlite("its own tables") if name in SQLITE_ONLY else (),
        )
        for name, damage in DAMAGES.items()
    ],
)
def test_damage_is_noticed_and_mended_by_one_command(
    app: Flask, client: FlaskClient, make: Factory, use: Use, damage: Callable[[], None]
) -> None:
    make.thread("The doorbell rings twice")
    lab = make.category("lab", "staff")
    insider = make.user(role="moderator")
    make.thread("The doorbell of the secret lab rings", author=insider, category=lab)
    refresh_index()
    staff = make.signed_in(insider)
    assert sees(client) == (True, False)
    assert sees(staff) == (True, True)

    damage()
    db.session.commit()
    use(HashingEncoder())  # nothing of it is left in memory
    jobs.run_due(app)  # the worker comes by and makes nothing worse
    assert sees(client)[1] is False
    assert "reindex" in client.get("/readyz").json["parts"]["search"]  # type: ignore[index]
    assert client.get("/ask").status_code == 200
    assert client.get("/ask/suggestions?title=The+doorbell+rings+twice").status_code == 200

    done = app.test_cli_runner().invoke(args=["search", "reindex"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert sees(client) == (True, False)
    assert client.get("/readyz").json["parts"]["search"] == "ok"  # type: ignore[index]
    assert sees(staff) == (True, True)


def sees(client: FlaskClient) -> tuple[bool, bool]:
    """Whether a search shows the public question, and the one for staff."""
    page = client.get("/search?q=doorbell+rings")
    assert page.status_code == 200
    return "The doorbell rings twice" in page.text, "secret lab" in page.text
