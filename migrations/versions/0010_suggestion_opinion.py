"""Keep what the second model said of a suggestion

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shown_suggestions") as table:
        table.add_column(sa.Column("opinion", sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("shown_suggestions") as table:
        table.drop_column("opinion")
