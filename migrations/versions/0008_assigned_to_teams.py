"""Threads and canned replies of teams

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rows = _taken_out(
        *("id", "thread_id", "assignee_id", "by_id", "instead_of_id"),
        *("created_at", "heard_at", "ended_at", "end", "ended_by_id"),
    )
    _make(of_teams=True)
    _put_back(rows)
    op.create_index("ix_assignments_team_id", "assignments", ["team_id"])
    op.add_column(
        "canned_replies",
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_canned_replies_team_id", "canned_replies", ["team_id"])


def downgrade() -> None:
    op.drop_index("ix_canned_replies_team_id", "canned_replies")
    op.drop_index("uq_canned_replies_name", "canned_replies")
    with op.batch_alter_table("canned_replies", recreate="auto") as batch_op:
        batch_op.drop_column("team_id")
    op.create_index(
        "uq_canned_replies_name",
        "canned_replies",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    rows = _taken_out(
        *("id", "thread_id", "assignee_id", "by_id", "instead_of_id"),
        *("created_at", "heard_at", "ended_at", "end", "ended_by_id"),
    )
    _make(of_teams=False)
    _put_back([row for row in rows if row["assignee_id"] is not None])


def _table(*names: str) -> sa.TableClause:
    moments = {"created_at", "heard_at", "ended_at"}
    kinds = {name: sa.DateTime(timezone=True) for name in moments} | {"end": sa.String(24)}
    return sa.table(
        "assignments", *(sa.column(name, kinds.get(name, sa.Integer())) for name in names)
    )


def _taken_out(*names: str) -> list[dict[str, object]]:
    found = op.get_bind().execute(sa.select(_table(*names))).mappings().all()
    op.drop_table("assignments")
    return [dict(row) for row in found]


def _put_back(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    op.bulk_insert(_table(*rows[0]), rows)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('assignments', 'id'), max(id)) FROM assignments"
        )


def _make(of_teams: bool) -> None:
    team = [
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_assignments_team_id_teams"),
        sa.CheckConstraint(
            "(assignee_id IS NULL) <> (team_id IS NULL)", name="ck_assignments_one_assignee"
        ),
    ]
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=of_teams),
        *(team if of_teams else []),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(length=24), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=f"fk_assignments_{name}_users")
            for name in ("assignee_id", "by_id", "instead_of_id", "ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name="fk_assignments_thread_id_threads",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index(
        "uq_assignments_one_open",
        "assignments",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_assignments_thread_id_id", "assignments", ["thread_id", "id"])
    op.create_index("ix_assignments_assignee_id", "assignments", ["assignee_id"])
