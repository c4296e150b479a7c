"""What webhooks can be told of. Pure: named once for the form, the listeners and the payloads."""

from enum import StrEnum


class EventKind(StrEnum):
    """One thing that happened, as the receiving program reads it."""

    PING = "ping"  # only by the test button
    QUESTION_CREATED = "question.created"
    ANSWER_OFFICIAL = "answer.official"
    ARTICLE_PUBLISHED = "article.published"
    INCIDENT_STARTED = "incident.started"
    INCIDENT_UPDATED = "incident.updated"
    INCIDENT_CLOSED = "incident.closed"
    CLOCK_DUE_SOON = "clock.due_soon"
    CLOCK_BREACHED = "clock.breached"


CHOSEN = tuple(kind for kind in EventKind if kind is not EventKind.PING)
# Everything else says only what every visitor can read.
FOR_STAFF = frozenset({EventKind.CLOCK_DUE_SOON, EventKind.CLOCK_BREACHED})


def audience_of(kind: EventKind) -> str:
    """What the body says of itself: "public", or "staff" where it is for the team alone."""
    return "staff" if kind in FOR_STAFF else "public"
