"""What the address of the log asks for. Pure; a value that means nothing is left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WORD_MAX_CHARS = 40
WORDS_MAX_CHARS = 80
ID_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class LogFilters:
    """One view of the log; empty fields do not narrow. ``actor`` is a name.

    ``words`` stand in what was before, after, or in the reason; ``since`` and ``until`` are days of
    UTC, as the page shows them, both included.
    """

    actor: str = ""
    verb: str = ""
    object_kind: str = ""
    object_id: int | None = None
    words: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""

    def as_args(self) -> dict[str, Any]:
        """The address again."""
        given = {
            "actor": self.actor,
            "verb": self.verb,
            "kind": self.object_kind,
            "number": self.object_id,
            "words": self.words,
            "since": self.since,
            "until": self.until,
            "after": self.after,
        }
        return {name: str(value) for name, value in given.items() if value}


def from_args(args: Mapping[str, str], kinds: Collection[str]) -> LogFilters:
    """The view an address asks for; ``kinds`` are the sorts of things there are."""
    kind = args.get("kind", "")
    number = args.get("number", "").strip().removeprefix("#")
    usable = number.isascii() and number.isdigit() and len(number) <= ID_MAX_DIGITS
    return LogFilters(
        actor=args.get("actor", "").strip()[:WORD_MAX_CHARS],
        verb=args.get("verb", "").strip().lower()[:WORD_MAX_CHARS],
        object_kind=kind if kind in kinds else "",
        object_id=int(number) if usable else None,
        words=" ".join(args.get("words", "").split())[:WORDS_MAX_CHARS],
        since=_day(args.get("since", "")),
        until=_day(args.get("until", "")),
        after=args.get("after", "")[:120],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
