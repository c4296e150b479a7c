"""``flask demo fill``: the demo community without starting the site."""

import click
from flask import current_app
from flask.cli import with_appcontext

from moderation.demo.content import read
from moderation.demo.filling import fill
from moderation.demo.sign_ins import sign_ins

demo = click.Group("demo", help="The demo community.")


@demo.command("fill")
@with_appcontext
def fill_demo() -> None:
    """Fill an empty database; only with DEMO=1, since everyone knows its passwords."""
    if not current_app.config["THREADWELL"].demo:
        raise click.ClickException("This is no demo: start it with DEMO=1.")
    if not fill(read()):
        click.echo("Somebody has an account here already, so nothing was changed.")
    say_sign_ins()


def say_sign_ins() -> None:
    """Print whom one may come in as."""
    for role, name, email, password in sign_ins():
        click.echo(f"  {role:<11} {email:<34} {password}   ({name})")
