"""How often questions in other words find articles that grew out of an imported community.

``python -m tests.bench reworded`` imports the coffee community, makes articles of the twenty solved
questions that most wait for one, publishes them and asks as the ask page and the search do, with
both default models. Embedding the community takes some minutes.
"""

import argparse
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from forum.accounts.current import VISITOR
from forum.categories.queries import audiences_of
from forum.core.config import from_environment
from forum.core.db import db
from forum.finding.engine import finding, wait_for_model
from forum.finding.suggestions import suggest_for
from forum.knowledge.models import Article
from moderation.promotion import actions, queries
from search.narrowing import Narrowed
from tests.factories import Factory

DUMP = Path(__file__).resolve().parents[3] / "shared/data/coffee-stackexchange"
WORDED = Path(__file__).resolve().parents[1] / "search/reworded_coffee.toml"
ARTICLES = 20
FIRST = 3
MODEL_SECONDS = 120
HEAD = "| asked | questions | first | first three | goal |\n|---|--:|--:|--:|---|"
GOAL = "≥ 9 of 10 among the first three"


def main(arguments: Sequence[str]) -> None:
    """Import, promote, index, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench reworded", description=__doc__)
    parser.add_argument("--dump", type=Path, default=DUMP, help="questions of a community as rows")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        app = create_app(from_environment({"INSTANCE_DIR": folder}))
        _said(app, "db", "upgrade")
        _said(app, "import", "stackexchange", str(options.dump), "--category", "coffee")
        with app.test_request_context():
            _publish(app)
        _said(app, "search", "reindex")
        with app.test_request_context():
            print("\n".join([HEAD, *_lines()]), flush=True)


def _said(app: Flask, *words: str) -> None:
    done = app.test_cli_runner().invoke(args=list(words))
    if done.exit_code:
        raise RuntimeError(f"{' '.join(words)}: {done.output}")


def _publish(app: Flask) -> None:
    """Twenty drafts in one go, read by a second person."""
    make = Factory(app)
    author, second = make.user(role="moderator"), make.user(role="moderator")
    chosen = [row.thread.id for row in queries.ready(author)[:ARTICLES]]
    for done in actions.promote_many(author, chosen):
        if done.article is None:
            raise RuntimeError(done.refusal)
        actions.publish_article(second, done.article.id)


def _lines() -> list[str]:
    """The rows of the table."""
    if not wait_for_model(MODEL_SECONDS):
        raise RuntimeError("the model is not there")
    asked = tomllib.loads(WORDED.read_text("utf-8"))["question"]
    ids = {title: id_ for id_, title in db.session.execute(select(Article.id, Article.title))}
    wanted = [f"article:{ids[case['article']]}" for case in asked]
    texts = [case["text"] for case in asked]
    shown = [[card.key for card in suggest_for(text, "", VISITOR).all] for text in texts]
    found = [_articles(text) for text in texts]
    return [
        _line("while typing a question", shown, wanted),
        _line("in the search of the knowledge base", found, wanted),
    ]


def _articles(text: str) -> list[str]:
    engine = finding()
    only = Narrowed(labels=("kind:article",))
    hits = engine.index.search(engine.connection(), text, audiences_of(VISITOR), only).hits
    return [hit.key for hit in hits]


def _line(where: str, found: Sequence[Sequence[str]], wanted: Sequence[str]) -> str:
    first, few = (
        sum(key in keys[:places] for keys, key in zip(found, wanted, strict=True))
        for places in (1, FIRST)
    )
    return f"| {where} | {len(wanted)} | {first} | {few} | {GOAL} |"
