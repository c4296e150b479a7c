"""Questions, answers and comments of a dump as threads and posts, a few hundred at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.core.db import db, transactional
from forum.threads.models import Post, PostKind
from moderation.exchange.report import Report
from moderation.exchange.stackexchange import people
from moderation.exchange.stackexchange.dump import Incoming
from moderation.exchange.stackexchange.keys import Author, Keys
from moderation.exchange.stackexchange.preparing import Ready, Refusal, prepare
from moderation.exchange.stackexchange.refreshing import refresh
from moderation.exchange.stackexchange.settling import settle
from moderation.exchange.stackexchange.writing import Place, add_posts, add_threads

KINDS = {PostKind.QUESTION: "questions", PostKind.ANSWER: "answers", PostKind.COMMENT: "comments"}
PARENTS = {
    PostKind.QUESTION: (),
    PostKind.ANSWER: (PostKind.QUESTION, PostKind.MERGED),
    PostKind.COMMENT: (PostKind.QUESTION, PostKind.ANSWER, PostKind.MERGED),
}


@dataclass(frozen=True, slots=True)
class Importer:
    """Takes posts of one dump into one category."""

    keys: Keys
    category_id: int
    report: Report

    def take(self, incoming: Sequence[Incoming], kind: PostKind, file: str) -> None:
        """Write posts of one kind, each id once, or bring earlier ones up to date."""
        ready = []
        for item in prepare(incoming, self.keys):
            number = str(item.incoming.number)
            if isinstance(item, Refusal):
                self.report.not_taken(KINDS[kind], file, number, item.reason)
                continue
            for remark in item.remarks:
                self.report.remark(file, number, remark)
            ready.append(item)
        self._write(ready, kind, file)
        db.session.expunge_all()  # nothing of it is needed again: memory stays flat

    @transactional
    def _write(self, ready: Sequence[Ready], kind: PostKind, file: str) -> None:
        known = _posts(item.key for item in ready)
        old = [(known[item.key], item) for item in ready if item.key in known]
        new = [item for item in ready if item.key not in known]
        parents = _posts(self._parent_key(item) for item in new) if PARENTS[kind] else {}
        if PARENTS[kind]:
            new = [item for item in new if self._belongs(item, parents, file)]
        authors = people.ids_for(
            _authors([*(item.incoming for _post, item in old), *(item.incoming for item in new)]),
            self.keys,
        )
        if kind is PostKind.QUESTION:
            places = add_threads(new, authors, self.keys, self.category_id)
        else:
            places = [self._place(item, parents) for item in new]
        add_posts(new, places, authors)
        changed = refresh(old, authors)
        tally = self.report.of(KINDS[kind])
        tally.taken += len(new)
        tally.updated += len(changed)
        tally.unchanged += len(old) - len(changed)
        settle({place.thread_id for place in places}, {post.thread_id for post in changed})

    def _parent_key(self, item: Ready) -> str:
        return self.keys.post(item.incoming.parent or 0)

    def _belongs(self, item: Ready, parents: dict[str, Post], file: str) -> bool:
        kind = item.incoming.kind
        parent = parents.get(self._parent_key(item))
        if parent is not None and parent.kind in PARENTS[kind]:
            return True
        reason = f"the post {item.incoming.parent} it belongs to was not imported"
        self.report.not_taken(KINDS[kind], file, str(item.incoming.number), reason)
        return False

    def _place(self, item: Ready, parents: dict[str, Post]) -> Place:
        parent = parents[self._parent_key(item)]
        is_comment = item.incoming.kind is PostKind.COMMENT
        return Place(parent.thread_id, parent.id if is_comment else None)


def _posts(keys: Iterable[str]) -> dict[str, Post]:
    rows = db.session.scalars(select(Post).where(Post.import_key.in_(list(keys))))
    return {post.import_key or "": post for post in rows}


def _authors(items: Sequence[Incoming]) -> dict[Author, datetime]:
    """Everybody who wrote or edited one of these, with the date of the first such post."""
    found: dict[Author, datetime] = {}
    for item in items:
        found.setdefault(item.author, item.created_at)
        if item.editor is not None:
            found.setdefault(item.editor, item.created_at)
    return found
