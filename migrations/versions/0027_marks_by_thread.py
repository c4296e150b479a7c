"""Find the marks of a thread by an index

Revision ID: 0027
Revises: 0026
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_answer_marks_thread_id", "answer_marks", ["thread_id"])


def downgrade() -> None:
    op.drop_index("ix_answer_marks_thread_id", "answer_marks")
