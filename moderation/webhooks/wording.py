"""What the pages of webhooks say, in the language of the request."""

from flask_babel import gettext as _

from moderation.webhooks.kinds import EventKind
from moderation.webhooks.models import Outcome, WebhookDelivery


def event_name(kind: EventKind) -> str:
    """What happened."""
    words: dict[EventKind, str] = {
        EventKind.PING: _("Test"),
        EventKind.QUESTION_CREATED: _("Somebody asked a question"),
        EventKind.ANSWER_OFFICIAL: _("An answer became the team's"),
        EventKind.ARTICLE_PUBLISHED: _("An article was published"),
        EventKind.INCIDENT_STARTED: _("An incident was announced"),
        EventKind.INCIDENT_UPDATED: _("News of an incident"),
        EventKind.INCIDENT_CLOSED: _("An incident is over"),
        EventKind.CLOCK_DUE_SOON: _("A question is due within the hour (for the team)"),
        EventKind.CLOCK_BREACHED: _("A question is overdue (for the team)"),
    }
    return words[kind]


def outcome_name(delivery: WebhookDelivery) -> str:
    """What became of it."""
    words: dict[Outcome | None, str] = {
        Outcome.DELIVERED: _("taken"),
        Outcome.SET_ASIDE: _("set aside"),
        Outcome.OUT_OF_SIGHT: _("not public, so not sent"),
        None: _("will be tried again") if delivery.tried_at is not None else _("waits"),
    }
    return words[delivery.outcome]


def outcome_tone(delivery: WebhookDelivery) -> str:
    """The mark's colour."""
    if delivery.outcome is None:
        return "waiting"
    tones = {Outcome.DELIVERED: "solution", Outcome.SET_ASIDE: "late"}
    return tones.get(delivery.outcome, "neutral")


def error_name(error: str) -> str:
    """Why no answer came; what is no sentence of ours stands for itself."""
    words: dict[str, str] = {
        "no answer in time": _("no answer in time"),
        "this is no address to send to": _("this is no address to send to"),
        "the host has no address": _("the host has no address"),
        "the host leads into this network": _("the host leads into this network"),
        "its certificate does not hold": _("its certificate does not hold"),
    }
    return words.get(error, error)
