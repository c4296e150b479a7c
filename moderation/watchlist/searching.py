"""``queue:overdue`` in the search box, for who works on the desk: its queues as an operator."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _

from forum.core.permissions import Actor
from forum.finding.given import GivenOperator, give_operator
from moderation.watchlist.policy import can_work
from moderation.watchlist.queries import ids_in
from moderation.watchlist.queues import QueueName


def _values(viewer: Actor) -> Sequence[str]:
    return [name.value for name in QueueName] if can_work(viewer) else ()


def _threads(viewer: Actor, value: str) -> Collection[int]:
    return ids_in(viewer, QueueName(value))


give_operator(
    GivenOperator(
        name="queue",
        values=_values,
        threads=_threads,
        meaning=lambda: _("what stands in this queue of the desk now; only the team has these"),
    )
)
