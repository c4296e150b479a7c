"""Times of these tests, in the team's time zone."""

from datetime import UTC, date, datetime, timedelta

NOW = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Berlin
TODAY = date(2026, 3, 25)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
