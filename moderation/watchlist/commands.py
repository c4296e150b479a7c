"""``flask watchlist …``: setting stored clocks to what the rows say."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Thread
from moderation.watchlist.keeping import BATCH_THREADS, rebuild

watchlist_commands = AppGroup("watchlist", help="The clocks of the desk.")


@watchlist_commands.command("rebuild")
def rebuild_all() -> None:
    """Set every clock to what the rows say. Safe to repeat and to stop."""
    ids = list(db.session.scalars(select(Thread.id).order_by(Thread.id)))
    with click.progressbar(length=len(ids), label="Clocks") as bar:
        for start in range(0, len(ids), BATCH_THREADS):
            batch = ids[start : start + BATCH_THREADS]
            rebuild(batch)
            bar.update(len(batch))
