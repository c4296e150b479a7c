"""What tests of articles that travel share: a small knowledge base, and the commands."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from click.testing import Result
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.knowledge.models import Article, ArticleContributor, ArticleRevision, ArticleSource
from forum.threads.actions import mark
from forum.threads.models import MarkKind, Tag
from forum.uploads.actions import store_picture
from forum.uploads.models import Upload
from moderation.exchange.models import SourcesElsewhere
from moderation.promotion import actions
from tests.factories import Factory

Run = Callable[..., Result]
TABLES = (Article, ArticleRevision, ArticleContributor, ArticleSource, SourcesElsewhere)


def runner(app: Flask) -> Run:
    """``run("export", folder)`` as an operator runs it."""

    def run(*arguments: object) -> Result:
        result = app.test_cli_runner().invoke(args=["articles", *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        db.session.rollback()
        db.session.expire_all()
        return result

    return run


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def counts() -> list[int]:
    """How many rows each table has that an import writes."""
    tables = (*TABLES, Tag, Upload)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def titled(title: str) -> Article:
    """The article of that title."""
    return db.session.scalars(select(Article).where(Article.title == title)).one()


def picture(width: int = 900, form: str = "PNG") -> bytes:
    """A picture as somebody sends it."""
    out = BytesIO()
    Image.linear_gradient("L").resize((width, 300)).convert("RGB").save(out, form)
    return out.getvalue()


def knowledge_base(make: Factory) -> None:
    """One made of a thread, its translation that is behind, one for staff, one in the archive."""
    writer, checker = make.user("Wendy Writer", role="rep"), make.user("Ravi", role="moderator")
    hub = make.category("hub")
    inside = make.category("inside", audience="staff", parent_id=hub.id, position=7)
    thread = make.thread(
        "The hub blinks",
        "It **blinks**: red.\n\nTwice a day.",
        author=checker,
        tags=("wifi", "hub"),
    )
    answer = make.answer(thread, "Hold the button.\n\n```\nreset --now\n---\n```", writer)
    mark(checker, answer.id, MarkKind.OFFICIAL)
    first = actions.promote(writer, thread.id).article
    sent = store_picture(writer, picture(form="JPEG"), "red.jpg")
    text = f"{first.source}\n\n{sent.markdown}\n\nПодробнее — \U0001f600 `| a: b`"
    actions.save(writer, first.id, 1, actions.ArticleText("Yes: “hub”", text, hub.id, "en", "no"))
    actions.publish_article(checker, first.id)
    translated = actions.ArticleText("Хаб мигает", "Держите кнопку.", hub.id, "ru")
    actions.begin_article(writer, translated, translation_of_id=first.id)
    more = actions.ArticleText("Yes: “hub”", f"{text}\n\nThen wait.", hub.id, "en", "no")
    actions.save(writer, first.id, 2, more)  # the translation is behind from now on
    for_staff = actions.ArticleText("2024", "Only for us.", inside.id, "en")
    draft = actions.begin_article(writer, for_staff)
    later = clock.now() + timedelta(days=9)
    actions.keep(writer, draft.id, actions.Keeping(writer.id, later, "Ask Ravi.\nOr Ann."))
    same_name = actions.ArticleText("Yes: hub", "Old words.", hub.id, "en")
    old = actions.begin_article(writer, same_name)
    actions.publish_article(checker, old.id)
    actions.archive(checker, old.id, first.id)
