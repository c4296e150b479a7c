"""When many reports make an incident worth asking about. No database."""

from datetime import UTC, datetime, timedelta

from forum.announcements.models import AnnouncementKind
from forum.announcements.policy import can_announce, can_report
from forum.core.permissions import GRANTS, Permission, Role
from moderation.incidents import policy
from moderation.incidents.policy import Report, ReportKind, heaps, is_enough, was_dealt_with

NOW = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)


class Person:
    """Somebody with a role."""

    def __init__(self, role: Role) -> None:
        self.id, self.is_authenticated, self.is_staff = 1, True, False
        self._granted = GRANTS[role]

    def can(self, permission: Permission) -> bool:
        return permission in self._granted


def report(thread_id: int, who: str, kind: str = "asked", minutes: int = 0) -> Report:
    return Report(thread_id, who, ReportKind(kind), NOW + timedelta(minutes=minutes))


def test_reports_of_one_cluster_stand_on_one_heap() -> None:
    reports = [report(1, "a"), report(2, "b"), report(3, "c"), report(9, "d", minutes=3)]
    first, second = heaps(reports, {1: 7, 2: 7, 3: 7})
    assert (first.cluster_id, first.thread_ids, first.reports) == (7, {1, 2, 3}, 3)
    assert (second.cluster_id, second.reports, second.last_at) == (None, 1, reports[3].at)
    assert is_enough(first, 3)
    assert not is_enough(first, 4)


def test_each_person_counts_once_as_what_says_most() -> None:
    reports = [
        report(1, "a", "same"),
        report(2, "a", "asked"),
        report(2, "b", "searched"),
        report(1, "b", "searched", 5),
        report(1, "c", "same"),
    ]
    (heap,) = heaps(reports, {1: 7, 2: 7})
    assert (heap.asked, heap.same, heap.searched, heap.reports) == (1, 1, 1, 3)


def test_a_decision_holds_for_the_thread_and_for_the_cluster() -> None:
    (heap,) = heaps([report(1, "a"), report(2, "b")], {1: 7, 2: 7})
    assert was_dealt_with(heap, [2], [])
    assert was_dealt_with(heap, [], [7])
    assert not was_dealt_with(heap, [3], [8])


def test_reps_begin_and_lead_reps_end() -> None:
    rights = {
        role: (policy.can_run(Person(role)), policy.can_end(Person(role)))
        for role in (Role.MEMBER, Role.AMBASSADOR, Role.REP, Role.MODERATOR, Role.ADMIN)
    }
    assert list(rights.values()) == [
        (False, False),
        (False, False),
        (True, False),
        (True, True),
        (True, True),
    ]
    assert can_report(Person(Role.REP), AnnouncementKind.INCIDENT)
    assert not can_report(Person(Role.REP), AnnouncementKind.NEWS)
    assert not can_announce(Person(Role.REP))
