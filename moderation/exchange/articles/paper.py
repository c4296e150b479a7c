"""An article as it travels: what its file says, checked. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from forum.core.i18n import LANGUAGES
from forum.core.markup import SOURCE_MAX_CHARS
from forum.core.pages import SLUG_MAX_CHARS, slug
from forum.knowledge.models import ArticleStatus
from forum.threads.actions.tagging import TAG_MAX_CHARS
from moderation.exchange.articles.frontmatter import FileError
from moderation.exchange.stackexchange.keys import Author

TITLE_MAX_CHARS = 200
SUMMARY_MAX_CHARS = 300
NOTE_MAX_CHARS = 2_000
KEY_MAX_CHARS = 120
ADDRESS_MAX_CHARS = 500
NAME_MAX_CHARS = 200
LIST_MAX = 500  # people, tags, sources of one article
NUMBER_MAX = 2**31 - 1
YEARS = range(1990, 2200)


@dataclass(frozen=True, slots=True)
class Source:
    """A post whose words a paragraph carries, wherever that post is."""

    thread: str  # its address
    asked: datetime | None = None  # with the address it tells whether that thread is here
    post: int | None = None
    revision: int | None = None
    paragraph: int | None = None  # counted from 1; None: its words are not in the text any more
    words: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An article on its way in; ``file`` names it in messages, ``folder`` is where links begin."""

    file: str
    key: str
    title: str
    language: str
    body: str
    category: str  # its slug, or empty: the one that was chosen for those without
    author: Author
    slug: str = ""
    status: ArticleStatus = ArticleStatus.DRAFT
    summary: str = ""
    tags: tuple[str, ...] = ()
    contributors: tuple[Author, ...] = ()
    owner: Author | None = None
    note: str = ""
    created: datetime | None = None
    updated: datetime | None = None
    published: datetime | None = None
    checked: datetime | None = None
    review: datetime | None = None
    translation_of: str = ""  # the key of another
    behind_original: bool = False  # which says something else since
    successor: str = ""
    sources: tuple[Source, ...] = ()
    remarks: tuple[str, ...] = field(default=(), compare=False)


class Fields:
    """The values of one mapping, each asked for once, by name; whatever is left over is named."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = dict(values)

    def line(self, name: str, most: int, *, needed: bool = False) -> str:
        """Words on one line."""
        return self._words(name, most, needed, "\n\t" if name == "words" else "")

    def text(self, name: str, most: int) -> str:
        """Words on any number of lines."""
        return self._words(name, most, False, "\n\t")

    def moment(self, name: str) -> datetime | None:
        """A day or a time; without a zone it is UTC."""
        written = self.line(name, 40)
        return moment_of(name, written) if written else None

    def switch(self, name: str) -> bool:
        """Yes or no; no where it is not there."""
        written = self.line(name, 12)
        if written not in {"", "yes", "no", "true", "false"}:
            raise FileError(f"its {name} is {written!r}, not yes or no")
        return written in {"yes", "true"}

    def number(self, name: str) -> int | None:
        """A whole number above 0."""
        written = self.line(name, 12)
        if not written:
            return None
        if not re.fullmatch(r"[0-9]{1,10}", written) or not 0 < int(written) <= NUMBER_MAX:
            raise FileError(f"its {name} is {written!r}, not a number")
        return int(written)

    def lines(self, name: str, most: int) -> tuple[str, ...]:
        """A list of words; a single one may stand without a list."""
        value = self._values.pop(name, "")
        values = value if isinstance(value, list) else [value] if value else []
        if len(values) > LIST_MAX:
            raise FileError(f"its {name} has more than {LIST_MAX} entries")
        return tuple(Fields({name: one}).line(name, most, needed=True) for one in values)

    def mappings(self, name: str) -> list["Fields"]:
        """A list of mappings."""
        value = self._values.pop(name, "") or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise FileError(f"its {name} is not a list of mappings")
        if len(value) > LIST_MAX:
            raise FileError(f"its {name} has more than {LIST_MAX} entries")
        return [Fields(one) for one in value]

    @property
    def left_over(self) -> Iterable[str]:
        """Names that nobody asked for."""
        return self._values.keys()

    def _words(self, name: str, most: int, needed: bool, allowed: str) -> str:
        value = self._values.pop(name, "")
        if not isinstance(value, str):
            raise FileError(f"its {name} is not a line of text")
        if len(value) > most:
            raise FileError(f"its {name} has {len(value):,} characters, at most {most:,} fit")
        if any(sign not in allowed and is_no_text(sign) for sign in value):
            raise FileError(f"its {name} holds signs that stand in no text")
        if needed and not value.strip():
            raise FileError(f"it has no {name}")
        return value if allowed else value.strip()


def is_no_text(sign: str) -> bool:
    """Whether it is a control sign or half a character."""
    return unicodedata.category(sign) in {"Cc", "Cs"}


def moment_of(name: str, written: str) -> datetime:
    """A time as it is written in ISO 8601; raises FileError."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise FileError(f"its {name} is {written!r}, not a date") from None
    if found.year not in YEARS:
        raise FileError(f"its {name} is in the year {found.year}")
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def clean_body(text: str) -> str:
    """A text as it is kept; raises FileError where it is none, or too long."""
    body = text.strip("\n")
    if not body.strip():
        raise FileError("it has no text")
    if len(body) > SOURCE_MAX_CHARS:
        raise FileError(f"its text has {len(body):,} characters, at most {SOURCE_MAX_CHARS:,} fit")
    if any(sign not in "\n\t" and is_no_text(sign) for sign in body):
        raise FileError("its text holds signs that stand in no text")
    return body


