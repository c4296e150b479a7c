"""The demo community as it is written down in ``content/*.toml``: typed, and checked by reading."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).parent / "content"

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class PersonText:
    """Somebody of the community."""

    key: str
    name: str
    email: str
    role: str
    language: str
    title: str
    bio: str
    joined_days_ago: float


@dataclass(frozen=True, slots=True)
class CategoryText:
    """A category; ``parent`` is a slug that stands before it, or empty."""

    slug: str
    parent: str
    position: int
    icon: str
    name_en: str
    name_ru: str
    description_en: str
    description_ru: str
    ask_hint_en: str
    ask_hint_ru: str


@dataclass(frozen=True, slots=True)
class ProductText:
    """Something the company makes."""

    slug: str
    position: int
    name_en: str
    name_ru: str
    description_en: str
    description_ru: str


@dataclass(frozen=True, slots=True)
class PostText:
    """An answer, or a comment on the post ``on`` of its thread (-1: the question)."""

    kind: str
    author: str
    after_hours: float
    body: str
    on: int = -1
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    accepted: bool = False
    official: bool = False
    verified: bool = False
    endorsed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadText:
    """A thread. ``product`` is a slug or empty.

    ``duplicate_of`` is empty, or ``thread:`` or ``article:`` and a key. Threads of one ``cluster``
    were found to ask the same.
    """

    key: str
    category: str
    type: str
    language: str
    title: str
    author: str
    days_ago: float
    body: str
    severity: str
    views: int
    tags: tuple[str, ...] = ()
    version: str = ""
    product: str = ""
    same: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    duplicate_of: str = ""
    cluster: str = ""
    needs_info: bool = False
    locked: bool = False
    pinned: bool = False
    posts: tuple[PostText, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article; ``threads`` are the keys of those it grew out of."""

    key: str
    category: str
    language: str
    title: str
    summary: str
    author: str
    days_ago: float
    status: str
    body: str
    translation_of: str = ""
    threads: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    helpful: tuple[str, ...] = ()
    not_helpful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteText:
    """An internal note."""

    thread: str
    author: str
    hours_ago: float
    body: str


@dataclass(frozen=True, slots=True)
class ProposalText:
    """A thread that an ambassador thinks should become an article."""

    thread: str
    by: str
    days_ago: float
    note: str


@dataclass(frozen=True, slots=True)
class CheckText:
    """An article that somebody should look at again: ``detail`` is what a ``reader`` said."""

    article: str
    cause: str
    days_ago: float
    reader: str = ""
    detail: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """Something the team told everyone; work with a length lies ahead.

    An incident has ``threads``, by their keys, and the ``update`` with which it was over.
    """

    kind: str
    language: str
    title: str
    author: str
    days_ago: float
    body: str
    starts_in_days: float = 0.0
    lasts_hours: float = 0.0
    threads: tuple[str, ...] = ()
    update: str = ""
    update_by: str = ""
    over_after_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class CannedText:
    """What the team answers every week, in one language or both."""

    name: str
    author: str
    days_ago: float
    en: str = ""
    ru: str = ""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule that sorts new questions; ``words`` one word or phrase a line."""

    name: str
    author: str
    days_ago: float
    words: str
    category: str = ""
    severity: str = ""
    tag: str = ""
    gives_to_team: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the demo consists of."""

    people: tuple[PersonText, ...]
    categories: tuple[CategoryText, ...]
    products: tuple[ProductText, ...]
    threads: tuple[ThreadText, ...]
    articles: tuple[ArticleText, ...]
    notes: tuple[NoteText, ...]
    proposals: tuple[ProposalText, ...]
    checks: tuple[CheckText, ...]
    announcements: tuple[AnnouncementText, ...]
    replies: tuple[CannedText, ...]
    rules: tuple[RuleText, ...]
    common_questions: tuple[str, ...]  # keys of articles
    common_chosen_by: str
    getting_started: dict[str, list[str]]  # keys of articles, by the product's slug


def read(folder: Path = FOLDER) -> Content:
    """Read the files; threads in the order in which they were asked.

    Raises:
        TypeError, KeyError: an entry lacks a field or has one that means nothing.
    """
    threads = [
        _thread(entry)
        for path in sorted(folder.glob("threads-*.toml"))
        for entry in _entries(path, "thread")
    ]
    news = tomllib.loads((folder / "news.toml").read_text("utf-8"))
    return Content(
        people=tuple(_make(PersonText, e) for e in _entries(folder / "people.toml", "person")),
        categories=tuple(
            _make(CategoryText, e) for e in _entries(folder / "categories.toml", "category")
        ),
        products=tuple(
            _make(ProductText, e) for e in _entries(folder / "products.toml", "product")
        ),
        threads=tuple(sorted(threads, key=lambda thread: -thread.days_ago)),
        articles=tuple(_article(e) for e in _entries(folder / "articles.toml", "article")),
        notes=tuple(_make(NoteText, e) for e in _entries(folder / "notes.toml", "note")),
        proposals=tuple(_make(ProposalText, e) for e in _entries(folder / "work.toml", "proposal")),
        checks=tuple(_make(CheckText, e) for e in _entries(folder / "work.toml", "check")),
        announcements=tuple(_make(AnnouncementText, e) for e in news["announcement"]),
        replies=tuple(_make(CannedText, e) for e in _entries(folder / "replies.toml", "reply")),
        rules=tuple(_make(RuleText, e) for e in _entries(folder / "rules.toml", "rule")),
        common_questions=tuple(news["common"]),
        common_chosen_by=news["common_chosen_by"],
        getting_started=news["getting_started"],
    )


def _entries(path: Path, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))[kind]
    return found


def _thread(entry: dict[str, Any]) -> ThreadText:
    posts = tuple(_make(PostText, post) for post in entry.pop("post", []))
    return _make(ThreadText, entry | {"posts": posts})


def _article(entry: dict[str, Any]) -> ArticleText:
    threads = entry.pop("from")
    return _make(ArticleText, entry | {"threads": threads})


def _make(kind: type[Entry], entry: dict[str, Any]) -> Entry:
    tidy = {key: _tidy(value) for key, value in entry.items()}
    unknown = set(tidy) - {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise TypeError(f"{kind.__name__}: {', '.join(sorted(unknown))}?")
    return kind(**tidy)


def _tidy(value: Any) -> Any:
    """Lists as tuples, texts without the blank lines that the files leave around them."""
    if isinstance(value, list):
        return tuple(value)
    return value.strip() if isinstance(value, str) else value
