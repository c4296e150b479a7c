"""Where ambassadors help, and when they call the team

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_scopes",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_help_scopes_user_id_users", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name="fk_help_scopes_category_id_categories",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "category_id", name="pk_help_scopes"),
    )
    op.create_index("ix_help_scopes_category_id", "help_scopes", ["category_id"])
    op.create_table(
        "team_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name="fk_team_calls_thread_id_threads",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_team_calls_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_team_calls"),
    )
    op.create_index("ix_team_calls_thread_id_created_at", "team_calls", ["thread_id", "created_at"])


def downgrade() -> None:
    op.drop_table("team_calls")
    op.drop_table("help_scopes")
