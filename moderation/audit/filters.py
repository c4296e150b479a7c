"""What the address of the log asks for. Pure; a value that means nothing is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORD_MAX_CHARS = 40
OBJECT_KINDS = ("thread", "post", "article", "user", "site")
ID_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class LogFilters:
    """One view of the log; empty fields do not narrow. ``actor`` is a name."""

    actor: str = ""
    verb: str = ""
    object_kind: str = ""
    object_id: int | None = None
    after: str = ""

    def as_args(self) -> dict[str, Any]:
        """The address again."""
        given = {
            "actor": self.actor,
            "verb": self.verb,
            "kind": self.object_kind,
            "number": self.object_id,
            "after": self.after,
        }
        return {name: str(value) for name, value in given.items() if value}


def from_args(args: Mapping[str, str]) -> LogFilters:
    """The view an address asks for."""
    kind = args.get("kind", "")
    number = args.get("number", "").strip().removeprefix("#")
    usable = number.isascii() and number.isdigit() and len(number) <= ID_MAX_DIGITS
    return LogFilters(
        actor=args.get("actor", "").strip()[:WORD_MAX_CHARS],
        verb=args.get("verb", "").strip().lower()[:WORD_MAX_CHARS],
        object_kind=kind if kind in OBJECT_KINDS else "",
        object_id=int(number) if usable else None,
        after=args.get("after", "")[:120],
    )
