"""The whole run over a dump's folder: file after file, batch after batch, in constant memory.

Posts.xml is read three times (questions, answers, acceptances), because an answer may stand before
its question and nothing is to be remembered between. Each batch is one transaction that leaves
every counter true, so a run that broke off is finished by running again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from forum.categories.models import Category
from forum.core.db import db, transactional
from forum.threads.counters import recount_tags
from forum.threads.models import PostKind
from moderation.exchange.report import Report
from moderation.exchange.stackexchange import dump, links, people
from moderation.exchange.stackexchange.keys import Keys, SeenIds
from moderation.exchange.stackexchange.posts import KINDS, Importer
from moderation.exchange.stackexchange.xmlrows import BrokenFileError, Row, rows

BATCH_ROWS = 300  # long enough to be fast, short enough that writers on the site hardly wait
OTHERS = "wikis and tags"
PEOPLE = "people"

Item = TypeVar("Item")
Show = Callable[[str, int, int], None]  # what is read, bytes read, bytes in all


@dataclass(slots=True)
class Outcome:
    """How a run ended: the report, what was broken, whether a category was made."""

    report: Report
    broken: list[str] = field(default_factory=list)
    made_category: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    folder: Path
    keys: Keys
    outcome: Outcome
    show: Show

    @property
    def report(self) -> Report:
        return self.outcome.report

    def posts(self, importer: Importer) -> None:
        kinds = ((PostKind.QUESTION, dump.QUESTION), (PostKind.ANSWER, dump.ANSWER))
        for kind, type_id in kinds:
            parse = partial(self._post, SeenIds(), type_id)
            for batch in self._batches("Posts.xml", KINDS[kind], parse):
                importer.take(batch, kind, "Posts.xml")
        for acceptances in self._batches("Posts.xml", links.ACCEPTED, dump.accepted):
            links.accept(acceptances, self.keys, self.report, "Posts.xml")
            db.session.expunge_all()

    def comments(self, importer: Importer) -> None:
        seen = SeenIds()

        def parse(row: Row) -> dump.Incoming:
            return _first(seen, dump.comment(row))

        for batch in self._batches("Comments.xml", KINDS[PostKind.COMMENT], parse):
            importer.take(batch, PostKind.COMMENT, "Comments.xml")

    def the_rest(self) -> None:
        for votes in self._batches("Votes.xml", "acceptance dates", dump.accepted_vote):
            links.date_acceptances(votes, self.keys)
            db.session.expunge_all()
        for duplicates in self._batches("PostLinks.xml", links.DUPLICATES, dump.duplicate):
            links.link(duplicates, self.keys, self.report, "PostLinks.xml")
            db.session.expunge_all()
        for persons in self._batches("Users.xml", PEOPLE, dump.person):
            people.name_people(persons, self.keys, self.report.of(PEOPLE))
            db.session.expunge_all()

    def _post(self, seen: SeenIds, type_id: str, row: Row) -> dump.Incoming | None:
        found = row.get("PostTypeId")
        if found == type_id:
            return _first(seen, dump.post(row))
        if type_id == dump.QUESTION and found != dump.ANSWER:
            self.report.of(OTHERS).skipped += 1
        return None

    def _batches(
        self, name: str, kind: str, parse: Callable[[Row], Item | None]
    ) -> Iterator[Sequence[Item]]:
        """Parsed rows of a file, some hundred at a time; none where the dump has no such file."""
        batch: list[Item] = []
        for row in self._rows(name, kind):
            try:
                item = parse(row)
            except dump.RowError as reason:
                self.report.not_taken(kind, name, row.get("Id", "")[:20], str(reason))
                continue
            if item is not None:
                batch.append(item)
            if len(batch) >= BATCH_ROWS:
                yield batch
                batch = []
        if batch:
            yield batch

    def _rows(self, name: str, kind: str) -> Iterator[Row]:
        path = self.folder / name
        if not path.is_file():
            return
        size = path.stat().st_size
        done = 0

        def progress(count: int) -> None:
            nonlocal done
            done += count
            self.show(f"{name}: {kind}", done, size)

        try:
            yield from rows(path, progress)
        except BrokenFileError as error:
            if str(error) not in self.outcome.broken:
                self.outcome.broken.append(str(error))


def import_dump(folder: Path, slug: str, report: Report, show: Show) -> Outcome:
    """Take a dump's questions, answers, comments and authors into the category ``slug``.

    Args:
        folder: holds Posts.xml, and any of Users, Comments, Votes and PostLinks.
        slug: of the category, made when it is missing; the same slug again adds nothing twice.
        report: open; gets the counts and every row that could not be taken.
        show: told how far the reading is.

    Raises:
        UnsafeFileError: a file declares a document type or entities; what came before is kept.
    """
    outcome = Outcome(report)
    run = _Run(folder, Keys(slug), outcome, show)
    category_id, outcome.made_category = _category(slug)
    importer = Importer(run.keys, category_id, report)
    try:
        run.posts(importer)
        run.comments(importer)
        run.the_rest()
    finally:
        transactional(recount_tags)()
    return outcome


def _first(seen: SeenIds, item: dump.Incoming) -> dump.Incoming:
    if not seen.is_new(item.number):
        raise dump.RowError("a row with this Id came before")
    return item


@transactional
def _category(slug: str) -> tuple[int, bool]:
    known = db.session.scalar(select(Category.id).where(Category.slug == slug))
    if known is not None:
        return known, False
    last = db.session.scalar(select(Category.position).order_by(Category.position.desc()).limit(1))
    category = Category(
        slug=slug, name_en=slug.replace("-", " ").capitalize(), position=(last or 0) + 1
    )
    db.session.add(category)
    db.session.flush()
    return category.id, True
