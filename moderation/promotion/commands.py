"""Commands around articles."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import ThreadwellError
from moderation.promotion import actions, queries
from moderation.promotion.actions.many import AT_ONCE_MAX

articles_commands = AppGroup("articles", help="From solved questions to articles.")


@articles_commands.command("promote")
@click.argument("thread_ids", nargs=-1, type=int)
@click.option("--as", "name", required=True, help="Who is named as the author of the drafts.")
@click.option(
    "--ready",
    "most",
    type=click.IntRange(1, AT_ONCE_MAX),
    help="Take so many of those that most people need, instead of naming them.",
)
def promote(thread_ids: tuple[int, ...], name: str, most: int | None) -> None:
    """Make drafts of solved questions, at most 20 at once."""
    author = db.session.scalar(select(User).where(User.name == name))
    if author is None:
        raise click.ClickException(f"There is nobody called {name!r}.")
    chosen = list(thread_ids)
    if most is not None:
        chosen = [row.thread.id for row in queries.ready(author)[:most]]
    if len(chosen) > AT_ONCE_MAX:
        raise click.ClickException(f"At most {AT_ONCE_MAX} at once.")
    try:
        done = actions.promote_many(author, chosen)
    except ThreadwellError:
        raise click.ClickException(f"{name} does not write articles.") from None
    for row in done:
        what = f"article {row.article.id}" if row.article else row.refusal
        click.echo(f"{row.thread_id}: {what}")
    click.echo(f"{sum(row.article is not None for row in done)} drafts were made.")
