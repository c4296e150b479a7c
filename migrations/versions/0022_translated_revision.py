"""The revision of the original that a translation follows

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articles") as table:
        table.add_column(sa.Column("translated_revision", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE articles SET translated_revision = (SELECT original.revision_number"
        " FROM articles AS original WHERE original.id = articles.translation_of_id)"
        " WHERE translation_of_id IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("articles") as table:
        table.drop_column("translated_revision")
