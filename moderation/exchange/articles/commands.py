"""``flask articles export`` and ``flask articles import``."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db, transactional
from moderation.exchange.articles import folder, leaving, places, zendesk
from moderation.exchange.articles.entering import Entry, Importer
from moderation.exchange.articles.pictures import Shelf
from moderation.exchange.progress import Progress
from moderation.exchange.report import Report
from moderation.exchange.stackexchange.keys import Author, Keys
from moderation.exchange.stackexchange.people import name_people
from moderation.exchange.stopping import saying_what_was_kept
from moderation.promotion.commands import articles_commands


@articles_commands.command("export")
@click.argument("target", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export(target: Path) -> None:
    """Write every article, drafts too, as Markdown into an empty FOLDER."""
    if target.exists() and any(target.iterdir()):
        raise click.ClickException(f"{target} is not empty. Name a new folder.")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    left = leaving.export(target, Progress().show)
    for path in left.pictures_missing:
        click.echo(f"The picture {path} is not there; its link stayed as it is.", err=True)
    click.echo(
        f"{left.articles} articles are in {target}. Drafts and notes of staff are among them."
    )


@articles_commands.command("import")
@click.argument("source", metavar="FOLDER_OR_FILE", type=click.Path(exists=True, path_type=Path))
@click.option("--category", "chosen", default="", help="Slug, for what comes without one.")
@click.option("--as", "name", default="", help="Author of what names none.")
@click.option("--dry-run", "rehearses", is_flag=True, help="Only say what would happen.")
@with_appcontext
def take_in(source: Path, chosen: str, name: str, rehearses: bool) -> None:
    """Take in articles: Markdown files, or JSON of Zendesk Guide. It can be run again."""
    if chosen and not places.is_slug(chosen):
        raise click.BadParameter(f"{chosen!r} is no slug.", param_hint="--category")
    root = source if source.is_dir() else folder.root_of(source)
    texts, pages = _files(source, root, folder.SUFFIX), _files(source, root, zendesk.SUFFIX)
    has_texts, has_pages = (any(isinstance(one, str) for one in found) for found in (texts, pages))
    if has_texts == has_pages:
        what = "both Markdown and JSON" if has_texts else "neither Markdown nor JSON"
        raise click.ClickException(f"{source} holds {what}. Name a folder with one of them.")
    if has_pages and not chosen:
        raise click.ClickException("Name the category they go below with --category.")
    author = _author(name) if name else None
    log = current_app.config["THREADWELL"].instance / "import-articles.log"
    with Report(log) as report, saying_what_was_kept(report):
        if has_pages:
            _from_zendesk(zendesk.read(root, pages), chosen, report, author, rehearses)
        else:
            _from_markdown(root, texts, chosen, report, author, rehearses)
    click.echo(report.closing())
    if rehearses:
        click.echo("Nothing was changed: this was a rehearsal.")
    if any(tally.skipped for tally in report.tallies.values()):
        sys.exit(1)


def _from_markdown(
    root: Path,
    files: list[str | folder.Problem],
    chosen: str,
    report: Report,
    author: Author | None,
    rehearses: bool,
) -> None:
    listed = folder.listed_places(root)
    if isinstance(listed, folder.Problem):
        report.not_taken("categories", listed.file, None, listed.reason)
        listed = []
    entry = Entry(
        keys=Keys("articles", "markdown"),
        places=places.Places(listed, chosen),
        report=report,
        say=_say if rehearses else _say_nothing,
        shelf=Shelf(root),
        author=author,
        names_are_ours=True,
        rehearses=rehearses,
    )
    Importer(entry).take(folder.papers_of(root, files))


def _from_zendesk(
    guide: zendesk.Guide, chosen: str, report: Report, author: Author | None, rehearses: bool
) -> None:
    keys = Keys(chosen, "zendesk")
    rooms = zendesk.Rooms(guide, chosen, flat=places.is_below(chosen))
    entry = Entry(
        keys=keys,
        places=places.Places([places.top(chosen), *rooms.places], chosen),
        report=report,
        say=_say if rehearses else _say_nothing,
        author=author,
        rehearses=rehearses,
    )
    Importer(entry).take(zendesk.papers(guide, rooms, keys))
    if not rehearses:
        name_people(zendesk.people(guide), keys, report.of("people"))


def _files(source: Path, root: Path, suffix: str) -> list[str | folder.Problem]:
    if source.is_dir():
        return folder.found_in(root, suffix)
    return [folder.checked(source, root)] if source.name.lower().endswith(suffix) else []


@transactional
def _author(name: str) -> Author:
    known = db.session.scalar(select(User.id).where(User.stored_name == name))
    if known is None:
        raise click.ClickException(f"There is nobody called {name!r}.")
    return Author(name=name)


def _say(file: str, what: str) -> None:
    click.echo(f"{file}: {what}")


def _say_nothing(_file: str, _what: str) -> None:
    pass
