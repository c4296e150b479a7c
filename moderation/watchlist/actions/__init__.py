"""What reps do on the desk, by capability."""

from moderation.watchlist.actions.answering import Seen, answer, keep_text, take_back
from moderation.watchlist.actions.assigning import (
    assign,
    assign_team,
    hand_over_from_absent,
    return_from_silent,
)
from moderation.watchlist.actions.claiming import CLAIM_LASTS, claim, release, renew
from moderation.watchlist.actions.noting import add_note
from moderation.watchlist.actions.sorting import Sorting, sort

__all__ = [
    "CLAIM_LASTS",
    "Seen",
    "Sorting",
    "add_note",
    "answer",
    "assign",
    "assign_team",
    "claim",
    "hand_over_from_absent",
    "keep_text",
    "release",
    "renew",
    "return_from_silent",
    "sort",
    "take_back",
]
