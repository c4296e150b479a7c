"""The demo's webhook: stopped, so that a demo sends nothing anywhere, with a past of its own."""

import uuid
from datetime import timedelta

from forum.core.db import db
from forum.core.permissions import Role
from moderation.demo.cast import Cast
from moderation.webhooks.kinds import EventKind
from moderation.webhooks.models import Outcome, Stop, WebhookDelivery, WebhookEndpoint
from moderation.webhooks.signing import new_secret

URL = "https://chat.orrin.example/hooks/support"
KINDS = (EventKind.QUESTION_CREATED, EventKind.ANSWER_OFFICIAL, EventKind.CLOCK_BREACHED)
TOLD = 6
STATUS_TAKEN, STATUS_BROKEN = 200, 502
TRIES_FAILED = 7


def add_webhook(cast: Cast) -> None:
    """One endpoint with the newest questions told to it; the last one did not get through."""
    admin = next(person for person in cast.people.values() if person.role is Role.ADMIN)
    stopped_at = cast.at(days_ago=1)
    endpoint = WebhookEndpoint(
        url=URL,
        secret=new_secret(),
        events=" ".join(KINDS),
        created_at=cast.at(days_ago=40),
        created_by_id=admin.id,
        stopped_at=stopped_at,
        stopped_because=Stop.BY_HAND,
    )
    db.session.add(endpoint)
    db.session.flush()
    threads = [played.thread for played in cast.threads.values()]
    past = [thread for thread in threads if thread.created_at < stopped_at]
    told = sorted(past, key=lambda thread: (thread.created_at, thread.id))[-TOLD:]
    for thread in told:
        got_through = thread is not told[-1]
        moment = thread.created_at
        db.session.add(
            WebhookDelivery(
                uid=str(uuid.uuid4()),
                dedupe_key=f"{endpoint.id}:{EventKind.QUESTION_CREATED.value}:{thread.id}:",
                endpoint_id=endpoint.id,
                event=EventKind.QUESTION_CREATED,
                object_id=thread.id,
                happened_at=moment,
                due_at=moment,
                attempts=1 if got_through else TRIES_FAILED,
                tried_at=moment + timedelta(seconds=2),
                status=STATUS_TAKEN if got_through else STATUS_BROKEN,
                took_ms=180 + thread.id,
                outcome=Outcome.DELIVERED if got_through else Outcome.SET_ASIDE,
                settled_at=cast.not_after_now(moment + timedelta(seconds=2)),
            )
        )
    db.session.flush()
