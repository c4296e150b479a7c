"""Let figures of a year be read from an index alone

Revision ID: 0026
Revises: 0025
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = [
    *("asked_day", "counts", "category_id", "team_id", "severity", "status", "first_by"),
    *("first_minutes", "solution_minutes", "was_solved", "reopened", "thread_id"),
]


def upgrade() -> None:
    op.create_index("ix_measured_threads_figures", "measured_threads", COLUMNS)
    op.drop_index("ix_measured_threads_asked_day", "measured_threads")


def downgrade() -> None:
    op.create_index("ix_measured_threads_asked_day", "measured_threads", ["asked_day"])
    op.drop_index("ix_measured_threads_figures", "measured_threads")
