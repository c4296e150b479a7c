"""Commands about threads."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.core.db import db, transactional
from forum.threads.counters import BATCH_THREADS, recount, recount_tags
from forum.threads.models import Thread

threads_commands = AppGroup("threads", help="Look after threads.")


@threads_commands.command("recount")
def recount_command() -> None:
    """Rebuild every stored counter and state from the rows it was made from."""
    ids = list(db.session.scalars(select(Thread.id).order_by(Thread.id)))
    with click.progressbar(range(0, len(ids), BATCH_THREADS), label="Threads") as steps:
        for start in steps:
            transactional(recount)(ids[start : start + BATCH_THREADS])
    transactional(recount_tags)()
    click.echo(f"{len(ids)} threads recounted.")
