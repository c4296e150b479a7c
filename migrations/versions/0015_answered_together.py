"""Answers that settle many threads at once, and incidents with their threads

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def moment(name: str, nullable: bool = False) -> "sa.Column[object]":
    """A column that holds a time."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def points(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    """A reference to a row of another table."""
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    with op.batch_alter_table("announcements") as batch_op:
        batch_op.add_column(moment("next_update_at", nullable=True))
    op.create_table(
        "announcement_threads",
        sa.Column("announcement_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("thread_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        moment("attached_at"),
        moment("detached_at", nullable=True),
        points("announcement_threads", "announcement_id", "announcements", "CASCADE"),
        points("announcement_threads", "thread_id", "threads", "CASCADE"),
        points("announcement_threads", "by_id", "users"),
        sa.PrimaryKeyConstraint(
            "announcement_id", "thread_id", name=op.f("pk_announcement_threads")
        ),
    )
    op.create_index(
        op.f("ix_announcement_threads_thread_id"), "announcement_threads", ["thread_id"]
    )
    op.create_table(
        "incident_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("searched", sa.Integer(), nullable=False),
        moment("found_at"),
        moment("last_at"),
        sa.Column("decision", sa.String(length=24), nullable=True),
        moment("decided_at", nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("announcement_id", sa.Integer(), nullable=True),
        points("incident_proposals", "thread_id", "threads", "CASCADE"),
        points("incident_proposals", "decided_by_id", "users"),
        points("incident_proposals", "announcement_id", "announcements", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_proposals")),
    )
    op.create_index(
        "ix_incident_proposals_decision_found_at", "incident_proposals", ["decision", "found_at"]
    )
    op.create_table(
        "joint_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("target_key", sa.String(length=40), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("linked", sa.JSON(), nullable=False),
        sa.Column("led_on", sa.JSON(), nullable=False),
        moment("created_at"),
        moment("taken_back_at", nullable=True),
        points("joint_answers", "actor_id", "users"),
        points("joint_answers", "post_id", "posts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_answers")),
        sa.UniqueConstraint(
            "actor_id", "submission_key", name=op.f("uq_joint_answers_actor_id_submission_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("joint_answers")
    op.drop_table("incident_proposals")
    op.drop_table("announcement_threads")
    with op.batch_alter_table("announcements") as batch_op:
        batch_op.drop_column("next_update_at")
