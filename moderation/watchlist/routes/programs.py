"""The desk's queues for programs, under ``/api/v1/desk``: the same rows and figures as the pages.

Whoever does not work here finds nothing below that address, as below ``/desk``.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from flask import Blueprint, Response, jsonify, request, url_for

from forum.core.errors import NotFound
from forum.core.pages import absolute
from forum.core.permissions import Permission, requires
from forum.threads.states import thread_url
from moderation.desk import current_rep
from moderation.desk.blueprint import API_PREFIX
from moderation.watchlist import wording
from moderation.watchlist.clocks import PAUSED
from moderation.watchlist.filter_view import places
from moderation.watchlist.filters import from_args
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.queries import QueueRow, counts, queue_page
from moderation.watchlist.queues import QueueName

programs = Blueprint("desk_api", __name__, url_prefix=API_PREFIX)


@dataclass(frozen=True, slots=True)
class QueueResult:
    """One queue as programs get it; ``docs/api.md`` says what each field means."""

    name: str
    title: str
    count: int
    url: str
    desk_url: str


@dataclass(frozen=True, slots=True)
class ThreadResult:
    """One thread of a queue."""

    id: int
    title: str
    url: str
    desk_url: str
    type: str
    status: str
    severity: str
    language: str
    category: str
    asked_at: str
    band: str
    reach: int
    clock: str
    due_at: str | None
    solution_due_at: str | None
    assigned_to: str
    claimed_by: str
    claimed_until: str | None
    rests_until: str | None


@programs.get("/queues")
@requires(Permission.WORK_DESK, hidden=True)
def queues() -> Response:
    """Every queue with the number of threads in it, as the desk counts them."""
    found = [
        asdict(
            QueueResult(
                name=name.value,
                title=wording.queue_name(name),
                count=count,
                url=absolute(url_for("desk_api.queue_of", queue=name.value)),
                desk_url=absolute(url_for("desk.home", queue=name.value)),
            )
        )
        for name, count in counts(current_rep()).items()
    ]
    return jsonify({"queues": found})


@programs.get("/queues/<queue>")
@requires(Permission.WORK_DESK, hidden=True)
def queue_of(queue: str) -> Response:
    """One page of a queue, with the filters and orders that the desk's own address takes."""
    if queue not in {known.value for known in QueueName}:
        raise NotFound()
    filters, rep = from_args({**request.args.to_dict(), "queue": queue}), current_rep()
    page = queue_page(rep, filters)
    slugs = {place.id: place.slug for place in places(rep)}
    asked = {key: value for key, value in filters.as_args().items() if key != "queue"}
    following = None
    if page.next_cursor:
        following = url_for(
            "desk_api.queue_of", queue=queue, **{**asked, "after": page.next_cursor}
        )
    return jsonify(
        {
            "queue": queue,
            "threads": [asdict(_result(row, slugs)) for row in page.items],
            "next": absolute(following) if following else None,
        }
    )


def _result(row: QueueRow, slugs: dict[int, str]) -> ThreadResult:
    thread, ticking = row.thread, row.clock
    runs = ticking is not None and ticking.stopped_at is None
    return ThreadResult(
        id=thread.id,
        title=thread.title,
        url=absolute(thread_url(thread)),
        desk_url=absolute(url_for("desk.thread", thread_id=thread.id)),
        type=thread.type.value,
        status=thread.status.value,
        severity=thread.severity.value,
        language=thread.language,
        category=slugs.get(thread.category_id, ""),
        asked_at=thread.created_at.isoformat(),
        band=row.band.name.lower(),
        reach=row.reach,
        clock=_clock(ticking),
        due_at=_time(ticking.due_at if ticking and runs else None),
        solution_due_at=_time(ticking.resolution_due_at if ticking and runs else None),
        assigned_to=row.assignee or "",
        claimed_by=row.holder,
        claimed_until=_time(row.held_until),
        rests_until=_time(row.rests_until),
    )


def _clock(ticking: ThreadClock | None) -> str:
    """What is due: "first", then "resolution"; "paused", or nothing without a clock."""
    if ticking is None:
        return ""
    if ticking.stopped_at is not None:
        return "paused" if ticking.stop_reason in PAUSED else ""
    return "first" if ticking.first_stopped_at is None else "resolution"


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
