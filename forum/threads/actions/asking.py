"""Asking a question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.core.pages import slug
from forum.core.permissions import Permission
from forum.threads.actions.drafts import discard_draft
from forum.threads.actions.posting import (
    Text,
    add_post,
    already_sent,
    first_made,
    remember_sent,
)
from forum.threads.actions.tagging import tags_for
from forum.threads.events import ThreadAsked
from forum.threads.mentions import render
from forum.threads.models import (
    Post,
    PostKind,
    Severity,
    Thread,
    ThreadStatus,
    ThreadType,
)
from search.text import language_of


@dataclass(frozen=True, slots=True)
class Question:
    """What the ask form holds. ``source`` is Markdown, ``tags`` are slugs."""

    title: str
    source: str
    category_id: int
    type: ThreadType = ThreadType.QUESTION
    severity: Severity = Severity.MINOR
    tags: tuple[str, ...] = ()
    version: str = ""
    product_id: int | None = None


def ask(
    author: User,
    question: Question,
    at: datetime | None = None,
    submission_key: str = "",
    ask_key: str = "",
    read_article_id: int | None = None,
) -> Thread:
    """Post a question.

    Args:
        at: when it was asked, for the past of a demo; now by default.
        submission_key: the same key again returns the thread of the first time.
        ask_key: the visit to the ask page, to find what was suggested there.
        read_article_id: the article that led to the ask page, as it did not help.

    Raises:
        NotAllowed: the author may not ask, or a tag would be new and is not theirs to create.
        Refused: the category is not there for the author, or the product is offered no more.
    """
    if not author.can(Permission.ASK):
        raise NotAllowed()
    html, _mentioned = render(question.source)
    text, moment = Text(question.source, html), at or clock.now()
    asked = partial(ThreadAsked, ask_key=ask_key, read_article_id=read_article_id)

    def make() -> Post:
        return _ask(author, question, text, moment, submission_key, asked)

    made = first_made(author, submission_key, make)
    return db.session.get_one(Thread, made.thread_id)


@transactional
def _ask(
    author: User,
    question: Question,
    text: Text,
    moment: datetime,
    submission_key: str,
    asked: Callable[[int, int], ThreadAsked],
) -> Post:
    sent = already_sent(author, submission_key)
    if sent is not None:
        return sent
    category = db.session.get(Category, question.category_id)
    if category is None or category.audience not in audiences_of(author):
        raise Refused(_("This category is not there any more."), _("Choose another one."))
    thread = Thread(
        title=question.title,
        slug=slug(question.title),
        type=question.type,
        status=ThreadStatus.WAITING,
        severity=question.severity,
        language=language_of(f"{question.title}\n{question.source}"),
        version=question.version,
        category_id=category.id,
        product_id=_offered(question.product_id),
        author_id=author.id,
        created_at=moment,
        last_activity_at=moment,
        last_position=0,
    )
    thread.tags = tags_for(author, question.tags)
    db.session.add(thread)
    db.session.flush()
    post = add_post(author, thread, PostKind.QUESTION, text, moment, version=question.version)
    remember_sent(author, submission_key, post, moment)
    discard_draft(f"user:{author.id}", "ask")
    publish(asked(thread.id, author.id))
    return post


def _offered(product_id: int | None) -> int | None:
    if product_id is None:
        return None
    product = db.session.get(Product, product_id)
    if product is None or product.retired_at is not None:
        raise Refused(_("This product is not offered any more."), _("Choose another one, or none."))
    return product.id
