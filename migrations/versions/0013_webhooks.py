"""Webhooks and what was sent to them

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WAITS = sa.text("outcome IS NULL")
SETTLED = sa.text("settled_at IS NOT NULL")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    stops = sa.Enum("by_hand", "failing", name="stop", native_enum=False, length=24)
    kinds = sa.Enum(
        "ping",
        "question.created",
        "answer.official",
        "article.published",
        "incident.started",
        "incident.updated",
        "incident.closed",
        "clock.due_soon",
        "clock.breached",
        name="eventkind",
        native_enum=False,
        length=24,
    )
    outcomes = sa.Enum(
        "delivered", "set_aside", "out_of_sight", name="outcome", native_enum=False, length=24
    )
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.String(length=80), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", moment, nullable=True),
        sa.Column("stopped_because", stops, nullable=True),
        sa.Column("failing_since", moment, nullable=True),
        sa.Column("rests_until", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name="fk_webhook_endpoints_created_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoints"),
        sa.UniqueConstraint("url", name="uq_webhook_endpoints_url"),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("event", kinds, nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("clock_name", sa.String(length=24), nullable=False),
        sa.Column("clock_due_at", moment, nullable=True),
        sa.Column("happened_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", moment, nullable=True),
        sa.Column("tried_at", moment, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("outcome", outcomes, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name="fk_webhook_deliveries_endpoint_id_webhook_endpoints",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.UniqueConstraint("uid", name="uq_webhook_deliveries_uid"),
        sa.UniqueConstraint("dedupe_key", name="uq_webhook_deliveries_dedupe_key"),
    )
    op.create_index(
        "ix_webhook_deliveries_waiting",
        "webhook_deliveries",
        ["due_at"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "ix_webhook_deliveries_settled",
        "webhook_deliveries",
        ["settled_at"],
        sqlite_where=SETTLED,
        postgresql_where=SETTLED,
    )
    op.create_index(
        "ix_webhook_deliveries_endpoint_id_id", "webhook_deliveries", ["endpoint_id", "id"]
    )


def downgrade() -> None:
    op.drop_table("webhook_deliveries")
    op.drop_table("webhook_endpoints")
