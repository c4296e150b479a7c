"""A copy made while people write, put in the place of the database: everything is there again."""

import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import Start
from tests.faults.site import ROOT, Site, prepared
from tests.faults.test_killed import database_of, sources_in
from tests.postgres import Server

ANSWERS_BEFORE = 10
SAID_TO_OPERATORS = ROOT / "docs" / "operating.md"


@pytest.fixture
def server() -> Iterator[Server]:
    own = Server()
    yield own
    own.stop()


def back_up(site: Site, folder: Path) -> Path:
    """Do what docs/operating.md says."""
    command = re.search(
        r'-c "(import sqlite3;.*VACUUM INTO.*)"$', SAID_TO_OPERATORS.read_text(), re.M
    )
    assert command, "docs/operating.md tells how to make a copy"
    copy, instance = folder / "copy.db", database_of(site).parent
    program = command.group(1).replace('\\"', '"')
    program = program.replace("instance/", f"{instance}/").replace("copy.db", str(copy))
    done = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603  (our own words)
    assert done.returncode == 0
    return copy


@contextmanager
def writing(site: Site) -> Iterator[tuple[str, list[str]]]:
    """Somebody writes answers without a pause, and has written a few: the token, what they are."""
    token, acknowledged, enough, stop = site.token(), [], threading.Event(), threading.Event()

    def write() -> None:
        for number in range(100_000):
            if stop.is_set():
                return
            body = f"Answer {number}"
            said = site.ask("POST", site.answers, csrf_token=token, body=body)
            if said.status == 303:
                acknowledged.append(body)
            if len(acknowledged) == ANSWERS_BEFORE:
                enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert enough.wait(60)
        yield token, acknowledged
    finally:
        stop.set()
        writer.join()


def lives_on(site: Site, token: str, last: str) -> None:
    """Whoever was signed in still is, reads what was written and goes on."""
    assert site.ask("GET", "/settings").status == 200
    assert last in site.ask("GET", site.thread).text
    assert site.ask("POST", site.answers, csrf_token=token, body="Afterwards").status == 303


def test_everything_acknowledged_before_the_copy_began_is_in_it(
    served: Site, start: Start, tmp_path: Path
) -> None:
    elsewhere = tmp_path.with_name(f"{tmp_path.name}-copies")
    elsewhere.mkdir()
    process = start()
    with writing(served) as (token, acknowledged):
        before = list(acknowledged)
        copy = back_up(served, elsewhere)
    process.terminate()
    process.wait()

    for file in database_of(served).parent.glob("threadwell.db*"):
        file.unlink()
    shutil.copy(copy, database_of(served))
    kept = sources_in(database_of(served))
    assert not Counter(before) - Counter(kept)
    start()
    lives_on(served, token, before[-1])
    assert sources_in(database_of(served)) == [*kept, "Afterwards"]


def test_on_postgresql_everything_acknowledged_before_the_dump_began_is_in_it(
    server: Server, tmp_path: Path
) -> None:
    assert "`pg_dump --format=custom threadwell" in SAID_TO_OPERATORS.read_text()
    first, other = server.new_database(), server.new_database()
    site = prepared(tmp_path, server.url(first))
    with running(site), writing(site) as (token, acknowledged):
        before = list(acknowledged)
        dump = server.run_program("pg_dump", "--format=custom", first)
    server.drop_database(first)

    server.execute("CREATE EXTENSION IF NOT EXISTS vector", other)
    server.run_program("pg_restore", f"--dbname={other}", "--exit-on-error", given=dump)
    kept = answers_in(server, other)
    assert not Counter(before) - Counter(kept)
    site.environment["DATABASE_URL"] = server.url(other)
    with running(site):
        lives_on(site, token, before[-1])
    assert answers_in(server, other) == [*kept, "Afterwards"]


@contextmanager
def running(site: Site) -> Iterator[None]:
    """The site serves meanwhile."""
    process = site.start()
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def answers_in(server: Server, database: str) -> list[str]:
    """What stands in the answers of a database, in the order they were written."""
    return server.execute(
        "SELECT string_agg(source, '|' ORDER BY id) FROM posts WHERE kind = 'answer'", database
    ).split("|")
