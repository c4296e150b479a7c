"""The one source of the present moment, so that tests and imports can say what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)
