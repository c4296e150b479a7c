"""The tables of categories and of products."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice


class Audience(StrEnum):
    """Who may see what is in a category. The value is also the key in the search index."""

    PUBLIC = "public"
    STAFF = "staff"


def in_either(language: str, english: str, russian: str) -> str:
    """The text in a language, or in the other where it is empty in this one."""
    return russian or english if language == "ru" else english or russian


class InBothLanguages:
    """Texts that stand in both languages; an empty one falls back on the other."""

    def name(self, language: str) -> str:
        """The name in a language, or in the other where this one has none."""
        return self._text("name", language)

    def description(self, language: str) -> str:
        """What belongs here, or what it is."""
        return self._text("description", language)

    def _text(self, field: str, language: str) -> str:
        english, russian = getattr(self, f"{field}_en"), getattr(self, f"{field}_ru")
        return in_either(language, str(english), str(russian))


class Category(InBothLanguages, Base):
    """A place for threads and articles."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    audience: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.PUBLIC)
    icon: Mapped[str] = mapped_column(String(20), default="")
    name_en: Mapped[str] = mapped_column(String(80))
    name_ru: Mapped[str] = mapped_column(String(80), default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    description_ru: Mapped[str] = mapped_column(Text, default="")
    ask_hint_en: Mapped[str] = mapped_column(Text, default="")
    ask_hint_ru: Mapped[str] = mapped_column(Text, default="")

    def ask_hint(self, language: str) -> str:
        """What a question here should include."""
        return self._text("ask_hint", language)


class Product(InBothLanguages, Base):
    """What a thread is about, where the company makes more than one thing.

    A retired one is offered no more; threads about it keep it, and it can still be filtered by.
    """

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name_en: Mapped[str] = mapped_column(String(80))
    name_ru: Mapped[str] = mapped_column(String(80), default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    description_ru: Mapped[str] = mapped_column(Text, default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
