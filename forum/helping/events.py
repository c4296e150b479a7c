"""What happened around helping. Ids only: a listener loads what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamCalled:
    """An ambassador said that a question needs the team; the community's time for it is over."""

    thread_id: int
    call_id: int
    actor_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ScopeChanged:
    """Somebody is asked to help in other categories: ``before`` and ``after`` are slugs."""

    user_id: int
    actor_id: int
    before: str
    after: str
