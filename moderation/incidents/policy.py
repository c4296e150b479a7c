"""When many report the same at once, and who decides what it is. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.announcements.policy import can_announce
from forum.core.permissions import Actor, Permission

QUIET_AFTER_NO = timedelta(hours=24)  # what was dismissed is not proposed again
LAPSES_AFTER = timedelta(hours=12)  # without another report; then it is over, if it ever was


class ReportKind(StrEnum):
    """How somebody reported it, the strongest first."""

    ASKED = "asked"
    SAME = "same"
    SEARCHED = "searched"  # typed it on the ask page, and asked nothing


@dataclass(frozen=True, slots=True)
class Report:
    """One person, or one visit, that has the problem."""

    thread_id: int
    who: str
    kind: ReportKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Heap:
    """Reports of the same: each person counts once, as what they did that says most."""

    cluster_id: int | None
    thread_ids: frozenset[int]
    asked: int
    same: int
    searched: int
    last_at: datetime

    @property
    def reports(self) -> int:
        """Everything that speaks for it."""
        return self.asked + self.same + self.searched


def can_run(actor: Actor) -> bool:
    """Reps begin an incident, add threads to it, and tell what is known."""
    return actor.can(Permission.RUN_INCIDENT)


def can_end(actor: Actor) -> bool:
    """Lead reps and admins say that it is over."""
    return can_announce(actor)


def heaps(reports: Iterable[Report], cluster_of: Mapping[int, int]) -> list[Heap]:
    """Put reports of one cluster, or of one thread in none, on one heap; the largest first."""
    strength = list(ReportKind)
    best: dict[tuple[str, int], dict[str, ReportKind]] = {}
    threads: dict[tuple[str, int], set[int]] = {}
    last: dict[tuple[str, int], datetime] = {}
    for one in reports:
        cluster_id = cluster_of.get(one.thread_id)
        key = ("cluster", cluster_id) if cluster_id is not None else ("thread", one.thread_id)
        people = best.setdefault(key, {})
        known = people.get(one.who)
        if known is None or strength.index(one.kind) < strength.index(known):
            people[one.who] = one.kind
        threads.setdefault(key, set()).add(one.thread_id)
        last[key] = max(last.get(key, one.at), one.at)
    found = []
    for key, people in best.items():
        kinds = list(people.values())
        found.append(
            Heap(
                cluster_id=key[1] if key[0] == "cluster" else None,
                thread_ids=frozenset(threads[key]),
                asked=kinds.count(ReportKind.ASKED),
                same=kinds.count(ReportKind.SAME),
                searched=kinds.count(ReportKind.SEARCHED),
                last_at=last[key],
            )
        )
    return sorted(found, key=lambda heap: (-heap.reports, min(heap.thread_ids)))


def is_enough(heap: Heap, needed: int) -> bool:
    """Whether it is worth a look."""
    return heap.reports >= needed


def was_dealt_with(heap: Heap, thread_ids: Collection[int], cluster_ids: Collection[int]) -> bool:
    """Whether somebody decided about one of its threads, or its cluster, lately."""
    return bool(heap.thread_ids & set(thread_ids)) or heap.cluster_id in cluster_ids
