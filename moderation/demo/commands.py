"""``flask demo fill``: the demo community. ``flask bench seed``: a large one to measure with."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from moderation.demo import crowd
from moderation.demo.content import read
from moderation.demo.filling import fill, is_empty
from moderation.demo.sign_ins import sign_ins

demo = click.Group("demo", help="The demo community.")
bench = click.Group("bench", help="Rows to measure with.")


@demo.command("fill")
@with_appcontext
def fill_demo() -> None:
    """Fill an empty database; only with DEMO=1, since everyone knows its passwords."""
    if not current_app.config["THREADWELL"].demo:
        raise click.ClickException("This is no demo: start it with DEMO=1.")
    if not fill(read()):
        click.echo("Somebody has an account here already, so nothing was changed.")
    say_sign_ins()


@bench.command("seed")
@click.option("--threads", default=10_000, show_default=True, type=click.IntRange(min=20))
@with_appcontext
def seed_crowd(threads: int) -> None:
    """Fill an empty database with threads, four posts each; half are open, at most 5,000.

    Nobody in it can sign in. Index it afterwards with ``search reindex``.
    """
    if not is_empty():
        raise click.ClickException(
            "Somebody has an account here; only an empty database is filled."
        )
    with click.progressbar(length=threads, label="Threads", file=sys.stderr) as bar:
        crowd.seed(threads, bar.update)


def say_sign_ins() -> None:
    """Print whom one may come in as."""
    for role, name, email, password in sign_ins():
        click.echo(f"  {role:<11} {email:<34} {password}   ({name})")
