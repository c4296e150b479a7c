"""Giving a thread to a colleague with a word; and back from those who cannot or do not answer."""

from collections.abc import Collection
from datetime import timedelta

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.threads.mentions import render, word_for
from moderation.handling import actions as handling
from moderation.handling.models import Assignment, AssignmentEnd
from moderation.watchlist import business_time
from moderation.watchlist.actions.noting import write_note

SILENT_AFTER = business_time.WORKING_DAY  # without a word of the assignee, while the clock runs
LOOKED_AT_AFTER = timedelta(hours=1)  # nobody was silent for a business day before


def assign(actor: User, thread_id: int, assignee: User, note: str = "") -> Assignment:
    """Let a colleague answer a thread; ``note`` goes into the internal notes and names them.

    Raises:
        NotFound, or Refused as ``moderation.handling.actions.assign``.
    """
    source = f"@{word_for(assignee.name)} {note}" if note else ""
    html, mentioned = render(source, team_only=True) if source else ("", ())
    others = [person_id for person_id in mentioned if person_id != assignee.id]
    return _assign(actor, thread_id, assignee.id, source, html, others)


@transactional
def _assign(
    actor: User,
    thread_id: int,
    assignee_id: int,
    source: str,
    html: str,
    mentioned: Collection[int],
) -> Assignment:
    today = business_time.today(clock.now())
    row = handling.assign(actor, thread_id, assignee_id, today)
    if source:
        write_note(actor, thread_id, source, html, mentioned)
    return row


def assign_team(actor: User, thread_id: int, team_id: int, note: str = "") -> Assignment:
    """Let a team answer a thread; ``note`` goes into the internal notes.

    Raises:
        NotFound, or Refused as ``moderation.handling.actions.assign_team``.
    """
    html, mentioned = render(note, team_only=True) if note else ("", ())
    return _assign_team(actor, thread_id, team_id, note, html, mentioned)


@transactional
def _assign_team(
    actor: User, thread_id: int, team_id: int, source: str, html: str, mentioned: Collection[int]
) -> Assignment:
    row = handling.assign_team(actor, thread_id, team_id)
    if source:
        write_note(actor, thread_id, source, html, mentioned)
    return row


@transactional
def return_from_silent(assignment_id: int) -> bool:
    """Back into the queue, unless the assignee said something since it was looked up."""
    row = db.session.get(Assignment, assignment_id, populate_existing=True, with_for_update=True)
    if row is None or business_time.add(row.heard_at, SILENT_AFTER) > clock.now():
        return False
    return handling.return_to_queue(assignment_id, AssignmentEnd.SILENT)


def hand_over_from_absent(assignment_id: int) -> bool:
    """To the deputy of whoever is out of office today, or back into the queue."""
    return handling.hand_over(assignment_id, business_time.today(clock.now()))
