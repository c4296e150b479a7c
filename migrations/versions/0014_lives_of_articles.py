"""Articles have an owner, a date and a successor; what is to be checked, what was proposed

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEDULED = sa.text("publish_at IS NOT NULL")
OPEN = sa.text("closed_at IS NULL")
UNDECIDED = sa.text("decided_at IS NULL")
PEOPLE = ("publish_by_id", "owner_id")


def upgrade() -> None:
    with op.batch_alter_table("articles") as table:
        table.add_column(sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("publish_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("review_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("note", sa.String(2000), nullable=False, server_default=""))
        table.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        for name in PEOPLE:
            table.create_foreign_key(f"fk_articles_{name}_users", "users", [name], ["id"])
        table.create_foreign_key(
            "fk_articles_successor_id_articles", "articles", ["successor_id"], ["id"]
        )
        table.create_index("ix_articles_owner_id", ["owner_id"])
        table.create_index("ix_articles_successor_id", ["successor_id"])
        table.create_index(
            "ix_articles_publish_at",
            ["publish_at"],
            sqlite_where=SCHEDULED,
            postgresql_where=SCHEDULED,
        )
    with op.batch_alter_table("article_sources") as table:
        table.add_column(sa.Column("position", sa.Integer(), nullable=True))
    op.create_index("ix_threads_status_same_count", "threads", ["status", "same_count", "id"])
    op.create_index("ix_threads_status_view_count", "threads", ["status", "view_count", "id"])
    _tasks()
    _proposals()
    _edits()


def _tasks() -> None:
    op.create_table(
        "article_review_tasks",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("articles", "article_id", "article_review_tasks", "CASCADE", nullable=False),
        sa.Column("cause", sa.String(24), nullable=False),
        sa.Column("detail", sa.String(500), nullable=False),
        _to("threads", "thread_id", "article_review_tasks", "CASCADE"),
        _to("posts", "post_id", "article_review_tasks", "CASCADE"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _to("users", "taken_by_id", "article_review_tasks"),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _to("users", "closed_by_id", "article_review_tasks"),
    )
    op.create_index("ix_article_review_tasks_thread_id", "article_review_tasks", ["thread_id"])
    op.create_index(
        "ix_article_review_tasks_closed_at_opened_at",
        "article_review_tasks",
        ["closed_at", "opened_at", "id"],
    )
    op.create_index(
        "uq_article_review_tasks_one_open",
        "article_review_tasks",
        ["article_id", "cause"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _proposals() -> None:
    op.create_table(
        "article_proposals",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("threads", "thread_id", "article_proposals", "CASCADE", nullable=False),
        _to("users", "by_id", "article_proposals", nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _to("users", "decided_by_id", "article_proposals"),
        _to("articles", "article_id", "article_proposals", "SET NULL"),
        sa.Column("reason", sa.String(300), nullable=False),
    )
    op.create_index("ix_article_proposals_by_id", "article_proposals", ["by_id"])
    op.create_index(
        "ix_article_proposals_decided_at_created_at",
        "article_proposals",
        ["decided_at", "created_at", "id"],
    )
    op.create_index(
        "uq_article_proposals_one_waiting",
        "article_proposals",
        ["thread_id"],
        unique=True,
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )


def _edits() -> None:
    op.create_table(
        "article_waiting_edits",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("articles", "article_id", "article_waiting_edits", "CASCADE", nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("summary", sa.String(300), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        _to("categories", "category_id", "article_waiting_edits", nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        _to("users", "by_id", "article_waiting_edits", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _to("users", "decided_by_id", "article_waiting_edits"),
    )
    op.create_index(
        "ix_article_waiting_edits_article_id_decided_at",
        "article_waiting_edits",
        ["article_id", "decided_at"],
    )


def _to(
    target: str, name: str, table: str, ondelete: str | None = None, nullable: bool = True
) -> "sa.Column[int]":
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}_{target}", ondelete=ondelete)
    return sa.Column(name, sa.Integer(), key, nullable=nullable)


def downgrade() -> None:
    op.drop_table("article_waiting_edits")
    op.drop_table("article_proposals")
    op.drop_table("article_review_tasks")
    op.drop_index("ix_threads_status_view_count", "threads")
    op.drop_index("ix_threads_status_same_count", "threads")
    with op.batch_alter_table("article_sources") as table:
        table.drop_column("position")
    with op.batch_alter_table("articles") as table:
        table.drop_index("ix_articles_publish_at")
        table.drop_index("ix_articles_successor_id")
        table.drop_index("ix_articles_owner_id")
        table.drop_constraint("fk_articles_successor_id_articles", type_="foreignkey")
        for name in PEOPLE:
            table.drop_constraint(f"fk_articles_{name}_users", type_="foreignkey")
        for name in (
            *("successor_id", "note", "checked_at", "review_at"),
            *("owner_id", "publish_by_id", "publish_at"),
        ):
            table.drop_column(name)
