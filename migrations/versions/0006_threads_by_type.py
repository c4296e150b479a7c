"""Lists of ideas begin at an index of their own

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_threads_type_last_activity_at_id", "threads", ["type", "last_activity_at", "id"]
    )


def downgrade() -> None:
    op.drop_index("ix_threads_type_last_activity_at_id", "threads")
