"""The rows of an article that comes in, all of them or none.

Nobody is told, as with every import; the search index reads what is new by itself.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.markup import MARKUP_VERSION
from forum.finding.actions import mark_stale, take_out
from forum.finding.keys import article_key
from forum.knowledge.models import (
    READABLE,
    Article,
    ArticleContributor,
    ArticleRevision,
    ArticleSource,
    ArticleStatus,
    article_tags,
)
from forum.threads.models import Post, Tag, Thread
from moderation.exchange.articles.paper import Paper, Source
from moderation.exchange.articles.pictures import Incoming, keep
from moderation.exchange.articles.places import Places
from moderation.exchange.models import SourcesElsewhere
from moderation.exchange.stackexchange import people
from moderation.exchange.stackexchange.keys import Author, Keys
from moderation.promotion.actions.tracing import trace
from moderation.promotion.blocks import paragraphs_of

_THREAD = re.compile(r"/t/([1-9][0-9]{0,8})(?:[/?#]|$)", re.ASCII)


class Ways(Protocol):
    """What writing needs to know of an import."""

    @property
    def keys(self) -> Keys:
        """How people are found again."""

    @property
    def places(self) -> Places:
        """Where articles go."""

    @property
    def names_are_ours(self) -> bool:
        """Whether somebody who is named is the person of that name here."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper that was judged, with its text as it is kept; ``category`` is the one it goes to."""

    paper: Paper
    body: str
    html: str
    pictures: list[Incoming]

    @property
    def created(self) -> datetime:
        """When it was begun."""
        paper = self.paper
        return min(
            filter(None, (paper.created, paper.updated, paper.published)), default=clock.now()
        )

    @property
    def updated(self) -> datetime:
        """When it was last written on."""
        return self.paper.updated or self.paper.published or self.created


@transactional
def add(ready: Ready, original_id: int | None, ways: Ways) -> int:
    """A new article in the state its paper says; its number."""
    paper = ready.paper
    persons = _persons(ready, ways)
    author_id = persons[paper.author]
    readable = paper.status in READABLE
    published = paper.published or (ready.updated if readable else None)
    original = db.session.get_one(Article, original_id) if original_id else None
    article = Article(
        **_words(ready, ways),
        status=paper.status,
        revision_number=1,
        author_id=author_id,
        owner_id=persons[paper.owner] if paper.owner else None,
        created_at=paper.created or ready.created,
        updated_at=ready.updated,
        status_changed_at=ready.updated,
        status_changed_by_id=author_id,
        published_at=published,
        published_by_id=author_id if published else None,
        checked_at=paper.checked,
        review_at=paper.review,
        note=paper.note,
        translation_of_id=original.id if original else None,
        translated_revision=_followed(original, paper),
        import_key=paper.key,
        tags=_tags(paper.tags),
    )
    db.session.add(article)
    db.session.flush()
    _keep_revision(article, author_id, article.created_at)
    thanked = {persons[one] for one in paper.contributors}
    db.session.add_all(ArticleContributor(article_id=article.id, user_id=one) for one in thanked)
    _add_sources(article.id, ready)
    keep(author_id, ready.pictures)
    mark_stale([article_key(article.id)])
    return article.id


@transactional
def overwrite(article_id: int, ready: Ready, ways: Ways) -> None:
    """A newer text as a new revision; state, sources and credits stay as they are here."""
    article = locked(Article, article_id)
    editor_id = _persons(ready, ways)[ready.paper.author]
    before = article.source
    for name, value in _words(ready, ways).items():
        setattr(article, name, value)
    trace(article, before)
    article.revision_number += 1
    article.updated_at = ready.updated
    if article.translation_of_id is not None:
        original = db.session.get_one(Article, article.translation_of_id)
        article.translated_revision = _followed(original, ready.paper)
    db.session.execute(article_tags.delete().where(article_tags.c.article_id == article.id))
    for tag in _tags(ready.paper.tags):
        db.session.execute(article_tags.insert().values(article_id=article.id, tag_id=tag.id))
    _keep_revision(article, editor_id, ready.updated)
    keep(editor_id, ready.pictures)
    take_out(article_key(article.id))  # its category may be another; the sweep reads it anew


