"""What one click said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voted:
    """Somebody voted +1 or -1, or (0) took the vote back."""

    thread_id: int
    post_id: int
    voter_id: int
    value: int


@dataclass(frozen=True, slots=True)
class OutcomeTold:
    """Somebody tried an answer: it worked, did not help, or (None) they took that back."""

    thread_id: int
    post_id: int
    user_id: int
    worked: bool | None


@dataclass(frozen=True, slots=True)
class SameMarked:
    """Somebody has the same problem, or (``wanted`` false) not any more."""

    thread_id: int
    user_id: int
    wanted: bool
