"""How long a thread is likely to keep somebody, from how long like ones did. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forum.threads.models import Severity

ENOUGH = 8  # threads; with fewer the like ones are looked for more widely
ASSUMED_MINUTES = 15  # before anything is known


@dataclass(frozen=True, slots=True)
class Worked:
    """So many threads of one kind kept reps for so many minutes each."""

    category_id: int
    severity: Severity
    minutes: int
    threads: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """Minutes for one thread; ``from_threads`` is of how many, 0 where it is assumed."""

    minutes: int
    from_threads: int


class History:
    """What reps' work on threads was like so far."""

    def __init__(self, worked: Iterable[Worked]) -> None:
        """Sort what is known by category and severity, by severity, and all together."""
        self._alike: dict[tuple[int | None, Severity | None], Counter[int]] = defaultdict(Counter)
        for one in worked:
            for key in (
                (one.category_id, one.severity),
                (None, one.severity),
                (None, None),
            ):
                self._alike[key][one.minutes] += one.threads

    def expect(self, category_id: int, severity: Severity) -> Expectation:
        """The half-way time of the nearest kind of which enough is known.

        That is the same category and severity, else the severity anywhere, else everything.
        """
        for key in ((category_id, severity), (None, severity), (None, None)):
            known: Mapping[int, int] = self._alike.get(key, Counter())
            number = sum(known.values())
            if number >= ENOUGH:
                return Expectation(_median(known, number), number)
        return Expectation(ASSUMED_MINUTES, 0)


def _median(known: Mapping[int, int], number: int) -> int:
    """The time at the half-way rank, as everywhere in the figures."""
    seen = 0
    for minutes in sorted(known):
        seen += known[minutes]
        if seen >= (number + 1) // 2:
            return minutes
    raise ValueError("nothing is known")
