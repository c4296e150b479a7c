"""Commands about reactions."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.core.db import db
from forum.reactions.actions import recount
from forum.threads.counters import BATCH_THREADS
from forum.threads.models import Thread

reactions_commands = AppGroup("reactions", help="Look after one-click reactions.")


@reactions_commands.command("recount")
def recount_command() -> None:
    """Rebuild how many have the same problem, follow, and found that an answer worked."""
    ids = list(db.session.scalars(select(Thread.id).order_by(Thread.id)))
    for start in range(0, len(ids), BATCH_THREADS):
        recount(ids[start : start + BATCH_THREADS])
    click.echo(f"{len(ids)} threads recounted.")
