"""A believable community for a first look; only ever in an empty database."""

import click
from flask import Flask

from moderation.demo import commands, content, filling, routes
from moderation.demo.sign_ins import sign_ins


def register(app: Flask) -> None:
    """Open the room: the mailbox, the command, and who may come in at the sign-in page."""
    app.register_blueprint(routes.blueprint)
    app.cli.add_command(commands.demo)
    app.cli.add_command(commands.bench)
    if app.config["THREADWELL"].demo:
        app.extensions["demo_sign_ins"] = sign_ins


def prepare(app: Flask) -> None:
    """In a demo, fill an empty database and say whom one may come in as."""
    if not app.config["THREADWELL"].demo:
        return
    with app.app_context():
        if filling.is_empty():
            click.echo("Filling the empty database with a demo community …")
            filling.fill(content.read())
        if sign_ins():
            click.echo(f"Come in at {app.config['THREADWELL'].site_url}/login as one of these:")
            commands.say_sign_ins()
