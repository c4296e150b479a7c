"""An index of the threads that are open.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


OPEN = sa.text(
    "locked_at IS NULL AND silent_at IS NULL AND deleted_at IS NULL AND hidden_at IS NULL"
    " AND merged_into_id IS NULL"
)


def upgrade() -> None:
    op.create_index(
        "ix_threads_open",
        "threads",
        ["status", "type", "category_id", "idea_state", "author_id", "last_activity_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_threads_open", "threads")
