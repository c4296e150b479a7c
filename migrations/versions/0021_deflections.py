"""Count which questions suggestions spared.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deflections",
        sa.Column("visit", sa.String(length=40), nullable=False),
        sa.Column("document_key", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "deflected",
            sa.Enum(
                "confirmed",
                "probable",
                "failed",
                "open",
                name="deflected",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("visit", name="pk_deflections"),
    )
    op.create_index("ix_deflections_began_at", "deflections", ["began_at"])
    op.create_index("ix_deflections_document_key", "deflections", ["document_key", "began_at"])
    with op.batch_alter_table("shown_suggestions") as table:
        table.add_column(
            sa.Column("browser_key", sa.String(length=40), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("shown_suggestions") as table:
        table.drop_column("browser_key")
    op.drop_table("deflections")
