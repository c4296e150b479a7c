"""Zendesk Guide: what its Help Center API answers, page by page, kept in JSON files.

Any number of files in a folder, or one: lists of ``articles``, ``translations``, ``sections``,
``categories`` and ``users``, wherever they stand. A section becomes a category below the chosen
one; an article that not everybody could read there becomes a draft.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from forum.categories.models import Audience
from forum.core import clock
from forum.core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from forum.core.markup import plain_text
from forum.core.pages import SLUG_MAX_CHARS, slug
from forum.knowledge.models import ArticleStatus
from forum.threads.actions.tagging import TAG_MAX_CHARS
from moderation.exchange.articles.folder import Problem, text_of
from moderation.exchange.articles.frontmatter import FileError
from moderation.exchange.articles.paper import (
    TITLE_MAX_CHARS,
    Paper,
    clean_body,
    is_no_text,
    moment_of,
)
from moderation.exchange.articles.places import NAME_MAX_CHARS, Place
from moderation.exchange.prose import cut_title, from_html
from moderation.exchange.stackexchange.dump import Person
from moderation.exchange.stackexchange.keys import Author, Keys

FILE_MAX_BYTES = 200_000_000
NUMBER_MAX = 2**63 - 1
TAGS_MAX = 50
LISTS = ("articles", "translations", "sections", "categories", "users")
SUFFIX = ".json"


@dataclass(slots=True)
class Guide:
    """Everything the files hold: rows by kind, each with the name of its file."""

    rows: dict[str, list[tuple[str, dict[str, Any]]]] = field(
        default_factory=lambda: {name: [] for name in LISTS}
    )
    problems: list[Problem] = field(default_factory=list)


def read(root: Path, files: list[str | Problem]) -> Guide:
    """Read every file; what is none of Zendesk's is named."""
    guide = Guide()
    for file in files:
        if isinstance(file, Problem):
            guide.problems.append(file)
            continue
        try:
            _read_page(guide, file, text_of(root / file, FILE_MAX_BYTES))
        except FileError as error:
            guide.problems.append(Problem(file, str(error)))
    return guide


class Rooms:
    """Which category each section becomes, below the chosen one; ``flat``: the chosen itself."""

    def __init__(self, guide: Guide, chosen: str, *, flat: bool) -> None:
        self._chosen = chosen
        self._above = {
            number: _name(row)
            for _file, row in guide.rows["categories"]
            if (number := _number(row.get("id")))
        }
        self.places: list[Place] = []
        self._slugs: dict[int, str] = {}
        sections = [] if flat else guide.rows["sections"]
        for _file, row in sorted(sections, key=lambda one: str(one[1].get("id"))):
            number = _number(row.get("id"))
            if number is not None:
                self._add(number, row)

    def of(self, section: object) -> str:
        """The slug of the category for a section; of an unknown one it is the chosen."""
        return self._slugs.get(_number(section) or 0, self._chosen)

    def _add(self, number: int, row: dict[str, Any]) -> None:
        name, language = _name(row), language_of(row.get("locale"))
        if number in self._slugs:  # the same one in another language
            if language not in LANGUAGES:
                return
            found = next(i for i, p in enumerate(self.places) if p.slug == self._slugs[number])
            texts = dict(self.places[found].texts) | {f"name_{language}": name}
            self.places[found] = _place(self._slugs[number], self._chosen, texts)
            return
        wanted = f"{self._chosen}-{slug(name)}"[:SLUG_MAX_CHARS].strip("-")
        if wanted in self._slugs.values() or wanted == self._chosen:
            above = self._above.get(_number(row.get("category_id")) or 0, "")
            name = f"{above}: {name}"[:NAME_MAX_CHARS] if above else name
            end = f"-{number}"
            wanted = f"{wanted[: SLUG_MAX_CHARS - len(end)].strip('-')}{end}"
        self._slugs[number] = wanted
        known = language if language in LANGUAGES else DEFAULT_LANGUAGE
        texts = {"name_en": "", "name_ru": ""} | {f"name_{known}": name}
        self.places.append(_place(wanted, self._chosen, texts))


def people(guide: Guide) -> list[Person]:
    """The names of authors, where the files have them."""
    found = {}
    for _file, row in guide.rows["users"]:
        number, name = _number(row.get("id")), row.get("name")
        if number and isinstance(name, str):
            joined = _moment(row, "created_at") or clock.now()
            found[number] = Person(number=number, name=name, about="", joined_at=joined)
    return list(found.values())


def papers(guide: Guide, rooms: Rooms, keys: Keys) -> Iterator[Paper | Problem]:
    """Each article in each language, or why it cannot be taken."""
    yield from guide.problems
    sources: dict[int, str] = {}
    articles = {}
    for _file, row in guide.rows["articles"]:
        number = _number(row.get("id"))
        if number is None:
            continue
        articles[number] = row
        locale = language_of(row.get("source_locale")) or language_of(row.get("locale"))
        sources.setdefault(number, locale)
    for file, row in guide.rows["articles"]:
        number = _number(row.get("id"))
        yield _judged(file, number, row, row, rooms, keys, sources)
    for file, row in guide.rows["translations"]:
        number = _number(row.get("source_id"))
        if str(row.get("source_type", "Article")) != "Article":
            continue
        above = articles.get(number or 0)
        if above is None:
            yield Problem(f"{file} {number or '?'}", "the article it translates is in no file")
        elif language_of(row.get("locale")) != language_of(above.get("locale")):
            yield _judged(file, number, row, above, rooms, keys, sources)


