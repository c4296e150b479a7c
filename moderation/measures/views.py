"""What the address of a page of figures asks for: a span, what to split by, what to leave out.

Pure. A value that means nothing is left out, as if it had not been there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forum.core.paging import whole_number
from forum.threads.models import Severity
from moderation.measures.spans import PRESET, Span, preset_of, span_of

SLUG_MAX_CHARS = 80


class SplitBy(StrEnum):
    """What stands in the rows of the table."""

    CATEGORY = "category"
    TEAM = "team"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class View:
    """One view of the figures; empty fields do not narrow. ``preset`` is None for typed days."""

    span: Span
    preset: int | None = PRESET
    split_by: SplitBy = SplitBy.CATEGORY
    category: str = ""
    team_id: int | None = None
    severity: Severity | None = None

    def as_args(self, **others: Any) -> dict[str, Any]:
        """The address again, with some parts changed; ``None`` takes one out."""
        days: dict[str, Any] = {"days": self.preset if self.preset != PRESET else None}
        if self.preset is None:
            days = {"from": self.span.first.isoformat(), "to": self.span.last.isoformat()}
        by = self.split_by.value if self.split_by is not SplitBy.CATEGORY else None
        given = {
            **days,
            "by": by,
            "category": self.category,
            "team": self.team_id,
            "severity": self.severity.value if self.severity else None,
        }
        return {name: value for name, value in {**given, **others}.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves out anything but other days."""
        return bool(self.category or self.team_id or self.severity)


def from_args(args: Mapping[str, str], today: date) -> View:
    """The view an address asks for."""
    by, severity = args.get("by", ""), args.get("severity", "")
    return View(
        span=span_of(args, today),
        preset=preset_of(args),
        split_by=SplitBy(by) if by in set(SplitBy) else SplitBy.CATEGORY,
        category=args.get("category", "")[:SLUG_MAX_CHARS],
        team_id=whole_number(args.get("team")),
        severity=Severity(severity) if severity in set(Severity) else None,
    )
