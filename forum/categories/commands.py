"""``flask categories``: the places of a new site."""

import click
from flask.cli import AppGroup

from forum.categories import actions, queries
from forum.categories.models import Audience
from forum.core.errors import Refused
from forum.core.pages import SLUG_MAX_CHARS, slug

NAME_MAX_CHARS = 80
categories = AppGroup("categories", help="Make the places that questions are asked in.")


@categories.command("create")
@click.argument("address")
@click.option("--en", default="", help="Its English name.")
@click.option("--ru", default="", help="Its Russian name.")
@click.option("--about-en", default="", help="What belongs there, in English.")
@click.option("--about-ru", default="", help="What belongs there, in Russian.")
@click.option("--below", default="", help="Address of the category it stands below.")
@click.option("--staff", "for_staff", is_flag=True, help="Only staff can see it.")
def create(
    address: str, en: str, ru: str, about_en: str, about_ru: str, below: str, for_staff: bool
) -> None:
    """Make the category at /c/ADDRESS. Again: give it other texts."""
    if address != slug(address) or address == "-":
        raise click.ClickException(
            f"{address!r} cannot be an address: use lower-case letters, digits and hyphens, "
            f"at most {SLUG_MAX_CHARS}."
        )
    if max(len(en), len(ru)) > NAME_MAX_CHARS:
        raise click.ClickException(f"A name has at most {NAME_MAX_CHARS} characters.")
    names = actions.CategoryNames(en.strip(), ru.strip(), about_en.strip(), about_ru.strip())
    audience = Audience.STAFF if for_staff else None
    try:
        category, made = actions.put_category(address, names, below, audience)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    name = category.name("en")
    click.echo(
        f"{name} is at /c/{address} now." if made else f"{name} at /c/{address} was changed."
    )


@categories.command("list")
def list_all() -> None:
    """Show every category, each below its parent."""
    for category in queries.everything():
        indent = "  " if category.parent_id else ""
        note = "  (staff)" if category.audience is Audience.STAFF else ""
        click.echo(f"{indent}{category.slug:<30} {category.name('en')}{note}")
