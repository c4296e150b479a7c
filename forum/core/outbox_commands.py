"""Commands about mail that did not get through."""

import click
from flask import Flask
from flask.cli import AppGroup

from forum.core import health, outbox
from forum.core.db import db

mail_commands = AppGroup("mail", help="Look after mail that did not get through.")


def init_app(app: Flask) -> None:
    """Let ``/readyz`` and the command line tell of it."""
    health.reports("mail", outbox.state)
    app.cli.add_command(mail_commands)


@mail_commands.command("failed")
def failed_command() -> None:
    """List what was set aside, to whom, and why."""
    mails = db.session.scalars(outbox.set_aside()).all()
    for mail in mails:
        when = f"{mail.parked_at:%Y-%m-%d %H:%M}"
        click.echo(f"{when}  {mail.recipient}  {mail.subject}  ({mail.last_error})")
    click.echo(f"{len(mails)} mails were set aside.")


@mail_commands.command("retry")
def retry_command() -> None:
    """Send what was set aside once more, as if it were new."""
    click.echo(f"{outbox.try_again()} mails are on their way again.")
