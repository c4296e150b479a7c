"""``flask search``: build the index anew, and measure it on labelled files."""

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from forum.core.db import db, transactional
from forum.finding.documents import all_keys
from forum.finding.engine import finding, wait_for_model
from forum.finding.jobs import embed_batch, refresh_batch
from forum.finding.stale import mark_stale, waiting_count
from search.evaluate import evaluate
from search.index import IndexBroken
from search.labelled import BadEvaluationData

MODEL_SECONDS_MAX = 300.0  # a first load over a slow line
search_commands = AppGroup("search", help="Look after the search index.")


@search_commands.command("reindex")
@click.option("--words-only", is_flag=True, help="Do not load the model; vectors come later.")
def reindex(words_only: bool) -> None:
    """Bring the index to exactly what there is to find. Stopped halfway, it can be run again.

    What is embedded already and has not changed is not embedded twice.
    """
    if not words_only and not wait_for_model(MODEL_SECONDS_MAX):
        reason = finding().encoder.error or "it takes too long"
        click.echo(f"The model is not there ({reason}); indexing words only.", err=True)
    _sound_tables()
    total = _mark_everything()
    with click.progressbar(length=total, label="Documents", file=sys.stderr) as bar:
        left = total
        while refresh_batch():
            now = min(left, waiting_count())
            bar.update(left - now)
            left = now
    while embed_batch():
        pass
    _finish()
    click.echo(f"{_count()} documents can be found.", err=True)


@search_commands.command("evaluate")
@click.argument("directory", type=click.Path(path_type=Path))
def evaluate_command(directory: Path) -> None:
    """Measure search on DIRECTORY/documents.jsonl and queries.jsonl; prints one JSON object."""
    if not wait_for_model(MODEL_SECONDS_MAX):
        raise click.ClickException(f"the model cannot be used: {finding().encoder.error}")
    try:
        figures = evaluate(
            directory,
            finding().encoder,
            database=current_app.config["THREADWELL"].database_url,
            progress=lambda line: click.echo(line, err=True),
        )
    except BadEvaluationData as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(figures))


@transactional
def _sound_tables() -> None:
    """Make the tables anew where they are missing, damaged or of an older layout."""
    index, connection = finding().index, db.session.connection()
    try:
        index.check(connection)
    except IndexBroken as broken:
        click.echo(f"{broken}; building it anew.", err=True)
        index.store.drop(connection)
        index.create(connection)


@transactional
def _mark_everything() -> int:
    """Mark every row, and take out what no row stands behind; how many were marked."""
    index, connection = finding().index, db.session.connection()
    keys = set(all_keys())
    index.remove(connection, index.store.keys(connection) - keys)
    mark_stale(keys)
    return len(keys)


@transactional
def _finish() -> None:
    index, connection = finding().index, db.session.connection()
    ready = index.encoder.state == "ready"
    if ready and not index.needs_embedding(connection, limit=1):
        index.store.forget_models(connection, index.encoder.model)
    index.store.tidy(connection)


def _count() -> int:
    return finding().index.store.count(finding().connection())