def paper_of(file: str, head: dict[str, Any], body: str, default_key: str) -> Paper:
    """An article of its front matter and its text; raises FileError."""
    fields = Fields(head)
    language = fields.line("language", 20, needed=True)
    if language not in LANGUAGES:
        raise FileError(f"its language is {language!r}: this site has {', '.join(LANGUAGES)}")
    title = fields.line("title", TITLE_MAX_CHARS, needed=True)
    owner = fields.line("owner", NAME_MAX_CHARS)
    paper = Paper(
        file=file,
        key=fields.line("key", KEY_MAX_CHARS) or default_key,
        title=title,
        slug=_slug(fields.line("slug", SLUG_MAX_CHARS), title),
        language=language,
        category=_last(fields.line("category", 2 * SLUG_MAX_CHARS + 1)),
        status=_status(fields.line("status", 20)),
        summary=fields.line("summary", SUMMARY_MAX_CHARS),
        tags=_tags(fields.lines("tags", NAME_MAX_CHARS)),
        author=Author(name=fields.line("author", NAME_MAX_CHARS)),
        contributors=tuple(
            Author(name=name) for name in fields.lines("contributors", NAME_MAX_CHARS)
        ),
        owner=Author(name=owner) if owner else None,
        note=fields.text("note", NOTE_MAX_CHARS),
        created=fields.moment("created"),
        updated=fields.moment("updated"),
        published=fields.moment("published"),
        checked=fields.moment("checked"),
        review=fields.moment("review"),
        translation_of=fields.line("translation_of", ADDRESS_MAX_CHARS),
        behind_original=fields.switch("behind_original"),
        successor=fields.line("successor", ADDRESS_MAX_CHARS),
        sources=tuple(source_of(one) for one in fields.mappings("sources")),
        body=clean_body(body),
        remarks=_left_over(fields.left_over),
    )
    if paper.key in {paper.translation_of, paper.successor}:
        raise FileError("it names itself as what it translates or is followed by")
    return paper


def source_of(fields: Fields) -> Source:
    """One source; raises FileError."""
    return Source(
        thread=fields.line("thread", ADDRESS_MAX_CHARS, needed=True),
        asked=fields.moment("asked"),
        post=fields.number("post"),
        revision=fields.number("revision"),
        paragraph=fields.number("paragraph"),
        words=fields.text("words", SOURCE_MAX_CHARS),
    )


def _left_over(names: Iterable[str]) -> tuple[str, ...]:
    unknown = sorted(repr(name[:40]) for name in names)
    return (f"not read: {', '.join(unknown[:10])}",) if unknown else ()


def _slug(written: str, title: str) -> str:
    if written and written != slug(written):
        raise FileError(f"its slug {written!r} is none: lower-case letters, digits and hyphens")
    return written or slug(title)


def _last(path: str) -> str:
    found = path.strip("/").rpartition("/")[2]
    if found and (found != slug(found) or found == "-"):
        raise FileError(f"its category {path!r} is no path of slugs")
    return found


def _status(written: str) -> ArticleStatus:
    try:
        return ArticleStatus(written or ArticleStatus.DRAFT)
    except ValueError:
        known = ", ".join(ArticleStatus)
        raise FileError(f"its status is {written!r}, not one of {known}") from None


def _tags(written: tuple[str, ...]) -> tuple[str, ...]:
    slugs = [slug(word)[:TAG_MAX_CHARS].strip("-") for word in written]
    return tuple(sorted({word for word in slugs if word}))
