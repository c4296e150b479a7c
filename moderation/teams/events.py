"""What became of teams. Ids only: a listener loads what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamRetired:
    """A team is offered no more."""

    team_id: int
    actor_id: int
