"""The public timeline in words, and where on the strand each line stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.threads.models import ThreadEventKind
from forum.threads.post_views import PostView
from forum.threads.queries.page import Said, Sort

_ICONS = {
    ThreadEventKind.SOLVED: "check",
    ThreadEventKind.REOPENED: "reply",
    ThreadEventKind.NEEDS_INFO: "question",
    ThreadEventKind.LOCKED: "lock",
    ThreadEventKind.UNLOCKED: "lock",
    ThreadEventKind.MOVED: "right",
    ThreadEventKind.ARTICLE: "article",
    ThreadEventKind.SUPERSEDED: "clock",
    ThreadEventKind.SILENT: "clock",
    ThreadEventKind.RESUMED: "reply",
    ThreadEventKind.KNOWN_ISSUE: "flag",
    ThreadEventKind.NOT_KNOWN_ISSUE: "flag",
    ThreadEventKind.FIXED: "check",
    ThreadEventKind.NOT_FIXED: "flag",
    ThreadEventKind.CONSIDERING: "idea",
    ThreadEventKind.PLANNED: "clock",
    ThreadEventKind.DONE: "check",
    ThreadEventKind.DECLINED: "close",
    ThreadEventKind.PRIVATE_TICKET: "lock",
    ThreadEventKind.REDACTED: "edit",
}
OTHER_ICON = "merge"


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line: an icon's name, what happened, and when."""

    kind: str
    icon: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """The lines among the answers of one page, below the question and the best answer."""

    first: list[TimelineLine] = field(default_factory=list)  # above all the others
    before: dict[int, list[TimelineLine]] = field(default_factory=dict)  # by id of the answer
    last: list[TimelineLine] = field(default_factory=list)


def timeline_lines(timeline: Sequence[Said]) -> list[TimelineLine]:
    """Each turn as a sentence, in the reader's language."""
    if not timeline:
        return []
    words = {
        ThreadEventKind.SOLVED: _("%(name)s marked it as solved"),
        ThreadEventKind.REOPENED: _("%(name)s reopened it"),
        ThreadEventKind.NEEDS_INFO: _("%(name)s asked for details"),
        ThreadEventKind.SILENT: _("Nothing more was heard from the asker, so nobody waits"),
        ThreadEventKind.RESUMED: _("%(name)s told more"),
        ThreadEventKind.KNOWN_ISSUE: _("%(name)s marked it as a known issue"),
        ThreadEventKind.NOT_KNOWN_ISSUE: _("%(name)s no longer calls it a known issue"),
        ThreadEventKind.FIXED: _("%(name)s says that it is fixed"),
        ThreadEventKind.NOT_FIXED: _("%(name)s says that it is not fixed after all"),
        ThreadEventKind.CONSIDERING: _("%(name)s: the team is thinking about it"),
        ThreadEventKind.PLANNED: _("%(name)s planned it"),
        ThreadEventKind.DONE: _("%(name)s says that it is done"),
        ThreadEventKind.DECLINED: _("%(name)s decided against it"),
        ThreadEventKind.PRIVATE_TICKET: _("%(name)s goes on with the asker in a private ticket"),
        ThreadEventKind.REDACTED: _("%(name)s took words out of a post"),
        ThreadEventKind.LOCKED: _("%(name)s locked it"),
        ThreadEventKind.UNLOCKED: _("%(name)s unlocked it"),
        ThreadEventKind.MOVED: _("%(name)s moved it"),
        ThreadEventKind.DUPLICATE: _("%(name)s linked it to an earlier question"),
        ThreadEventKind.NOT_DUPLICATE: _("%(name)s undid the link to another question"),
        ThreadEventKind.ARTICLE: _("It became an article"),
        ThreadEventKind.SUPERSEDED: _("%(name)s marked an answer as out of date"),
        ThreadEventKind.MERGED_SOLUTION: _("The question that was merged in had a solution by"),
        ThreadEventKind.UNMERGED: _("%(name)s took a merged question out again"),
    }
    lines: list[TimelineLine] = []
    for said in timeline:
        kind = ThreadEventKind(said.kind)
        if kind is ThreadEventKind.ARTICLE and any(line.kind == kind for line in lines):
            continue  # its translations are the same article
        if kind is ThreadEventKind.MERGED:
            text = _merged(said)
        else:
            text = words[kind] % {"name": said.name}
            if said.detail and kind is not ThreadEventKind.ARTICLE:
                text = f"{text}: {said.detail}"
        lines.append(TimelineLine(said.kind, _ICONS.get(kind, OTHER_ICON), text, said.at))
    return lines


def _merged(said: Said) -> str:
    """How many posts came, and of which question: its detail is the number and the title."""
    number, _space, title = said.detail.partition(" ")
    text = ngettext(
        "%(name)s merged %(num)s post from “%(title)s” into it",
        "%(name)s merged %(num)s posts from “%(title)s” into it",
        int(number),
        name=said.name,
        title=title,
    )
    return str(text)


def placed(
    lines: Sequence[TimelineLine], answers: Sequence[PostView], sort: Sort, page: int, pages: int
) -> Placed:
    """Each line at its place in time, where the answers stand in order of time.

    Among answers sorted by votes, and where they fill several pages, time has no place: there all
    lines stand together on the first page.
    """
    times = [view.created_at for view in answers]
    if pages > 1 or (sort is not Sort.NEWEST and times != sorted(times)):
        return Placed(first=list(lines) if page == 1 else [])
    found = Placed(before=defaultdict(list))
    newest_first = sort is Sort.NEWEST
    for line in reversed(lines) if newest_first else lines:
        below = next(
            (
                at
                for at, time in enumerate(times)
                if (time <= line.at if newest_first else time > line.at)
            ),
            None,
        )
        if below is None:
            found.last.append(line)
        elif below == 0:
            found.first.append(line)
        else:
            found.before[answers[below].id].append(line)
    return found
