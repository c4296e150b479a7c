"""``flask search``: build the index anew, measure it on labelled files, learn its threshold."""

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from forum.core.db import db, transactional
from forum.finding import learning, verdicts
from forum.finding.clusters.jobs import look_at_some
from forum.finding.clusters.marks import mark_all
from forum.finding.clusters.queries import cluster_count
from forum.finding.documents import all_keys
from forum.finding.engine import finding, wait_for_model
from forum.finding.jobs import embed_batch, refresh_batch, second_batch
from forum.finding.stale import mark_stale, waiting_count
from search.calibration import MIN_EXAMPLES, Evidence, Rule, calibrate
from search.evaluate import evaluate, examples_of
from search.index import IndexBroken
from search.labelled import BadEvaluationData
from search.stores.soundness import examine

CLUSTER_BATCH = 20
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
    while embed_batch() or second_batch():
        pass
    if finding().encoder.state == "ready":
        _forget_other_models()
    _tidy()
    click.echo(f"{_count()} documents can be found.", err=True)


@search_commands.command("clusters")
def clusters_command() -> None:
    """Find anew which questions ask the same; after an import, or with another model.

    Clusters that stay as they are keep their numbers. Stopped halfway, the site goes on with it.
    """
    if not wait_for_model(MODEL_SECONDS_MAX):
        raise click.ClickException(f"the model cannot be used: {finding().encoder.error}")
    waiting = mark_all()
    with click.progressbar(length=waiting, label="Questions", file=sys.stderr) as bar:
        while done := look_at_some(CLUSTER_BATCH):
            bar.update(done)
    click.echo(f"{cluster_count()} clusters of questions that ask the same.", err=True)


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
            second=finding().second,
            database=current_app.config["THREADWELL"].database_url,
            progress=lambda line: click.echo(line, err=True),
        )
    except BadEvaluationData as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(figures))


@search_commands.command("calibrate")
@click.option(
    "--labelled",
    type=click.Path(path_type=Path),
    help="Learn from this folder of labelled files as well.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be learned, and keep nothing.")
@click.option("--reset", is_flag=True, help="Forget what was learned for this model.")
def calibrate_command(labelled: Path | None, dry_run: bool, reset: bool) -> None:
    """Learn from what people said of suggestions when one may be called likely the same."""
    rule = learning.shipped_rule()
    click.echo(f"The model is {rule.model}, its own threshold {rule.threshold:.3f}.")
    if reset:
        gone = learning.forget_learned()
        click.echo("What was learned is forgotten." if gone else "Nothing had been learned.")
        return
    examples = [*verdicts.examples(rule.model), *_labelled(labelled, rule)]
    learned = calibrate(rule, examples)
    if learned is None:
        click.echo(
            f"{len(examples)} examples, of which {sum(right for _, right in examples)} right; "
            f"{MIN_EXAMPLES} right ones are needed. Nothing is changed."
        )
        return
    click.echo(f"Learned from {learned.right} right and {learned.wrong} wrong examples:")
    click.echo(f"threshold {learned.rule.threshold:.3f}")
    precision = "none is marked" if learned.precision is None else f"{learned.precision:.3f}"
    click.echo(f"precision {precision}, recall {learned.recall:.3f} on these examples")
    if dry_run:
        click.echo("Nothing is changed.")
        return
    learning.keep(learned)
    click.echo("The site judges by it within a minute. `search calibrate --reset` goes back.")


def _labelled(folder: Path | None, rule: Rule) -> list[tuple[Evidence, bool]]:
    if folder is None:
        return []
    if not wait_for_model(MODEL_SECONDS_MAX):
        raise click.ClickException(f"the model cannot be used: {finding().encoder.error}")
    try:
        return examples_of(
            folder,
            finding().encoder,
            second=finding().second,
            rule=rule,
            database=current_app.config["THREADWELL"].database_url,
            progress=lambda line: click.echo(line, err=True),
        )
    except BadEvaluationData as problem:
        raise click.ClickException(str(problem)) from problem


def _sound_tables() -> None:
    """Make the tables anew where they are missing, damaged or of an older layout."""
    broken = _what_is_broken()
    if broken:
        click.echo(f"{broken}; building it anew.", err=True)
        _make_anew()


def _what_is_broken() -> str:
    """On a connection of its own, rolled back: what was examined is not dropped beside it."""
    with db.engine.connect() as connection:
        try:
            finding().index.check(connection)
            examine(connection)
        except IndexBroken as broken:
            return str(broken)
    return ""


@transactional
def _make_anew() -> None:
    index, connection = finding().index, db.session.connection()
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
def _forget_other_models() -> None:
    index, connection = finding().index, db.session.connection()
    index.forget_other_models(connection)


@transactional
def _tidy() -> None:
    finding().index.store.tidy(db.session.connection())


def _count() -> int:
    return finding().index.store.count(finding().connection())
