"""What is measured once: starts, and the import of a dump."""

import json
import re
import time
import urllib.request
from pathlib import Path
from statistics import median

from tests.bench import servers
from tests.bench.report import Line

READY_SECONDS_MAX = 120.0
SMALL_THREADS = 200


def start_up(env: dict[str, str], port: int, rounds: int) -> list[Line]:
    """From the command to the first page, and to suggestions by meaning, with the real model."""
    servers.run(["-m", "flask", "--app", "app", "db", "upgrade"], env)
    seed = ["bench", "seed", "--threads", str(SMALL_THREADS)]
    servers.run(["-m", "flask", "--app", "app", *seed], env)
    servers.run(["-m", "flask", "--app", "app", "search", "reindex"], env)
    first, ready, memory = [], [], []
    for _round in range(rounds):
        began = time.monotonic()
        site = servers.start(["app.py"], env, port)
        try:
            first.append(site.first_page_seconds)
            wait_for_meaning(port)
            ready.append(time.monotonic() - began)
            memory.append(site.memory_mb())
        finally:
            site.stop()
    return [
        Line("start: first page served", f"{median(first):.1f} s", "≤ 3 s"),
        Line("start: suggestions by meaning ready", f"{median(ready):.1f} s", "≤ 15 s"),
        Line("memory then, one process with the model", f"{median(memory):.0f} MB", ""),
    ]


def wait_for_meaning(port: int) -> None:
    """Wait until the site says that its search is whole."""
    until = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < until:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            if json.load(answer)["parts"]["search"] == "ok":
                return
        time.sleep(0.1)
    raise RuntimeError(f"the model was not ready within {READY_SECONDS_MAX:.0f} s")


def import_dump(env: dict[str, str], dump: Path) -> Line:
    """Take a Stack Exchange dump in, indexing not included: the worker does that afterwards."""
    command = ["import", "stackexchange", str(dump.resolve()), "--category", "imported"]
    said = servers.run(["-m", "flask", "--app", "app", *command], env)
    seconds = re.search(r"Finished in ([\d.]+) s", said)
    rows = (dump / "Posts.xml").read_text(encoding="utf-8").count("<row ")
    return Line(
        f"import of a dump with {rows} posts", f"{seconds.group(1) if seconds else '?'} s", ""
    )
