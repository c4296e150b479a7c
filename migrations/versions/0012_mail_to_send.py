"""Mail that is still to send, and mail that was set aside, have indexes of their own.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


TO_SEND = sa.text("sent_at IS NULL AND parked_at IS NULL")
SET_ASIDE = sa.text("parked_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_outbox_mails_due_at", "outbox_mails")
    op.create_index(
        "ix_outbox_mails_to_send",
        "outbox_mails",
        ["due_at"],
        sqlite_where=TO_SEND,
        postgresql_where=TO_SEND,
    )
    op.create_index(
        "ix_outbox_mails_set_aside",
        "outbox_mails",
        ["parked_at"],
        sqlite_where=SET_ASIDE,
        postgresql_where=SET_ASIDE,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_mails_set_aside", "outbox_mails")
    op.drop_index("ix_outbox_mails_to_send", "outbox_mails")
    op.create_index("ix_outbox_mails_due_at", "outbox_mails", ["due_at"])
