"""Assignments, snoozes, absences and canned replies

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _user(table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["users.id"], name=f"fk_{table}_{column}_users", ondelete=ondelete
    )


def _thread(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["thread_id"], ["threads.id"], name=f"fk_{table}_thread_id_threads", ondelete="CASCADE"
    )


def _one_open(name: str, table: str, column: str) -> None:
    op.create_index(
        name,
        table,
        [column],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(length=24), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        _user("assignments", "assignee_id"),
        _user("assignments", "by_id"),
        _user("assignments", "instead_of_id"),
        _user("assignments", "ended_by_id"),
        _thread("assignments"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    _one_open("uq_assignments_one_open", "assignments", "thread_id")
    op.create_index("ix_assignments_thread_id_id", "assignments", ["thread_id", "id"])
    op.create_index("ix_assignments_assignee_id", "assignments", ["assignee_id"])
    op.create_table(
        "snoozes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(length=24), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        _user("snoozes", "by_id"),
        _user("snoozes", "ended_by_id"),
        _thread("snoozes"),
        sa.PrimaryKeyConstraint("id", name="pk_snoozes"),
    )
    _one_open("uq_snoozes_one_open", "snoozes", "thread_id")
    op.create_index(
        "ix_snoozes_open_until",
        "snoozes",
        ["until"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_snoozes_thread_id_id", "snoozes", ["thread_id", "id"])
    op.create_index("ix_snoozes_by_id", "snoozes", ["by_id"])
    op.create_table(
        "absences",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _user("absences", "user_id", ondelete="CASCADE"),
        _user("absences", "deputy_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_absences"),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=160), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("body_ru", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("use_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        _user("canned_replies", "updated_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
    )
    op.create_index(
        "uq_canned_replies_name",
        "canned_replies",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "reply_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["canned_replies.id"],
            name="fk_reply_uses_reply_id_canned_replies",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_reply_uses_post_id_posts", ondelete="CASCADE"
        ),
        _thread("reply_uses"),
        _user("reply_uses", "user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reply_uses"),
        sa.UniqueConstraint("reply_id", "post_id", name="uq_reply_uses_reply_id_post_id"),
    )
    op.create_index("ix_reply_uses_post_id", "reply_uses", ["post_id"])
    op.create_index("ix_reply_uses_thread_id", "reply_uses", ["thread_id"])
    op.add_column("happenings", sa.Column("tell_from", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("happenings", schema=None) as batch_op:
        batch_op.drop_column("tell_from")
    for table in ("reply_uses", "canned_replies", "absences", "snoozes", "assignments"):
        op.drop_table(table)
