"""``flask measures …``: counting the figures anew from the threads themselves."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Thread
from moderation.measures.keeping import BATCH_THREADS, recount

measures_commands = AppGroup("measures", help="The figures of the desk.")


@measures_commands.command("recount")
def recount_all() -> None:
    """Count the figures of every thread anew. Safe to repeat and to stop."""
    ids = list(db.session.scalars(select(Thread.id).order_by(Thread.id)))
    with click.progressbar(length=len(ids), label="Threads") as bar:
        for start in range(0, len(ids), BATCH_THREADS):
            batch = ids[start : start + BATCH_THREADS]
            recount(batch)
            db.session.expunge_all()
            bar.update(len(batch))
