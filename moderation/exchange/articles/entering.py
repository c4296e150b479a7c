"""Articles on their way in: each is judged, then written as one act, or left out by name."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath
from posixpath import normpath

from sqlalchemy import select

from forum.categories.models import Category
from forum.core import clock, storage
from forum.core.db import db
from forum.knowledge.models import Article
from forum.knowledge.sections import rendered
from moderation.exchange.articles import writing
from moderation.exchange.articles.folder import Problem
from moderation.exchange.articles.frontmatter import FileError
from moderation.exchange.articles.leaving import key_of
from moderation.exchange.articles.paper import Paper
from moderation.exchange.articles.pictures import Incoming, Shelf
from moderation.exchange.articles.places import Places
from moderation.exchange.report import Report
from moderation.exchange.stackexchange.keys import Author, Keys

ARTICLES = "articles"
AHEAD_MAX = timedelta(days=1)  # clocks differ, but nothing was written next week
_OWN = re.compile(r"article:\d{8}T\d{6}\.\d{6}:(\d{1,10})", re.ASCII)

Say = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an import goes by. ``shelf`` None: its texts have no pictures beside them."""

    keys: Keys
    places: Places
    report: Report
    say: Say
    shelf: Shelf | None = None
    author: Author | None = None  # of those that name none
    names_are_ours: bool = False  # whoever is named is the person of that name here
    rehearses: bool = False


class Importer:
    """Takes papers in; originals first, so that translations find them."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._originals: dict[str, Paper] = {}
        self._taken: dict[str, int] = {}  # ids by key; 0 while it is only rehearsed

    def take(self, found: Iterable[Paper | Problem]) -> None:
        """Take what can be taken, and name what cannot."""
        papers = self._unlike(found)
        by_file = {paper.file: paper.key for paper in papers}
        papers = [_by_key(paper, by_file) for paper in papers]
        self._originals = {paper.key: paper for paper in papers}
        for paper in sorted(papers, key=lambda paper: bool(paper.translation_of)):
            self._try(paper)
        for paper in papers:
            if paper.successor and paper.key in self._taken:
                self._follow(paper)

    def _unlike(self, found: Iterable[Paper | Problem]) -> list[Paper]:
        papers: dict[str, Paper] = {}
        for one in found:
            if isinstance(one, Problem):
                self._entry.report.not_taken(ARTICLES, one.file, None, one.reason)
            elif one.key in papers:
                reason = f"{papers[one.key].file} has the same key {one.key!r}"
                self._entry.report.not_taken(ARTICLES, one.file, None, reason)
            else:
                papers[one.key] = one
        return list(papers.values())

    def _try(self, paper: Paper) -> None:
        report = self._entry.report
        try:
            remarks = self._one(paper)
        except FileError as error:
            report.not_taken(ARTICLES, paper.file, None, str(error))
            return
        except storage.StorageError:
            report.not_taken(ARTICLES, paper.file, None, "its pictures cannot be kept now")
            return
        for remark in (*paper.remarks, *remarks):
            report.remark(paper.file, None, remark)
        db.session.expunge_all()

    def _one(self, paper: Paper) -> list[str]:
        known = known_as(paper.key)
        original = self._original_of(paper) if known is None else None
        category = self._entry.places.check(paper.category)
        body = paper.body
        pictures: list[Incoming] = []
        remarks: list[str] = []
        if self._entry.shelf is not None:
            body, pictures, remarks = self._entry.shelf.inward(
                paper.body, paper.file, known.source if known else ""
            )
        _ensure_not_ahead(paper)
        if paper.author == Author() and self._entry.author is not None:
            paper = replace(paper, author=self._entry.author)
        try:
            ready = writing.Ready(replace(paper, category=category), body, rendered(body), pictures)
        except ValueError:
            raise FileError("its text is too long with the addresses of its pictures") from None
        tally = self._entry.report.of(ARTICLES)
        if known is None:
            self._taken[paper.key] = 0 if self._entry.rehearses else self._write(ready, original)
            tally.taken += 1
            self._entry.say(paper.file, f"new, {paper.status.value}")
        elif _says(known, ready):
            tally.unchanged += 1
            self._entry.say(paper.file, "as it is here")
        elif paper.updated is None or paper.updated <= known.updated_at:
            tally.unchanged += 1
            remarks.append("it says something else here, and the file is not newer: kept as here")
            self._entry.say(paper.file, "kept as it is here")
        else:
            if not self._entry.rehearses:
                writing.overwrite(known.id, ready, self._entry)
            tally.updated += 1
            self._entry.say(paper.file, "newer than here")
        return remarks

    def _write(self, ready: writing.Ready, original: int | None) -> int:
        return writing.add(ready, original, self._entry)

    def _original_of(self, paper: Paper) -> int | None:
        """The row of what a paper translates; raises FileError where that cannot be."""
        wanted = paper.translation_of
        if not wanted:
            return None
        beside = self._originals.get(wanted)
        if beside is not None and beside.translation_of:
            raise FileError(f"{wanted!r}, which it translates, is a translation itself")
        here = known_as(wanted)
        if here is None and wanted not in self._taken:
            raise FileError(f"what it translates, {wanted!r}, is neither here nor taken")
        if here is not None and here.translation_of_id is not None:
            raise FileError(f"{wanted!r}, which it translates, is a translation itself")
        return here.id if here is not None else self._taken[wanted]

    def _follow(self, paper: Paper) -> None:
        here = known_as(paper.successor)
        if here is None and paper.successor not in self._taken:
            reason = f"{paper.successor!r}, which follows it, is not here"
            self._entry.report.remark(paper.file, None, reason)
        elif here is not None and not self._entry.rehearses:
            writing.let_follow(self._taken[paper.key], here.id)


def known_as(key: str) -> Article | None:
    """The article that is known outside under a name: it came with it, or was written here."""
    came = db.session.scalar(select(Article).where(Article.import_key == key))
    own = _OWN.fullmatch(key)
    if came is not None or own is None:
        return came
    here = db.session.get(Article, int(own[1]))
    return here if here is not None and key_of(here) == key else None


def _by_key(paper: Paper, by_file: dict[str, str]) -> Paper:
    """What it names by file is named by key from now on."""

    def key(named: str) -> str:
        beside = normpath((PurePosixPath(paper.file).parent / named).as_posix())
        return by_file.get(beside) or by_file.get(named) or named

    translation_of = key(paper.translation_of) if paper.translation_of else ""
    successor = key(paper.successor) if paper.successor else ""
    return replace(paper, translation_of=translation_of, successor=successor)


def _ensure_not_ahead(paper: Paper) -> None:
    latest = clock.now() + AHEAD_MAX
    for name in ("created", "updated", "published", "checked"):
        moment = getattr(paper, name)
        if moment is not None and moment > latest:
            raise FileError(f"its {name} lies ahead")


def _says(article: Article, ready: writing.Ready) -> bool:
    """Whether an article says what its file does; its state is the matter of people here."""
    paper = ready.paper
    category = db.session.get_one(Category, article.category_id)
    tags = writing.tags_of(article.id)
    here = (article.title, article.slug, article.summary, article.language, category.slug, tags)
    there = (paper.title, paper.slug, paper.summary, paper.language, paper.category, paper.tags)
    return here == there and _plain(article.source) == _plain(ready.body)


def _plain(source: str) -> str:
    return source.replace("\r\n", "\n").strip("\n")