@transactional
def let_follow(article_id: int, successor_id: int) -> None:
    """Lead readers of an archived article to what took its place."""
    article = locked(Article, article_id)
    if article.status is ArticleStatus.ARCHIVED and article.id != successor_id:
        article.successor_id = successor_id


def tags_of(article_id: int) -> tuple[str, ...]:
    """The tags of an article, in order."""
    rows = select(Tag.slug).join(article_tags, article_tags.c.tag_id == Tag.id)
    return tuple(sorted(db.session.scalars(rows.where(article_tags.c.article_id == article_id))))


def _followed(original: Article | None, paper: Paper) -> int | None:
    """The revision of the original that a translation follows; one before where it is behind."""
    if original is None:
        return None
    return original.revision_number - int(paper.behind_original)


def _words(ready: Ready, ways: Ways) -> dict[str, object]:
    paper = ready.paper
    return {
        "title": paper.title,
        "slug": paper.slug,
        "summary": paper.summary,
        "language": paper.language,
        "category_id": ways.places.id_of(paper.category),
        "source": ready.body,
        "html": ready.html,
        "markup_version": MARKUP_VERSION,
    }


def _persons(ready: Ready, ways: Ways) -> dict[Author, int]:
    """Everybody a paper names: those of the same name here, or placeholders."""
    paper = ready.paper
    wanted = {paper.author, *paper.contributors, *([paper.owner] if paper.owner else [])}
    found: dict[Author, int] = {}
    if ways.names_are_ours:
        rows = db.session.execute(
            select(User.stored_name, User.id).where(
                User.stored_name.in_({one.name for one in wanted}), User.deleted_at.is_(None)
            )
        )
        found = {Author(name=name): row_id for name, row_id in rows}
    missing = dict.fromkeys(sorted(wanted - found.keys(), key=repr), ready.created)
    return found | people.ids_for(missing, ways.keys)


def _tags(slugs: Iterable[str]) -> list[Tag]:
    wanted = list(slugs)
    known = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(wanted)))}
    for word in wanted:
        if word not in known:
            known[word] = Tag(slug=word, thread_count=0)
            db.session.add(known[word])
    db.session.flush()
    return [known[word] for word in wanted]


def _keep_revision(article: Article, editor_id: int, moment: datetime) -> None:
    db.session.add(
        ArticleRevision(
            article_id=article.id,
            number=article.revision_number,
            title=article.title,
            source=article.source,
            editor_id=editor_id,
            created_at=moment,
        )
    )
    db.session.flush()


def _add_sources(article_id: int, ready: Ready) -> None:
    """Bind what is here to its post; keep the rest as it came."""
    blocks = len(paragraphs_of(ready.body))
    elsewhere = []
    for source in ready.paper.sources:
        thread_id = _thread_here(source)
        if thread_id is None:
            elsewhere.append(source)
            continue
        place = None if source.paragraph is None else source.paragraph - 1
        db.session.add(
            ArticleSource(
                article_id=article_id,
                thread_id=thread_id,
                post_id=source.post,
                post_revision=source.revision,
                paragraph=source.words,
                position=place if place is not None and place < blocks else None,
            )
        )
    if elsewhere:
        entries = json.dumps([_entry(source) for source in elsewhere], ensure_ascii=False)
        db.session.add(SourcesElsewhere(article_id=article_id, entries=entries))
    db.session.flush()


def _thread_here(source: Source) -> int | None:
    """The thread, if it is the very same: its number alone says nothing on another site."""
    number = _THREAD.search(source.thread)
    thread = db.session.get(Thread, int(number[1])) if number and source.asked else None
    if thread is None or thread.created_at != source.asked:
        return None
    if source.post is not None:
        post = db.session.get(Post, source.post)
        if post is None or post.thread_id != thread.id:
            return None
    return thread.id


def _entry(source: Source) -> dict[str, object]:
    entry = asdict(source)
    entry["asked"] = source.asked.isoformat() if source.asked else None
    return {name: value for name, value in entry.items() if value}
