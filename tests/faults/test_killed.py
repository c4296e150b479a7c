"""kill -9 under writes: nothing that was acknowledged is lost, and the site serves again."""

import http.client
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.conftest import Start
from tests.faults.site import Site

ANSWERS_BEFORE_THE_KILL = 12


def database_of(site: Site) -> Path:
    """Where it keeps its rows."""
    return Path(site.environment["INSTANCE_DIR"]) / "threadwell.db"


def sources_in(database: Path) -> list[str]:
    """What the answers of the thread say, straight from the file."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute(
            "SELECT source FROM posts WHERE kind = 'answer' ORDER BY position"
        )
        return [source for (source,) in rows]


def test_no_acknowledged_answer_is_lost_when_the_site_is_killed(served: Site, start: Start) -> None:
    process = start()
    token = served.token()
    acknowledged = []
    for number in range(1_000):
        if number == ANSWERS_BEFORE_THE_KILL:
            os.kill(process.pid, signal.SIGKILL)  # while the next one is on its way
        try:
            said = served.ask(
                "POST",
                served.answers,
                csrf_token=token,
                body=f"Answer {number}",
                submission_key=f"k{number}",
            )
        except (OSError, http.client.HTTPException):
            break
        assert said.status == 303
        acknowledged.append(f"Answer {number}")
    process.wait()
    assert len(acknowledged) >= ANSWERS_BEFORE_THE_KILL
    kept = sources_in(database_of(served))
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) - len(acknowledged) in {0, 1}, "at most the one that nobody heard of"

    start()
    last = {"csrf_token": token, "body": acknowledged[-1]}
    key = f"k{len(acknowledged) - 1}"
    assert served.ask("POST", served.answers, **last, submission_key=key).status == 303
    assert sources_in(database_of(served)) == kept, "pressing again posts nothing twice"
    assert served.ask("POST", served.answers, csrf_token=token, body="Afterwards").status == 303
    assert sources_in(database_of(served)) == [*kept, "Afterwards"]


def test_a_locked_database_is_busy_and_never_broken(served: Site, start: Start) -> None:
    start()
    token = served.token()
    with closing(sqlite3.connect(database_of(served), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = served.ask("POST", served.answers, csrf_token=token, body="Held up")
        assert busy.status == 503
        assert "<h1" in busy.text
        assert served.ask("GET", served.thread).status == 200, "reading goes on"
        other.execute("ROLLBACK")
    assert sources_in(database_of(served)) == []
    assert served.ask("POST", served.answers, csrf_token=token, body="Held up").status == 303
    assert sources_in(database_of(served)) == ["Held up"]
