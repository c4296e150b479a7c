"""Questions that became part of another one.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
IN_FORCE = sa.text("undone_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("threads") as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("merged_count", sa.Integer(), nullable=False, server_default="0")
        )
    op.create_index(
        "ix_threads_merged_into_id",
        "threads",
        ["merged_into_id"],
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    with op.batch_alter_table("posts") as batch_op:
        batch_op.add_column(
            sa.Column("title", sa.String(length=200), nullable=False, server_default="")
        )
    op.create_table(
        "thread_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_thread_merges_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["into_id"],
            ["threads.id"],
            name=op.f("fk_thread_merges_into_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_thread_merges_by_id_users")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("fk_thread_merges_undone_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_merges")),
    )
    op.create_index(
        "uq_thread_merges_one_in_force",
        "thread_merges",
        ["thread_id"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index(op.f("ix_thread_merges_into_id"), "thread_merges", ["into_id"])


def downgrade() -> None:
    op.drop_table("thread_merges")
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_column("title")
    op.drop_index("ix_threads_merged_into_id", "threads")
    with op.batch_alter_table("threads") as batch_op:
        batch_op.drop_column("merged_count")
        batch_op.drop_column("merged_into_id")
