"""The public timeline in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forum.threads.models import ThreadEventKind
from forum.threads.queries.page import Said


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line: an icon's name, what happened, and when."""

    kind: str
    text: str
    at: datetime


def timeline_lines(timeline: Sequence[Said]) -> list[TimelineLine]:
    """Each turn as a sentence, in the reader's language."""
    words = {
        ThreadEventKind.SOLVED: _("%(name)s marked it as solved"),
        ThreadEventKind.REOPENED: _("%(name)s reopened it"),
        ThreadEventKind.NEEDS_INFO: _("%(name)s asked for details"),
        ThreadEventKind.LOCKED: _("%(name)s locked it"),
        ThreadEventKind.UNLOCKED: _("%(name)s unlocked it"),
        ThreadEventKind.MOVED: _("%(name)s moved it"),
        ThreadEventKind.DUPLICATE: _("%(name)s linked it to an earlier question"),
        ThreadEventKind.NOT_DUPLICATE: _("%(name)s undid the link to another question"),
        ThreadEventKind.ARTICLE: _("It became an article"),
    }
    lines: list[TimelineLine] = []
    for said in timeline:
        text = words[ThreadEventKind(said.kind)] % {"name": said.name}
        if said.detail and said.kind != ThreadEventKind.ARTICLE:
            text = f"{text}: {said.detail}"
        lines.append(TimelineLine(said.kind, text, said.at))
    return lines