def language_of(locale: object) -> str:
    """ "en" for ``en-us``; nothing for what is no locale."""
    return locale.lower().replace("_", "-").split("-")[0] if isinstance(locale, str) else ""


def _judged(
    file: str,
    number: int | None,
    row: dict[str, Any],
    above: dict[str, Any],
    rooms: Rooms,
    keys: Keys,
    sources: dict[int, str],
) -> Paper | Problem:
    language = language_of(row.get("locale"))
    where = f"{file} {number or '?'} {language[:8] if language.isascii() else ''}".strip()
    try:
        if number is None:
            raise FileError("it has no id")
        return _paper(where, number, row, above, rooms, keys, sources)
    except FileError as error:
        return Problem(where, str(error))


def _paper(
    where: str,
    number: int,
    row: dict[str, Any],
    above: dict[str, Any],
    rooms: Rooms,
    keys: Keys,
    sources: dict[int, str],
) -> Paper:
    language, first = language_of(row.get("locale")), sources[number]
    if language not in LANGUAGES:
        raise FileError(
            f"its locale is {row.get('locale')!r}: this site has {', '.join(LANGUAGES)}"
        )
    html, title = row.get("body"), row.get("title")
    if not isinstance(html, str) or not isinstance(title, str):
        raise FileError("it has no title or no body")
    html, title = _readable(html), _readable(title)
    prose = from_html(html)
    remarks = ["its text was shortened"] if prose.is_cut else []
    whole = " ".join(plain_text(title).split()) or title.strip()
    words = cut_title(whole, TITLE_MAX_CHARS)
    if not words:
        raise FileError("it has no title or no body")
    remarks += ["its title was shortened"] if len(words) < len(whole) else []
    restricted = above.get("user_segment_id") is not None or bool(above.get("user_segment_ids"))
    hidden = bool(row.get("draft") or row.get("hidden"))
    if restricted and not hidden:
        remarks.append("not everybody could read it there: it became a draft")
    is_draft = restricted or hidden
    created = _moment(row, "created_at")
    updated = _moment(row, "edited_at") or _moment(row, "updated_at") or created
    person = _number(row.get("author_id") or row.get("created_by_id") or above.get("author_id"))
    return Paper(
        file=where,
        key=_key(keys, number, language),
        title=words,
        slug=slug(words),
        language=language,
        body=clean_body(prose.source),
        category=rooms.of(above.get("section_id")),
        author=Author(person),
        status=ArticleStatus.DRAFT if is_draft else ArticleStatus.PUBLISHED,
        tags=_tags(above.get("label_names")),
        created=created,
        updated=updated,
        published=None if is_draft else created,
        translation_of=_key(keys, number, first) if language != first else "",
        remarks=tuple(remarks),
    )


def _key(keys: Keys, number: int, language: str) -> str:
    return f"{keys.kind}:{keys.slug}:article:{number}:{language}"


def _read_page(guide: Guide, file: str, text: str) -> None:
    try:
        page = json.loads(text)
    except (ValueError, RecursionError):
        raise FileError("it is no JSON") from None
    lists = [name for name in LISTS if isinstance(page, dict) and isinstance(page.get(name), list)]
    if not lists:
        raise FileError(f"it holds none of the lists {', '.join(LISTS)}")
    for name in lists:
        for row in page[name]:
            if isinstance(row, dict):
                guide.rows[name].append((file, row))
            else:
                guide.problems.append(Problem(file, f"something in {name} is no row"))


def _place(wanted: str, chosen: str, texts: dict[str, str]) -> Place:
    return Place(wanted, Audience.PUBLIC, tuple(texts.items()), below=chosen)


def _name(row: dict[str, Any]) -> str:
    name = row.get("name")
    words = " ".join(name.split()) if isinstance(name, str) else ""
    kept = "".join(sign for sign in words if sign.isprintable())
    return kept[:NAME_MAX_CHARS].strip() or f"Section {_number(row.get('id')) or ''}".strip()


def _number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 < value <= NUMBER_MAX else None


def _moment(row: dict[str, Any], name: str) -> datetime | None:
    written = row.get(name)
    return moment_of(name, written) if isinstance(written, str) and written else None


def _tags(labels: object) -> tuple[str, ...]:
    words = labels if isinstance(labels, list) else []
    named = [_readable(word) for word in words if isinstance(word, str)]
    slugs = {slug(word)[:TAG_MAX_CHARS].strip("-") for word in named}
    return tuple(sorted(slugs - {""}))[:TAGS_MAX]


def _readable(text: str) -> str:
    """The text without control signs and halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or not is_no_text(sign))
