"""Articles to begin with, for each product.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "path_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_path_steps_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_path_steps_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_path_steps_added_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_steps")),
        sa.UniqueConstraint(
            "product_id", "article_id", name=op.f("uq_path_steps_product_id_article_id")
        ),
    )
    op.create_index(op.f("ix_path_steps_article_id"), "path_steps", ["article_id"])


def downgrade() -> None:
    op.drop_table("path_steps")
