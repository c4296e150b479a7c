"""What an import says when the database stops it."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError

from moderation.exchange.report import Report


@contextmanager
def saying_what_was_kept(report: Report) -> Iterator[None]:
    """Close the report and say how to go on where the database fails."""
    try:
        yield
    except OperationalError as error:
        click.echo(report.closing())
        raise click.ClickException(
            f"The database stopped this ({error.orig}). What was imported before is kept: "
            "once that is mended (is it upgraded?), repeat the command."
        ) from None
