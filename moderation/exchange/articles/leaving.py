"""Every article as a Markdown file in a folder, with the pictures and categories it needs."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db
from forum.core.pages import absolute, path_to
from forum.knowledge.models import Article, ArticleContributor, ArticleSource
from forum.threads.models import Thread
from moderation.exchange.articles.frontmatter import dumped, joined
from moderation.exchange.articles.pictures import Album
from moderation.exchange.articles.places import FILE, as_listed
from moderation.exchange.models import SourcesElsewhere
from moderation.exchange.stackexchange.people import UNKNOWN_NAME

AT_ONCE = 200
OWN_KEY = "article:%Y%m%dT%H%M%S.%f"  # and its number: alike in no two communities


@dataclass(slots=True)
class Left:
    """What was written."""

    articles: int = 0
    pictures_missing: list[str] = field(default_factory=list)


def export(folder: Path, show: Callable[[str, int, int], None]) -> Left:
    """Write every article, in whatever state, into an empty folder."""
    categories = {row.id: row for row in db.session.scalars(select(Category))}
    files = _files(categories)
    album, left = Album(folder), Left()
    ids = list(files)
    for start in range(0, len(ids), AT_ONCE):
        for article in _articles(ids[start : start + AT_ONCE]):
            path = files[article.id]
            whole = joined(_head(article, categories), album.outward(article.source, path))
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(whole.encode())
            left.articles += 1
        db.session.expunge_all()
        show("articles", left.articles, len(ids))
    _write_categories(folder, categories)
    left.pictures_missing = album.missing
    return left


def key_of(article: Article) -> str:
    """Under which name an article is known outside: the one it came with, or one of our own."""
    return article.import_key or f"{article.created_at.strftime(OWN_KEY)}:{article.id}"


def thread_address(thread: Thread) -> str:
    """The address of a thread."""
    return absolute(path_to("threads.short", thread_id=thread.id))


def _files(categories: Mapping[int, Category]) -> dict[int, PurePosixPath]:
    """The file of each article, in an order that does not depend on row numbers."""
    rows = db.session.scalars(select(Article)).all()
    found: dict[int, PurePosixPath] = {}
    taken: set[PurePosixPath] = set()
    for article in sorted(rows, key=lambda row: (row.created_at, key_of(row))):
        folder = PurePosixPath(_path(categories[article.category_id], categories))
        name, number = article.slug.strip("-") or "article", 1
        file = folder / f"{name}.{article.language}.md"
        while file in taken:
            number += 1
            file = folder / f"{name}-{number}.{article.language}.md"
        taken.add(file)
        found[article.id] = file
    db.session.expunge_all()
    return found


def _articles(ids: Iterable[int]) -> Iterable[Article]:
    return db.session.scalars(
        select(Article)
        .where(Article.id.in_(ids))
        .options(joinedload(Article.author), joinedload(Article.owner), selectinload(Article.tags))
        .order_by(Article.id)
    ).all()


def _head(article: Article, categories: Mapping[int, Category]) -> dict[str, Any]:
    """Its front matter; what is empty is left out."""
    head = {
        "key": key_of(article),
        "title": article.title,
        "slug": article.slug,
        "language": article.language,
        "category": _path(categories[article.category_id], categories),
        "status": article.status.value,
        "summary": article.summary,
        "tags": sorted(tag.slug for tag in article.tags),
        "author": _name(article.author),
        "contributors": _contributors(article),
        "owner": _name(article.owner) if article.owner else "",
        "created": article.created_at,
        "updated": article.updated_at,
        "published": article.published_at,
        "checked": article.checked_at,
        "review": article.review_at,
        "translation_of": _key_at(article.translation_of_id),
        "behind_original": "yes" if _is_behind(article) else "",
        "successor": _key_at(article.successor_id),
        "note": article.note,
        "sources": _sources(article),
    }
    return {name: value for name, value in head.items() if value not in ("", None, [])}


def _name(user: User) -> str:
    return UNKNOWN_NAME if user.deleted_at else user.stored_name


def _contributors(article: Article) -> list[str]:
    rows = (
        select(User.stored_name)
        .join(ArticleContributor, ArticleContributor.user_id == User.id)
        .where(ArticleContributor.article_id == article.id, User.deleted_at.is_(None))
    )
    return sorted(db.session.scalars(rows))


def _key_at(article_id: int | None) -> str:
    return key_of(db.session.get_one(Article, article_id)) if article_id else ""


def _is_behind(article: Article) -> bool:
    """Whether it is a translation, and the original says something else by now."""
    if article.translation_of_id is None or article.translated_revision is None:
        return False
    original = db.session.get_one(Article, article.translation_of_id)
    return article.translated_revision < original.revision_number


def _sources(article: Article) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(ArticleSource, Thread)
        .join(Thread, Thread.id == ArticleSource.thread_id)
        .where(ArticleSource.article_id == article.id)
    )
    entries: list[dict[str, Any]] = [
        {
            "thread": thread_address(thread),
            "asked": thread.created_at,
            "post": row.post_id,
            "revision": row.post_revision,
            "paragraph": None if row.position is None else row.position + 1,
            "words": row.paragraph,
        }
        for row, thread in rows
    ]
    elsewhere = db.session.get(SourcesElsewhere, article.id)
    if elsewhere is not None:
        entries += [_read_again(one) for one in json.loads(elsewhere.entries)]
    kept = [{name: value for name, value in one.items() if value} for one in entries]
    return sorted(kept, key=_order)


def _read_again(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry as it was kept, with its time."""
    asked = entry.get("asked")
    return {**entry, "asked": datetime.fromisoformat(asked) if asked else None}


def _order(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        entry.get("paragraph") or 1_000_000,
        entry["thread"],
        entry.get("post") or 0,
        entry.get("revision") or 0,
        entry.get("words") or "",
    )


def _path(category: Category, categories: Mapping[int, Category]) -> str:
    parent = categories.get(category.parent_id) if category.parent_id else None
    return f"{parent.slug}/{category.slug}" if parent else category.slug


def _write_categories(folder: Path, categories: Mapping[int, Category]) -> None:
    used = set(db.session.scalars(select(Article.category_id).distinct()))
    used |= {parent for row_id in used if (parent := categories[row_id].parent_id)}
    listed = sorted((categories[row_id] for row_id in used), key=lambda row: _path(row, categories))
    rows = [
        as_listed(row, categories.get(row.parent_id) if row.parent_id else None) for row in listed
    ]
    (folder / FILE).write_bytes(dumped(rows).encode())
