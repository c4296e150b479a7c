"""Posts as the thread page shows them: words, marks, credit, and what this viewer may do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from forum.core import clock
from forum.core.permissions import Actor
from forum.threads import policy
from forum.threads.models import MarkKind, Post, PostKind, Thread
from forum.threads.queries.page import Said, ThreadPage
from forum.threads.states import Marks

_INTERNAL_LINK = re.compile(r'href="(?:https?://[^/"]+)?/t/(\d{1,9})[/"#?]')


@dataclass(frozen=True, slots=True)
class PostRights:
    """What the viewer may do to one post now."""

    edit: bool = False
    delete: bool = False
    restore: bool = False
    comment: bool = False
    convert: bool = False
    marks: tuple[tuple[str, bool], ...] = ()  # (kind, already set by this voice)


@dataclass(frozen=True, slots=True)
class PostView:
    """What ``components/post.html`` and ``comment.html`` draw."""

    id: int
    anchor: str
    author_name: str
    author_url: str
    initials: str
    standing: str
    team: str
    created_at: datetime
    edited_at: datetime | None
    html: str
    score: int
    marks: Marks
    credit_line: str
    is_question: bool
    version: str
    gone: bool
    unread: bool
    rights: PostRights
    comments: Sequence["PostView"] = field(default_factory=tuple)
    linked_thread_ids: tuple[int, ...] = ()


def post_views(page: ThreadPage, viewer: Actor) -> tuple[PostView, PostView | None, list[PostView]]:
    """The question, the best answer if there is one, and the other answers of the page."""

    def view(post: Post) -> PostView:
        comments = [_view(page, viewer, said, ()) for said in page.comments.get(post.id, [])]
        return _view(page, viewer, post, comments)

    best = view(page.best) if page.best is not None else None
    return view(page.question), best, [view(post) for post in page.answers]


def linked_thread_ids(views: Sequence[PostView]) -> list[int]:
    """The threads that these posts and their comments link to."""
    found: dict[int, None] = {}
    for view in views:
        found.update(dict.fromkeys(view.linked_thread_ids))
        found.update(dict.fromkeys(linked_thread_ids(view.comments)))
    return list(found)


def _view(page: ThreadPage, viewer: Actor, post: Post, comments: Sequence[PostView]) -> PostView:
    said = page.marks.get(post.id, [])
    author = post.author
    return PostView(
        id=post.id,
        anchor=f"p-{post.id}",
        author_name=author.name if author.deleted_at is None else _("Former member"),
        author_url=url_for("people.show", name=author.address),
        initials=author.initials,
        standing=post.author_standing,
        team=post.author_title,
        created_at=post.created_at,
        edited_at=post.edited_at,
        html=post.html,
        score=post.score,
        marks=_marks(said),
        credit_line=_credit(said, post),
        is_question=post.kind is PostKind.QUESTION,
        version=post.version,
        gone=post.is_gone,
        unread=page.read_position is not None and post.position > page.read_position,
        rights=_rights(page.thread, post, viewer, said),
        comments=comments,
        linked_thread_ids=tuple(int(found) for found in _INTERNAL_LINK.findall(post.html)),
    )


def _marks(said: Sequence[Said]) -> Marks:
    kinds = {mark.kind for mark in said}
    found: Marks = []
    if MarkKind.OFFICIAL in kinds:
        found.append(("team", _("From the team")))
    if kinds & {MarkKind.ACCEPTED, MarkKind.VERIFIED}:
        found.append(("solution", _("Solution")))
    return found


def _credit(said: Sequence[Said], post: Post) -> str:
    parts = [_said_by(MarkKind(mark.kind), mark.name) for mark in said]
    if post.version and post.kind is PostKind.ANSWER:
        parts.append(_("works on %(version)s", version=post.version))
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]


def _said_by(kind: MarkKind, name: str) -> str:
    said: str
    if kind is MarkKind.OFFICIAL:
        said = _("official answer by %(name)s", name=name)
    elif kind is MarkKind.ACCEPTED:
        said = _("accepted by %(name)s", name=name)
    elif kind is MarkKind.VERIFIED:
        said = _("verified by %(name)s", name=name)
    else:
        said = _("endorsed by %(name)s", name=name)
    return said


def _rights(thread: Thread, post: Post, viewer: Actor, said: Sequence[Said]) -> PostRights:
    if not viewer.is_authenticated:
        return PostRights()
    offered: list[tuple[str, bool]] = []
    if post.kind is PostKind.ANSWER and not post.is_gone:
        allowed = {
            MarkKind.ACCEPTED: policy.can_accept(viewer, thread, clock.now()),
            MarkKind.OFFICIAL: policy.can_mark_official(viewer, thread)
            and post.author_standing == "staff",
            MarkKind.VERIFIED: policy.can_verify(viewer, post, thread),
            MarkKind.ENDORSED: policy.can_endorse(viewer, post, thread),
        }
        for kind, may in allowed.items():
            if may:
                mine = any(
                    mark.kind == kind
                    and (kind is not MarkKind.ENDORSED or mark.person_id == viewer.id)
                    for mark in said
                )
                offered.append((kind.value, mine))
    is_comment = post.kind is PostKind.COMMENT
    return PostRights(
        edit=policy.can_edit(viewer, post, thread)
        or (post.kind is PostKind.QUESTION and policy.can_edit_title(viewer, thread)),
        delete=policy.can_delete(viewer, post, thread),
        restore=policy.can_restore(viewer, thread if post.kind is PostKind.QUESTION else post),
        convert=policy.can_convert(viewer, post, thread),
        comment=not is_comment and not post.is_gone and policy.can_answer(viewer, thread),
        marks=tuple(offered),
    )
