"""The mail behind an inbox line: rendered once per language and kind, queued once per person."""

from collections.abc import Sequence

from flask import render_template
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import i18n, outbox
from forum.core.db import db
from forum.core.markup import plain_text
from forum.core.pages import absolute, path_to
from forum.knowledge.models import Article
from forum.notifications.models import Happening, NotificationKind
from forum.notifications.words import sentence, whole_place
from forum.threads.models import Post, Thread

EXCERPT_MAX_CHARS = 600
# which kinds have a mail of their own
LETTERS = {NotificationKind.CHECK: "check", NotificationKind.SATISFACTION: "satisfaction"}


def queue_mails(happening: Happening, told: Sequence[tuple[User, NotificationKind]]) -> None:
    """Queue a mail for everyone told who wants mail and has an address."""
    mailed = [(user, kind) for user, kind in told if user.wants_mail and user.email]
    if not mailed:
        return
    title, excerpt, name = _about(happening)
    rendered: dict[tuple[str, NotificationKind], tuple[str, str, str]] = {}
    mails: list[outbox.Mail] = []
    for user, kind in mailed:
        key = (user.language or i18n.DEFAULT_LANGUAGE, kind)
        if key not in rendered:
            rendered[key] = _render(key[0], happening, kind, title, excerpt, name)
        subject, text, html = rendered[key]
        dedupe_key = f"happening:{happening.id}:{user.id}"
        mails.append(outbox.Mail(dedupe_key, user.email or "", subject, text, html, user.id))
    outbox.queue_mails(mails)


def mail_of(happening: Happening, user: User, kind: NotificationKind) -> tuple[str, str, str]:
    """Subject, text and HTML of one person's mail, as it would be written now."""
    language = user.language or i18n.DEFAULT_LANGUAGE
    subject, text, html = _render(language, happening, kind, *_about(happening))
    return " ".join(subject.split())[:300], text, html


def _about(happening: Happening) -> tuple[str, str, str]:
    actor = db.session.get(User, happening.actor_id) if happening.actor_id else None
    post = db.session.get(Post, happening.post_id) if happening.post_id else None
    title = happening.title or db.session.scalar(
        select(Thread.title).where(Thread.id == happening.thread_id)
        if happening.thread_id
        else select(Article.title).where(Article.id == happening.article_id)
    )
    excerpt = plain_text(post.html)[:EXCERPT_MAX_CHARS] if post is not None else happening.detail
    return title or "", excerpt, actor.name if actor is not None else ""


def _render(
    language: str, happening: Happening, kind: NotificationKind, title: str, excerpt: str, name: str
) -> tuple[str, str, str]:
    with i18n.in_language(language):
        what = sentence(kind, name)
        words = {
            "what": what,
            "title": title,
            "excerpt": excerpt,
            "url": whole_place(happening),
            "settings_url": absolute(path_to("accounts.settings")),
        }
        letter = LETTERS.get(kind, "notification")
        text = render_template(f"email/{letter}/text.txt", **words)
        html = render_template(f"email/{letter}/page.html", **words)
        return f"{what}{'' if what.endswith('?') else ':'} {title}", text, html
