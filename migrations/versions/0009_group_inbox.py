"""Find what an inbox holds about one thread

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_notifications_user_id_thread_id",
        "notifications",
        ["user_id", "thread_id", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_notifications_user_id_thread_id", "notifications")
