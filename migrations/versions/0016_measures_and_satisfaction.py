"""What figures are made of, and what people say of how it went.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=24)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}", ondelete=ondelete
    )


def upgrade() -> None:
    by = _one_of("by", "staff", "ambassador", "member")
    severity = _one_of("severity", "trivial", "minor", "major", "critical", "blocking")
    status = _one_of("threadstatus", "waiting", "answered", "solved", "needs_info", "duplicate")
    op.create_table(
        "measured_threads",
        sa.Column("thread_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stale_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("asked_day", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("severity", severity, nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("first_by", by, nullable=True),
        sa.Column("first_minutes", sa.Integer(), nullable=True),
        sa.Column("solved_by", by, nullable=True),
        sa.Column("solution_minutes", sa.Integer(), nullable=True),
        sa.Column("was_solved", sa.Boolean(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("work_minutes", sa.Integer(), nullable=True),
        _key("measured_threads", "thread_id", "threads", "CASCADE"),
        _key("measured_threads", "category_id", "categories", "CASCADE"),
        _key("measured_threads", "team_id", "teams", "SET NULL"),
        sa.PrimaryKeyConstraint("thread_id", name="pk_measured_threads"),
    )
    op.create_index("ix_measured_threads_asked_day", "measured_threads", ["asked_day"])
    stale = sa.text("stale_since IS NOT NULL")
    op.create_index(
        "ix_measured_threads_stale_since",
        "measured_threads",
        ["stale_since"],
        sqlite_where=stale,
        postgresql_where=stale,
    )
    op.create_table(
        "satisfaction_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_asker", sa.Boolean(), nullable=False),
        sa.Column(
            "solved_by",
            _one_of("solvedby", "official", "accepted", "verified", "article"),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("score BETWEEN 1 AND 3", name="ck_satisfaction_asks_score"),
        _key("satisfaction_asks", "thread_id", "threads", "CASCADE"),
        _key("satisfaction_asks", "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_satisfaction_asks"),
        sa.UniqueConstraint("thread_id", "user_id", name="uq_satisfaction_asks_thread_id_user_id"),
    )
    op.create_index(
        "ix_satisfaction_asks_user_id_asked_at", "satisfaction_asks", ["user_id", "asked_at"]
    )
    op.create_index("ix_satisfaction_asks_asked_at", "satisfaction_asks", ["asked_at"])
    op.create_table(
        "satisfaction_opt_outs",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _key("satisfaction_opt_outs", "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name="pk_satisfaction_opt_outs"),
    )


def downgrade() -> None:
    op.drop_table("satisfaction_opt_outs")
    op.drop_table("satisfaction_asks")
    op.drop_table("measured_threads")
