"""Silence, details that are missing or private, known issues, ideas

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
RARE = {
    "known_issue": ("last_activity_at", "id"),
    "idea_state": ("last_activity_at", "id"),
    "needs_info_at": (),
}
ADDED = (
    *("needs_info_post_id", "silent_at", "known_issue"),
    *("idea_state", "idea_reason", "private_at"),
)


def upgrade() -> None:
    with op.batch_alter_table("threads") as batch_op:
        batch_op.add_column(sa.Column("needs_info_post_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("silent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("known_issue", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("idea_state", sa.String(length=24), nullable=True))
        batch_op.add_column(
            sa.Column("idea_reason", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("private_at", sa.DateTime(timezone=True), nullable=True))
    for column, others in RARE.items():
        op.create_index(
            f"ix_threads_{column}",
            "threads",
            [column, *others],
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    with op.batch_alter_table("happenings") as batch_op:
        batch_op.add_column(
            sa.Column("detail", sa.String(length=300), nullable=False, server_default="")
        )
    op.create_table(
        "known_issues",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("tracker_url", sa.String(length=500), nullable=False),
        sa.Column("workaround_source", sa.Text(), nullable=False),
        sa.Column("workaround_html", sa.Text(), nullable=False),
        sa.Column("markup_version", sa.Integer(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("fixed_in", sa.String(length=40), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_known_issues_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["users.id"], name=op.f("fk_known_issues_marked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_known_issues")),
    )
    op.create_table(
        "asker_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_asker_checks_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_asker_checks_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_asker_checks_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asker_checks")),
    )
    op.create_index(
        "uq_asker_checks_one_open",
        "asker_checks",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_asker_checks_thread_id_asked_at", "asker_checks", ["thread_id", "asked_at"])
    op.create_table(
        "details_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_details_reminders_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_details_reminders")),
        sa.UniqueConstraint(
            "thread_id",
            "requested_at",
            "number",
            name=op.f("uq_details_reminders_thread_id_requested_at_number"),
        ),
    )
    op.create_table(
        "private_details",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("ticket_url", sa.String(length=500), nullable=False),
        sa.Column("ticket_note", sa.String(length=300), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_private_details_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_private_details_asked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_private_details")),
    )
    op.create_table(
        "private_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_private_readings_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["users.id"],
            name=op.f("fk_private_readings_reader_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_readings")),
    )
    op.create_index(
        "ix_private_readings_thread_id_reader_id", "private_readings", ["thread_id", "reader_id"]
    )


def downgrade() -> None:
    for table in (
        *("private_readings", "private_details", "details_reminders"),
        *("asker_checks", "known_issues"),
    ):
        op.drop_table(table)
    with op.batch_alter_table("happenings") as batch_op:
        batch_op.drop_column("detail")
    for column in RARE:
        op.drop_index(f"ix_threads_{column}", "threads")
    with op.batch_alter_table("threads") as batch_op:
        for column in ADDED:
            batch_op.drop_column(column)
