"""What comes back by itself: threads whose rest is over, and those of people who cannot answer."""

from forum.core import clock, jobs
from moderation.handling.actions import end_snooze, return_to_queue
from moderation.handling.models import AssignmentEnd, SnoozeEnd
from moderation.handling.queries import due_snoozes, held_by_suspended


@jobs.sweep
def wake_what_rested() -> None:
    """Every thread whose time came is back."""
    for snooze_id in due_snoozes(clock.now()):
        end_snooze(snooze_id, SnoozeEnd.DUE)


@jobs.sweep
def take_from_the_suspended() -> None:
    """Whoever cannot sign in has nothing to answer."""
    for assignment_id in held_by_suspended():
        return_to_queue(assignment_id, AssignmentEnd.LEFT)
