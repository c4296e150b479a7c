"""Everything that can be done about who answers what, by capability."""

from moderation.handling.actions.absences import go_away, return_to_work
from moderation.handling.actions.assigning import (
    assign,
    assign_team,
    hand_over,
    hear_from,
    pass_on,
    return_to_queue,
    take_off,
)
from moderation.handling.actions.snoozing import end_snooze, snooze, wake

__all__ = [
    "assign",
    "assign_team",
    "end_snooze",
    "go_away",
    "hand_over",
    "hear_from",
    "pass_on",
    "return_to_queue",
    "return_to_work",
    "snooze",
    "take_off",
    "wake",
]
