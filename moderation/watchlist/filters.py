"""What the address of a desk page asks for: a queue, filters and an order. Pure.

A value that means nothing is left out, as if it had not been there: an old link still opens.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from forum.core.i18n import LANGUAGES
from forum.threads.models import Severity
from moderation.watchlist.queues import QueueName

TEXT_MAX_CHARS = 100
SLUG_MAX_CHARS = 80
CURSOR_MAX_CHARS = 120
Choice = TypeVar("Choice", bound=StrEnum)


class Age(StrEnum):
    """Asked longer ago than."""

    DAY = "1d"
    THREE_DAYS = "3d"
    WEEK = "7d"
    MONTH = "30d"

    @property
    def delta(self) -> timedelta:
        """How long that is."""
        return timedelta(days=int(self.value.removesuffix("d")))


class Claimed(StrEnum):
    """Whether somebody is on it."""

    NO = "no"
    YES = "yes"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Assigned:
    """Whose it is to answer: "me", "nobody", or by id a person ("user") or a team ("team")."""

    kind: str
    id: int = 0

    def __str__(self) -> str:
        """As it stands in an address: "me", "user-12"."""
        return f"{self.kind}-{self.id}" if self.id else self.kind


ME, NOBODY = Assigned("me"), Assigned("nobody")
_BY_ID = re.compile(r"(user|team)-([1-9][0-9]{0,8})", re.ASCII)


class Sort(StrEnum):
    """What stands first."""

    URGENCY = "urgency"
    DUE = "due"
    REACH = "reach"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """One view of the desk; empty fields do not narrow. ``after`` is a cursor of its order."""

    queue: QueueName = QueueName.NEXT
    category: str = ""
    product: str = ""
    severity: Severity | None = None
    language: str = ""
    tag: str = ""
    age: Age | None = None
    assigned: Assigned | None = None
    claimed: Claimed | None = None
    text: str = ""
    sort: Sort = Sort.URGENCY
    after: str = ""

    def as_args(self) -> dict[str, Any]:
        """The address again, without what is as usual."""
        given = {
            "queue": self.queue if self.queue is not QueueName.NEXT else "",
            "category": self.category,
            "product": self.product,
            "severity": self.severity,
            "language": self.language,
            "tag": self.tag,
            "age": self.age,
            "assigned": self.assigned,
            "claimed": self.claimed,
            "text": self.text,
            "sort": self.sort if self.sort is not Sort.URGENCY else "",
            "after": self.after,
        }
        return {name: str(value) for name, value in given.items() if value}

    def without(self, name: str) -> "Filters":
        """The same view from its beginning, with one filter taken off."""
        return replace(self.from_the_top(), **{name: getattr(Filters(), name)})

    def from_the_top(self) -> "Filters":
        """The same view from its beginning."""
        return replace(self, after="")

    @property
    def narrowing(self) -> tuple[str, ...]:
        """Names of the filters that are on."""
        return tuple(name for name in NARROWING if getattr(self, name))


NARROWING = (
    *("category", "product", "severity", "language", "tag", "age", "assigned", "claimed", "text"),
)


def from_args(args: Mapping[str, str]) -> Filters:
    """The view an address asks for."""
    language = args.get("language", "")
    return Filters(
        queue=_choice(QueueName, args, "queue") or QueueName.NEXT,
        category=args.get("category", "")[:SLUG_MAX_CHARS],
        product=args.get("product", "")[:SLUG_MAX_CHARS],
        severity=_choice(Severity, args, "severity"),
        language=language if language in LANGUAGES else "",
        tag=args.get("tag", "").strip().lower()[:SLUG_MAX_CHARS],
        age=_choice(Age, args, "age"),
        assigned=_assigned(args.get("assigned", "")),
        claimed=_choice(Claimed, args, "claimed"),
        text=args.get("text", "").strip()[:TEXT_MAX_CHARS],
        sort=_choice(Sort, args, "sort") or Sort.URGENCY,
        after=args.get("after", "")[:CURSOR_MAX_CHARS],
    )


def _assigned(value: str) -> Assigned | None:
    if value in {ME.kind, NOBODY.kind}:
        return Assigned(value)
    found = _BY_ID.fullmatch(value)
    return Assigned(found.group(1), int(found.group(2))) if found else None


def _choice(kind: type[Choice], args: Mapping[str, str], name: str) -> Choice | None:
    value = args.get(name, "")
    return kind(value) if value in {member.value for member in kind} else None
