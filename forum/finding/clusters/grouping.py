"""Who belongs together, out of what connects them. Pure: ids in, groups out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Likeness is a guess: it joins no more than a person can look through at once. What people linked
# is no guess and has no end.
LIKE_MAX_THREADS = 60


@dataclass(frozen=True, slots=True)
class Alike:
    """Two threads that were each found like the other."""

    one: int
    other: int
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Threads that ask the same, and the cluster most of them were in; None for a new one."""

    cluster_id: int | None
    thread_ids: frozenset[int]


def groups(
    readers: Mapping[int, str],
    links: Iterable[tuple[int, int]],
    alike: Iterable[Alike],
    former: Mapping[int, int],
) -> list[Group]:
    """Return the groups of at least two, each with the cluster it goes on.

    The same input gives the same groups, in whatever order it comes.

    Args:
        readers: by thread who may read it; nothing connects threads with different readers.
        links: what people said is the same.
        alike: what was found to be; the surest first takes the room there is.
        former: by thread its cluster so far.
    """
    root = {thread_id: thread_id for thread_id in readers}
    size = dict.fromkeys(readers, 1)

    def top(thread_id: int) -> int:
        while root[thread_id] != thread_id:
            root[thread_id] = root[root[thread_id]]
            thread_id = root[thread_id]
        return thread_id

    def join(one: int, other: int, most: int | None) -> None:
        if readers.get(one) is None or readers.get(one) != readers.get(other):
            return
        kept, gone = sorted((top(one), top(other)))
        if kept == gone or (most is not None and size[kept] + size[gone] > most):
            return
        root[gone] = kept
        size[kept] += size[gone]

    for one, other in sorted(links):
        join(one, other, None)
    for pair in sorted(alike, key=lambda pair: (-pair.score, pair.one, pair.other)):
        join(pair.one, pair.other, LIKE_MAX_THREADS)
    together: dict[int, set[int]] = {}
    for thread_id in readers:
        together.setdefault(top(thread_id), set()).add(thread_id)
    return named([ids for ids in together.values() if len(ids) > 1], former)


def named(found: Sequence[set[int]], former: Mapping[int, int]) -> list[Group]:
    """Give each group the cluster that most of its threads were in, the larger group first."""
    taken: set[int] = set()
    result = []
    for ids in sorted(found, key=lambda ids: (-len(ids), min(ids))):
        votes = Counter(former[row] for row in ids if row in former and former[row] not in taken)
        best = min(votes, key=lambda row: (-votes[row], row), default=None)
        if best is not None:
            taken.add(best)
        result.append(Group(best, frozenset(ids)))
    return result
