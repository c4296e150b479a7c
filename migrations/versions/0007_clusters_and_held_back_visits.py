"""Questions that ask the same, and visits that are shown no suggestions.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def of_thread(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A row that goes with its thread."""
    name = op.f(f"fk_{table}_{column}_threads")
    return sa.ForeignKeyConstraint([column], ["threads.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    with op.batch_alter_table("shown_suggestions") as batch_op:
        batch_op.add_column(
            sa.Column("held_back", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "clusters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
    )
    op.create_table(
        "cluster_members",
        sa.Column("thread_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        of_thread("cluster_members", "thread_id"),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["clusters.id"],
            name=op.f("fk_cluster_members_cluster_id_clusters"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_cluster_members")),
    )
    op.create_index(op.f("ix_cluster_members_cluster_id"), "cluster_members", ["cluster_id"])
    op.create_table(
        "likenesses",
        sa.Column("thread_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("other_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("likely", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        of_thread("likenesses", "thread_id"),
        of_thread("likenesses", "other_id"),
        sa.PrimaryKeyConstraint("thread_id", "other_id", name=op.f("pk_likenesses")),
    )
    op.create_index(op.f("ix_likenesses_other_id"), "likenesses", ["other_id"])
    op.create_table(
        "cluster_marks",
        sa.Column("thread_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("rereads", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        of_thread("cluster_marks", "thread_id"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_cluster_marks")),
    )
    op.create_index(op.f("ix_cluster_marks_marked_at"), "cluster_marks", ["marked_at"])


def downgrade() -> None:
    op.drop_table("cluster_marks")
    op.drop_table("likenesses")
    op.drop_table("cluster_members")
    op.drop_table("clusters")
    with op.batch_alter_table("shown_suggestions") as batch_op:
        batch_op.drop_column("held_back")
