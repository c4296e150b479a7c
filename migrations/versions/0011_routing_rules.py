"""Rules that sort new questions

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _key(column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=f"fk_routing_rules_{column}_{target}",
        ondelete=ondelete,
    )


def upgrade() -> None:
    severities = ("trivial", "minor", "major", "critical", "blocking")
    severity = sa.Enum(*severities, name="severity", native_enum=False, length=24)
    op.create_table(
        "routing_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("severity", severity, nullable=True),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("fitted", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        _key("category_id", "categories"),
        _key("product_id", "products"),
        _key("team_id", "teams"),
        _key("tag_id", "tags", "SET NULL"),
        _key("keeper_id", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_routing_rules"),
    )


def downgrade() -> None:
    op.drop_table("routing_rules")
