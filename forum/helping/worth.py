"""What makes a question worth answering, from what everybody may know of it. Pure.

No clock of the team's goes in: the order must not tell when something is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

PEOPLE_MAX = 10  # more than that does not make it more urgent
DAYS_MAX = 7  # what waited longer has most likely been given up
PER_PERSON = 2.0
PER_DAY = 1.0
KNOWN_GROUND = 4.0  # they have solved something there
SOLVED_ALIKE = 3.0  # the answer may stand somewhere already
FRESH = timedelta(hours=2)
FRESH_BONUS = 2.0  # whoever answers now catches the asker at the screen


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that waits: ``people`` have it too, ``solved_here`` is what the viewer solved in
    its category, ``solved_alike`` how many solved questions ask the same."""

    thread_id: int
    asked_at: datetime
    people: int = 0
    solved_here: int = 0
    solved_alike: int = 0
    follows: bool = False  # the viewer hears of it already
    called: bool = False  # somebody said that it needs the team


def worth(candidate: Candidate, now: datetime) -> float:
    """How much an answer would help, and how likely it is that this person has one."""
    waited = now - candidate.asked_at
    points = PER_PERSON * min(candidate.people, PEOPLE_MAX)
    points += PER_DAY * min(waited / timedelta(days=1), DAYS_MAX)
    points += KNOWN_GROUND if candidate.solved_here else 0.0
    points += SOLVED_ALIKE if candidate.solved_alike else 0.0
    return points + (FRESH_BONUS if waited < FRESH else 0.0)


def ordered(candidates: list[Candidate], now: datetime) -> list[Candidate]:
    """The most worthwhile first; of equals the newest."""
    return sorted(candidates, key=lambda one: (-worth(one, now), -one.thread_id))
