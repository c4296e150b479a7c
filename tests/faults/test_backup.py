"""A copy made while people write, put in the place of the database: everything is there again."""

import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

from tests.faults.conftest import Start
from tests.faults.site import ROOT, Site
from tests.faults.test_killed import database_of, sources_in

ANSWERS_BEFORE = 10
SAID_TO_OPERATORS = ROOT / "docs" / "operating.md"


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


def test_everything_acknowledged_before_the_copy_began_is_in_it(
    served: Site, start: Start, tmp_path: Path
) -> None:
    elsewhere = tmp_path.with_name(f"{tmp_path.name}-copies")
    elsewhere.mkdir()
    process = start()
    token, acknowledged, enough, stop = served.token(), [], threading.Event(), threading.Event()

    def write() -> None:
        for number in range(100_000):
            if stop.is_set():
                return
            body = f"Answer {number}"
            said = served.ask("POST", served.answers, csrf_token=token, body=body)
            if said.status == 303:
                acknowledged.append(body)
            if len(acknowledged) == ANSWERS_BEFORE:
                enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(300)
    before = list(acknowledged)
    copy = back_up(served, elsewhere)
    stop.set()
    writer.join()
    process.terminate()
    process.wait()
    assert len(acknowledged) >= len(before)

    for file in database_of(served).parent.glob("threadwell.db*"):
        file.unlink()
    shutil.copy(copy, database_of(served))
    kept = sources_in(database_of(served))
    assert not Counter(before) - Counter(kept)
    start()
    assert served.ask("GET", "/settings").status == 200, "who was signed in still is"
    assert before[-1] in served.ask("GET", served.thread).text
    assert served.ask("POST", served.answers, csrf_token=token, body="Afterwards").status == 303
    assert sources_in(database_of(served)) == [*kept, "Afterwards"]
