"""Tables of articles: what they say, where each paragraph came from, whom they thank."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Tag


class ArticleStatus(StrEnum):
    """Where an article stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    NEEDS_REVIEW = "needs_review"  # still read by everyone, somebody should look
    ARCHIVED = "archived"


READABLE = frozenset({ArticleStatus.PUBLISHED, ArticleStatus.NEEDS_REVIEW})


article_tags = Table(
    "article_tags",
    Base.metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_article_tags_tag_id_article_id", "tag_id", "article_id"),
)


class Article(Base):
    """One article in one language; a translation names the article it follows."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_status_published_at", "status", "published_at", "id"),
        Index("ix_articles_category_id_status", "category_id", "status"),
        Index(
            "ix_articles_publish_at",  # few are, and a sweep asks for them each minute
            "publish_at",
            sqlite_where=text("publish_at IS NOT NULL"),
            postgresql_where=text("publish_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(8))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    status: Mapped[ArticleStatus] = mapped_column(
        choice(ArticleStatus), default=ArticleStatus.DRAFT
    )
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    markup_version: Mapped[int]
    revision_number: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status_changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a date that lies ahead
    publish_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # who set that date
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    review_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: by age
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # somebody said: still true
    note: Mapped[str] = mapped_column(String(2000), default="", server_default="")  # for staff
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    translation_of_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    translated_revision: Mapped[int | None]  # of the original: what this translation follows
    helpful_count: Mapped[int] = mapped_column(default=0)
    not_helpful_count: Mapped[int] = mapped_column(default=0)
    view_count: Mapped[int] = mapped_column(default=0)
    import_key: Mapped[str | None] = mapped_column(String(120), unique=True)

    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    tags: Mapped[list[Tag]] = relationship(
        secondary=article_tags, lazy="raise", order_by=Tag.slug, passive_deletes=True
    )

    @property
    def is_readable(self) -> bool:
        """Whether everyone who may see its category may read it."""
        return self.status in READABLE

    @property
    def is_doubted(self) -> bool:
        """Whether somebody should look whether it is still true."""
        return self.status is ArticleStatus.NEEDS_REVIEW


class ArticleRevision(Base):
    """What an article said at one time."""

    __tablename__ = "article_revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[User] = relationship(foreign_keys=[editor_id], lazy="raise")


class ArticleSource(Base):
    """Provenance: one paragraph, and the post and revision whose words it carries."""

    __tablename__ = "article_sources"
    __table_args__ = (Index("ix_article_sources_article_id", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    post_revision: Mapped[int | None]
    paragraph: Mapped[str] = mapped_column(Text, default="")  # the words as they were taken
    position: Mapped[int | None]  # the block of the present text that carries them; None: none


class ArticleContributor(Base):
    """Somebody whose words or checks an article stands on."""

    __tablename__ = "article_contributors"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class FaqEntry(Base):
    """One of the common questions: an article or a solved thread, in the order staff gave it."""

    __tablename__ = "faq_entries"
    __table_args__ = (
        CheckConstraint("(article_id IS NULL) <> (thread_id IS NULL)", name="one_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), unique=True
    )
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), unique=True
    )
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PathStep(Base):
    """One of the articles to begin with, for a product, in the order staff gave them."""

    __tablename__ = "path_steps"
    __table_args__ = (UniqueConstraint("product_id", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    product: Mapped[Product] = relationship(lazy="raise")


class ArticleFollow(Base):
    """Somebody wants to hear when an article says something else."""

    __tablename__ = "article_follows"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ArticleFeedback(Base):
    """ "Was this helpful?", once per reader; a reader's second answer replaces the first."""

    __tablename__ = "article_feedback"
    __table_args__ = (UniqueConstraint("article_id", "reader_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    reader_key: Mapped[str] = mapped_column(String(80))  # "user:7", or "visitor:" and a hash
    helpful: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
