"""Taking words out of a thread for good: out of every post, version, title, draft and line of it.

The words themselves are in no event row, log or timeline; other rooms hear them once, in memory,
to take them out of what they keep (``WordsRedacted``).
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock, i18n
from forum.core.blacking import Blacking, black_out, leave_no_traces
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotAllowed, Refused
from forum.core.events import publish
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.events import WordsRedacted
from forum.threads.mentions import render
from forum.threads.models import (
    Draft,
    KnownIssue,
    Post,
    Revision,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    ThreadMerge,
)
from forum.threads.queries import ensure_visible, get_post
from forum.threads.queries.redacting import Places, places_of, posts_with

WORDS_MIN_CHARS = 3  # fewer stand everywhere
WORDS_MAX_CHARS = 2_000


def find_words(actor: User, post_id: int, words: str) -> Places:
    """Where these words stand in the thread of a post.

    Raises:
        NotFound, NotAllowed, or Refused where they stand nowhere as they were typed.
    """
    post, thread = get_post(post_id, actor)
    if not policy.can_redact(actor, thread):
        raise NotAllowed()
    places = places_of(thread, words)
    if not places.any or not (words in post.source or words in thread.title or places.versions):
        raise _nowhere()
    return places


def redact(actor: User, post_id: int, words: str) -> Thread:
    """Take these words out of the thread of a post, for good.

    Raises:
        NotFound, NotAllowed, Refused where they stand nowhere, or Conflict where somebody wrote
            them into the thread in this very moment.
    """
    post, thread = get_post(post_id, actor)
    with i18n.in_language(thread.language):
        blacking = Blacking(words, _("[redacted]"))
    html = {
        blacking.out_of(found.source): render(blacking.out_of(found.source))[0]
        for found in posts_with(thread, words)
    }
    issue = db.session.get(KnownIssue, thread.id)
    if issue is not None:
        workaround = blacking.out_of(issue.workaround_source)
        html[workaround] = render(workaround)[0]
    return _redact(actor, post.id, blacking, html)


@transactional
def _redact(actor: User, post_id: int, blacking: Blacking, html: dict[str, str]) -> Thread:
    leave_no_traces()
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(actor, thread, post)
    if not policy.can_redact(actor, thread):
        raise NotAllowed()
    places = places_of(thread, blacking.words)
    if not places.any:
        raise _nowhere()
    ids = _with_merged(thread.id)
    for row in posts_with(thread, blacking.words):
        _out_of_post(actor, row, blacking, html)
    _out_of_versions(thread.id, blacking)
    _out_of_threads(ids, blacking)
    _out_of_issue(thread.id, blacking, html)
    _out_of_drafts(thread.id, blacking)
    black_out(blacking, ThreadEvent.detail, where=ThreadEvent.thread_id.in_(ids))
    note_event(thread, ThreadEventKind.REDACTED, actor.id, clock.now())
    db.session.flush()
    publish(
        WordsRedacted(tuple(ids), post.id, actor.id, blacking.words, blacking.mark, places.in_title)
    )
    db.session.expire_all()
    return locked(Thread, thread.id)


def _nowhere() -> Refused:
    return Refused(
        _("These words do not stand in this thread exactly as you typed them."),
        _("Copy them from the text as it was written; capitals and spaces count."),
    )


def _with_merged(thread_id: int) -> list[int]:
    merged = select(ThreadMerge.thread_id).where(
        ThreadMerge.into_id == thread_id, ThreadMerge.undone_at.is_(None)
    )
    return [thread_id, *db.session.scalars(merged)]


def _out_of_post(actor: User, post: Post, blacking: Blacking, html: dict[str, str]) -> None:
    """A version of its own, so that an editor who began before this cannot bring them back."""
    source = blacking.out_of(post.source)
    if source not in html:
        raise Conflict(_("Somebody changed this thread in this very moment."), _("Try once more."))
    post.source, post.html, post.markup_version = source, html[source], MARKUP_VERSION
    post.title = blacking.out_of(post.title)
    post.revision_number += 1
    newest = db.session.scalar(
        select(Revision.title).where(
            Revision.post_id == post.id, Revision.number == post.revision_number - 1
        )
    )
    db.session.add(
        Revision(
            post_id=post.id,
            number=post.revision_number,
            title=blacking.out_of(newest or ""),
            source=source,
            editor_id=actor.id,
            reason=_("Words were taken out"),
            created_at=clock.now(),
        )
    )
    db.session.flush()


def _out_of_versions(thread_id: int, blacking: Blacking) -> None:
    here = Revision.post_id.in_(select(Post.id).where(Post.thread_id == thread_id))
    black_out(blacking, Revision.source, Revision.title, Revision.reason, where=here)


def _out_of_threads(ids: Sequence[int], blacking: Blacking) -> None:
    for thread in db.session.scalars(select(Thread).where(Thread.id.in_(ids))):
        if blacking.is_in(thread.title):
            thread.title = blacking.out_of(thread.title)
            thread.slug = slug(thread.title)
        thread.idea_reason = blacking.out_of(thread.idea_reason)
        thread.version = blacking.out_of(thread.version)[:40]
    black_out(blacking, ThreadMerge.reason, where=ThreadMerge.into_id.in_(ids))
    db.session.flush()


def _out_of_issue(thread_id: int, blacking: Blacking, html: dict[str, str]) -> None:
    issue = db.session.get(KnownIssue, thread_id, populate_existing=True)
    if issue is None:
        return
    issue.tracker_url = blacking.out_of(issue.tracker_url)
    source = blacking.out_of(issue.workaround_source)
    if source != issue.workaround_source and source in html:
        issue.workaround_source, issue.workaround_html = source, html[source]


def _out_of_drafts(thread_id: int, blacking: Blacking) -> None:
    """Whoever was quoting the words finds the mark in their unsent text."""
    ids = db.session.scalars(select(Post.id).where(Post.thread_id == thread_id)).all()
    places = [f"answer:{thread_id}"]
    places += [f"{kind}:{post_id}" for post_id in ids for kind in ("comment", "edit")]
    starts = [places[start : start + 400] for start in range(0, len(places), 400)]
    for some in starts:
        for draft in db.session.scalars(select(Draft).where(Draft.place.in_(some))):
            draft.fields = {
                name: blacking.out_of(value) if isinstance(value, str) else value
                for name, value in draft.fields.items()
            }
