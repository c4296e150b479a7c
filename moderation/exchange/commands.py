"""``flask import …``: other forums' archives, taken in from the command line."""

import sys
import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forum.core.pages import SLUG_MAX_CHARS, slug
from moderation.exchange.progress import Progress
from moderation.exchange.report import Report
from moderation.exchange.stackexchange import UnsafeFileError, import_dump
from moderation.exchange.stopping import saying_what_was_kept

imports = click.Group("import", help="Take in what another forum exported.")


@imports.command("stackexchange")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--category", "category", required=True, help="Slug; made when it is missing.")
@with_appcontext
def stackexchange(folder: Path, category: str) -> None:
    """Import the Stack Exchange data dump in FOLDER; it can be run again."""
    if category != slug(category) or category == "-":
        raise click.BadParameter(
            f"{category!r} is no slug: use lower-case letters, digits and hyphens, "
            f"at most {SLUG_MAX_CHARS}.",
            param_hint="--category",
        )
    if not (folder / "Posts.xml").is_file():
        raise click.ClickException(f"{folder} has no Posts.xml, so there is nothing to import.")
    log = current_app.config["THREADWELL"].instance / f"import-{category}.log"
    began = time.monotonic()
    with Report(log) as report, saying_what_was_kept(report):
        try:
            outcome = import_dump(folder, category, report, Progress().show)
        except UnsafeFileError as error:
            click.echo(report.closing())
            raise click.ClickException(f"{error} What was imported before it is kept.") from None
    if outcome.made_category:
        click.echo(f"The category {category!r} did not exist and was made.")
    click.echo(report.closing())
    click.echo(f"Finished in {time.monotonic() - began:.1f} s.")
    if outcome.broken:
        for broken in outcome.broken:
            click.echo(broken, err=True)
        click.echo(
            "What came before is imported. Mend or fetch the file again and repeat the command: "
            "nothing will be doubled.",
            err=True,
        )
        sys.exit(1)
