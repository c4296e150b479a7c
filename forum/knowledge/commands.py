"""Commands of the knowledge base."""

import click
from flask.cli import AppGroup

from forum.knowledge.actions import recount_feedback

knowledge = AppGroup("knowledge", help="Articles.")


@knowledge.command("recount")
def recount() -> None:
    """Rebuild the counters of "Was this helpful?" from the answers."""
    recount_feedback()
    click.echo("Every article's counters were rebuilt.")
