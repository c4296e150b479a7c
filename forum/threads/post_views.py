"""Posts as the thread page shows them: words, marks, credit, and what this viewer may do."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forum.core import clock
from forum.core.pages import absolute, path_to
from forum.core.permissions import Actor
from forum.threads import policy
from forum.threads.models import MarkKind, PostKind, Thread
from forum.threads.queries.page import Said, ThreadPage
from forum.threads.shown import ShownPost
from forum.threads.states import Marks

_INTERNAL_LINK = re.compile(r'href="(https?://[^/"]+)?/(t|kb)/(\d{1,9})[/"#?]')
THREADS, ARTICLES = "t", "kb"
_MARK_BUTTONS = {  # what is offered, what is said once it is set, its picture and its route
    MarkKind.ACCEPTED: (_l("This solved it"), _l("Accepted"), "check", "accept"),
    MarkKind.OFFICIAL: (_l("Make official"), _l("Official"), "shield", "make_official"),
    MarkKind.VERIFIED: (_l("Verify"), _l("Verified"), "check", "verify"),
    MarkKind.ENDORSED: (_l("Endorse"), _l("Endorsed"), "thumb-up", "endorse"),
}


@dataclass(frozen=True, slots=True)
class MarkButton:
    """One press that sets a mark, or takes it back."""

    url: str
    text: str
    icon: str
    pressed: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """What ``forum/threads/posts.html`` draws."""

    id: int
    url: str  # of the post itself; what can be done to it stands below that
    anchor: str
    author_name: str
    author_url: str
    initials: str
    standing: str
    standing_shown: bool  # beside the name, unless the marks say it already
    team: str
    created_at: datetime
    edited_at: datetime | None
    html: str
    score: int
    marks: Marks
    credit_line: str
    is_question: bool
    gone: bool
    unread: bool
    out_of_date: bool = False
    asked_as: str = ""  # the title of a question that became part of this one
    newer_url: str = ""
    may_comment: bool = False
    may_restore: bool = False
    has_more: bool = True  # whether there is anything in its menu
    offered: Sequence[MarkButton] = ()
    comments: Sequence["PostView"] = field(default_factory=tuple)
    linked_thread_ids: tuple[int, ...] = ()
    linked_article_ids: tuple[int, ...] = ()


def post_views(page: ThreadPage, viewer: Actor) -> tuple[PostView, PostView | None, list[PostView]]:
    """The question, the best answer if there is one, and the other answers of the page."""
    now = clock.now()
    may_comment = policy.can_answer(viewer, page.thread)

    def view(post: ShownPost) -> PostView:
        comments = [_comment(page, viewer, said) for said in page.comments.get(post.id, ())]
        return _view(page, viewer, post, comments, may_comment, now)

    best = view(page.best) if page.best is not None else None
    return view(page.question), best, [view(post) for post in page.answers]


def linked_thread_ids(views: Sequence[PostView]) -> list[int]:
    """The threads that these posts and their comments link to."""
    return _linked(views, lambda view: view.linked_thread_ids)


def linked_article_ids(views: Sequence[PostView]) -> list[int]:
    """The articles that these posts and their comments link to."""
    return _linked(views, lambda view: view.linked_article_ids)


def linked_threads(html: str) -> tuple[int, ...]:
    """The threads that stored HTML links to."""
    return _links(html, THREADS)


def unread(views: Sequence[PostView]) -> list[PostView]:
    """Which of these posts and their comments the reader has not seen, from top to bottom."""
    return [post for view in views for post in (view, *view.comments) if post.unread]


def _linked(views: Sequence[PostView], ids: Callable[[PostView], tuple[int, ...]]) -> list[int]:
    found: dict[int, None] = {}
    for view in views:
        found.update(dict.fromkeys(ids(view)))
        for comment in view.comments:
            found.update(dict.fromkeys(ids(comment)))
    return list(found)


def _links(html: str, kind: str) -> tuple[int, ...]:
    if f"/{kind}/" not in html:
        return ()
    here = {"", absolute("")}
    return tuple(
        int(number)
        for host, found, number in _INTERNAL_LINK.findall(html)
        if found == kind and host in here
    )


def _view(
    page: ThreadPage,
    viewer: Actor,
    post: ShownPost,
    comments: Sequence[PostView],
    may_comment: bool,
    now: datetime,
) -> PostView:
    said = page.marks.get(post.id, [])
    author = post.author
    old = next((mark for mark in said if mark.kind == MarkKind.SUPERSEDED), None)
    marks = _marks(said) if old is None else [("old", _("Out of date"))]
    return PostView(
        id=post.id,
        url=path_to("threads.post", post_id=post.id),
        anchor=f"p-{post.id}",
        author_name=author.name,
        author_url=path_to("people.show", name=author.address),
        initials=author.initials,
        standing=post.author_standing,
        standing_shown=bool(post.author_standing)
        and len(marks) < 2
        and not any(kind == "team" for kind, _text in marks),
        team=post.author_title,
        created_at=post.created_at,
        edited_at=post.edited_at,
        html=post.html,
        score=post.score,
        marks=marks,
        credit_line=_credit(said, post),
        is_question=post.kind is PostKind.QUESTION,
        gone=post.is_gone,
        unread=_is_unread(page, viewer, post),
        out_of_date=old is not None,
        asked_as=post.title,
        newer_url=_newer_url(page, old),
        may_comment=may_comment and not post.is_gone,
        may_restore=post.is_gone
        and policy.can_restore(viewer, page.thread if post.position == 0 else post),
        offered=_offered(page.thread, post, viewer, said, now),
        comments=comments,
        linked_thread_ids=_links(post.html, THREADS),
        linked_article_ids=_links(post.html, ARTICLES),
    )


def _comment(page: ThreadPage, viewer: Actor, post: ShownPost) -> PostView:
    author = post.author
    return PostView(
        id=post.id,
        url=path_to("threads.post", post_id=post.id),
        anchor=f"p-{post.id}",
        author_name=author.name,
        author_url=path_to("people.show", name=author.address),
        initials=author.initials,
        standing=post.author_standing,
        standing_shown=bool(post.author_standing),
        team=post.author_title,
        created_at=post.created_at,
        edited_at=post.edited_at,
        html=post.html,
        score=0,
        marks=[],
        credit_line="",
        is_question=False,
        gone=post.is_gone,
        unread=_is_unread(page, viewer, post),
        may_restore=post.is_gone and policy.can_restore(viewer, post),
        has_more=policy.can_edit(viewer, post, page.thread)
        or policy.can_convert(viewer, post, page.thread),
        linked_thread_ids=_links(post.html, THREADS),
        linked_article_ids=_links(post.html, ARTICLES),
    )


def _is_unread(page: ThreadPage, viewer: Actor, post: ShownPost) -> bool:
    seen = page.read_position
    return seen is not None and post.position > seen and post.author_id != viewer.id


def _newer_url(page: ThreadPage, old: Said | None) -> str:
    if old is None or old.newer_id is None:
        return ""
    if old.newer_id in page.post_ids:
        return f"#p-{old.newer_id}"
    return path_to("threads.post", post_id=old.newer_id)


def _marks(said: Sequence[Said]) -> Marks:
    if not said:
        return []
    kinds = {mark.kind for mark in said}
    found: Marks = []
    if MarkKind.OFFICIAL in kinds:
        found.append(("team", _("From the team")))
    if kinds & {MarkKind.ACCEPTED, MarkKind.VERIFIED}:
        found.append(("solution", _("Solution")))
    return found


def _credit(said: Sequence[Said], post: ShownPost) -> str:
    parts = [_said_by(mark) for mark in said]
    if post.tried_count:
        parts.append(
            ngettext(
                "worked for %(worked)s of %(num)s person",
                "worked for %(worked)s of %(num)s people",
                post.tried_count,
                worked=post.worked_count,
            )
        )
    if post.version and post.kind is PostKind.ANSWER:
        parts.append(_("works on %(version)s", version=post.version))
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]


def _said_by(mark: Said) -> str:
    said: str
    if mark.kind == MarkKind.OFFICIAL:
        said = _("official answer by %(name)s", name=mark.name)
    elif mark.kind == MarkKind.ACCEPTED:
        said = _("accepted by %(name)s", name=mark.name)
    elif mark.kind == MarkKind.VERIFIED:
        said = _("verified by %(name)s", name=mark.name)
    elif mark.kind == MarkKind.SUPERSEDED:
        said = _("marked as out of date by %(name)s", name=mark.name)
    else:
        said = _("endorsed by %(name)s", name=mark.name)
    return said


def _button(kind: MarkKind, post_id: int, mine: bool) -> MarkButton:
    offer, done, icon, act = _MARK_BUTTONS[kind]
    endpoint = f"threads.un{act}" if mine else f"threads.{act}"
    url = path_to(endpoint, post_id=post_id)
    return MarkButton(url, str(done if mine else offer), icon, mine)


def _offered(
    thread: Thread, post: ShownPost, viewer: Actor, said: Sequence[Said], now: datetime
) -> list[MarkButton]:
    """The marks this viewer may set or take back; on what is out of date only the latter."""
    if not viewer.is_authenticated or post.kind is not PostKind.ANSWER or post.is_gone:
        return []
    allowed = {
        MarkKind.ACCEPTED: policy.can_accept(viewer, thread, now),
        MarkKind.OFFICIAL: policy.can_mark_official(viewer, thread)
        and post.author_standing == "staff",
        MarkKind.VERIFIED: policy.can_verify(viewer, post, thread),
        MarkKind.ENDORSED: policy.can_endorse(viewer, post, thread),
    }
    old = any(mark.kind == MarkKind.SUPERSEDED for mark in said)
    offered = []
    for kind, may in allowed.items():
        if not may:
            continue
        mine = any(
            mark.kind == kind and (kind is not MarkKind.ENDORSED or mark.person_id == viewer.id)
            for mark in said
        )
        if mine or not old:
            offered.append(_button(kind, post.id, mine))
    return offered
