"""Have every article read into the index again, now with its summary

Revision ID: 0028
Revises: 0027
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ARTICLES = sa.table("articles", sa.column("id", sa.Integer))
STALE = sa.table(
    "stale_documents",
    sa.column("key", sa.String),
    sa.column("marked_at", sa.DateTime(timezone=True)),
    sa.column("attempts", sa.Integer),
    sa.column("last_error", sa.Text),
)


def upgrade() -> None:
    connection = op.get_bind()
    waiting = set(connection.scalars(sa.select(STALE.c.key)))
    keys = [f"article:{number}" for number in connection.scalars(sa.select(ARTICLES.c.id))]
    rows = [
        {"key": key, "marked_at": datetime.now(UTC), "attempts": 0, "last_error": ""}
        for key in keys
        if key not in waiting
    ]
    if rows:
        op.bulk_insert(STALE, rows)


def downgrade() -> None:
    """Nothing to take back: what waits is read by the sweep of any version."""
