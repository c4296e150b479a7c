"""Seed a throw-away instance, serve it for real, measure every page, print Markdown tables.

``weight`` as the first word measures first visits in a browser instead, ``search`` what search
costs at a size, ``stores`` questions in both databases, ``reading`` pages of the knowledge base,
``indexing`` what indexing costs beside the models themselves, ``reworded`` how often questions in
other words find their article.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app import create_app
from forum.core.config import from_environment
from tests.bench import indexing, reading, report, reworded, searching, servers, stores, weight
from tests.bench.around import import_dump, start_up
from tests.bench.measuring import Measured, measure_pages, measure_posting
from tests.bench.pages import pages, readers, statements

HASHING = "hashing"
OTHERS = {
    "weight": weight.main,
    "search": searching.main,
    "stores": stores.main,
    "reading": reading.main,
    "indexing": indexing.main,
    "reworded": reworded.main,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Everything, in the order of the report."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in OTHERS:
        OTHERS[given[0]](given[1:])
        return
    options = _options(given)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        instance = options.instance or Path(folder) / "large"
        _say(f"Seeding {options.threads} threads …")
        env = servers.environment(instance, options.port, HASHING)
        if not (instance / "threadwell.db").exists():
            _prepare(env, options.threads)
        measured = _measure(options, instance, env)
        print(report.pages_table(measured))
        _say("Measuring search …")
        print("\n".join(["", searching.HEAD, *searching.lines(instance, options.port, False)]))
        if options.model:
            large = searching.with_vectors(instance)
            print("\n".join(searching.lines(large, options.port, True)))
            print(f"\n{indexing.HEAD}\n{indexing.line()}")
        if options.around:
            _say("Measuring starts and the import …")
            print(report.around_table(_around(options, Path(folder) / "small")))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--threads", type=int, default=10_000, help="four posts each")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="for one page in one round")
    parser.add_argument("--port", type=int, default=8110, help="and the next one")
    parser.add_argument("--instance", type=Path, help="keep the seeded instance here")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--model", action="store_true", help="search with the default models too")
    parser.add_argument("--around", action="store_true", help="starts with the real model, import")
    parser.add_argument("--dump", type=Path, help="a Stack Exchange dump to import")
    return parser.parse_args(arguments)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _prepare(env: dict[str, str], threads: int) -> None:
    servers.run(["-m", "flask", "--app", "app", "db", "upgrade"], env)
    servers.run(["-m", "flask", "--app", "app", "bench", "seed", "--threads", str(threads)], env)
    servers.run(["-m", "flask", "--app", "app", "search", "reindex"], env)


def _measure(options: argparse.Namespace, instance: Path, env: dict[str, str]) -> list[Measured]:
    app = create_app(
        from_environment(
            {
                "INSTANCE_DIR": str(instance),
                "PORT": str(options.port),
                "EMBEDDING_MODEL": HASHING,
            }
        )
    )
    wanted = [page for page in pages(app) if options.only in page.name]
    known = readers(app)
    counts = {page: statements(app, page, known[page.reader]) for page in wanted}
    bare = servers.start(["-m", "tests.bench.bare", str(options.port + 1)], env, options.port + 1)
    site = servers.start(["app.py"], env, options.port)
    try:
        _say("Measuring pages …")
        found = measure_pages(site, bare, counts, known, options.rounds, options.seconds)
        if not options.only:
            _say("Measuring answers …")
            found.append(measure_posting(site, app, known["member"], options.rounds))
        _say(f"The site's process holds {site.memory_mb():.0f} MB now.")
    finally:
        site.stop()
        bare.stop()
    return found


def _around(options: argparse.Namespace, instance: Path) -> list[report.Line]:
    env = servers.environment(instance, options.port, "")
    lines = start_up(env, options.port, options.rounds)
    if options.dump is not None:
        lines.append(import_dump(env, options.dump))
    return lines


if __name__ == "__main__":
    main()
