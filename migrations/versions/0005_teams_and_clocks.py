"""Teams, calendars, policies; three clocks and their pauses

Revision ID: 0005
Revises: 0004
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # what a site begins with held from its first day
ALLOWANCES = {
    "blocking": ("1h", "8h"),
    "critical": ("4h", "1d"),
    "major": ("8h", "2d"),
    "minor": ("1d", "5d"),
    "trivial": ("2d", "10d"),
}
MOMENTS = (
    *("community_ends_at", "first_stopped_at", "resolved_at"),
    *("first_warned_at", "first_breached_at"),
    *("resolution_warned_at", "resolution_breached_at", "signal_at"),
)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}", ondelete=ondelete
    )


def upgrade() -> None:
    _teams()
    _policies()
    version_id = _first_rows()
    op.create_table(
        "clock_pauses",
        _id(),
        _number("thread_id"),
        _text("reason", 24),
        _moment("began_at"),
        _moment("ended_at", nullable=True),
        _key("clock_pauses", "thread_id", "threads", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_clock_pauses"),
    )
    op.create_index(
        "uq_clock_pauses_one_of_a_kind",
        "clock_pauses",
        ["thread_id", "reason"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_clock_pauses_thread_id_began_at", "clock_pauses", ["thread_id", "began_at"])
    with op.batch_alter_table("thread_clocks") as batch_op:
        batch_op.add_column(_number("policy_version_id", nullable=True))
        for name in (*MOMENTS, "first_due_at", "resolution_due_at"):
            batch_op.add_column(_moment(name, nullable=True))
        batch_op.add_column(sa.Column("first_stop_reason", sa.String(length=24), nullable=True))
    clocks = sa.table(
        "thread_clocks",
        *map(
            sa.column,
            (
                *("policy_version_id", "first_due_at", "resolution_due_at", "due_at"),
                *("first_stopped_at", "first_stop_reason", "resolved_at"),
                *("stopped_at", "stop_reason", "signal_at"),
            ),
        ),
    )
    op.execute(
        clocks.update().values(
            policy_version_id=version_id,
            first_due_at=clocks.c.due_at,
            resolution_due_at=clocks.c.due_at,
        )
    )
    runs = clocks.c.stopped_at.is_(None)
    op.execute(clocks.update().where(runs).values(signal_at=clocks.c.due_at))
    helped = clocks.c.stop_reason.in_(["answered", "confirmed"])
    op.execute(
        clocks.update()
        .where(helped)
        .values(first_stopped_at=clocks.c.stopped_at, first_stop_reason=clocks.c.stop_reason)
    )
    op.execute(
        clocks.update()
        .where(clocks.c.stop_reason == "confirmed")
        .values(resolved_at=clocks.c.stopped_at)
    )
    with op.batch_alter_table("thread_clocks") as batch_op:
        for name in ("first_due_at", "resolution_due_at"):
            batch_op.alter_column(name, existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("policy_version_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            "fk_thread_clocks_policy_version_id_policy_versions",
            "policy_versions",
            ["policy_version_id"],
            ["id"],
        )
        batch_op.create_index("ix_thread_clocks_policy_version_id", ["policy_version_id"])
        batch_op.create_index(
            "ix_thread_clocks_signal_at",
            ["signal_at"],
            sqlite_where=sa.text("signal_at IS NOT NULL"),
            postgresql_where=sa.text("signal_at IS NOT NULL"),
        )


def _teams() -> None:
    op.create_table(
        "calendars",
        _id(),
        _text("name", 60),
        _moment("retired_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_calendars"),
    )
    op.create_table(
        "calendar_versions",
        _id(),
        _number("calendar_id"),
        _moment("since"),
        _text("zone", 64),
        _key("calendar_versions", "calendar_id", "calendars", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_versions"),
    )
    op.create_index("ix_calendar_versions_calendar_id", "calendar_versions", ["calendar_id"])
    op.create_table(
        "shifts",
        _id(),
        _number("version_id"),
        _number("weekday"),
        _number("opens_minute"),
        _number("closes_minute"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_shifts_weekday")),
        sa.CheckConstraint(
            "opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440",
            name=op.f("ck_shifts_hours"),
        ),
        _key("shifts", "version_id", "calendar_versions", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
        sa.UniqueConstraint(
            "version_id",
            "weekday",
            "opens_minute",
            name="uq_shifts_version_id_weekday_opens_minute",
        ),
    )
    op.create_table(
        "holidays",
        _id(),
        _number("version_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _text("name", 60),
        _key("holidays", "version_id", "calendar_versions", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_holidays"),
        sa.UniqueConstraint("version_id", "day", name="uq_holidays_version_id_day"),
    )
    op.create_table(
        "teams",
        _id(),
        _text("name", 60),
        _number("calendar_id"),
        _moment("retired_at", nullable=True),
        _key("teams", "calendar_id", "calendars"),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("name", name="uq_teams_name"),
    )
    op.create_index("ix_teams_calendar_id", "teams", ["calendar_id"])
    op.create_table(
        "team_members",
        _number("team_id"),
        _number("user_id"),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        _key("team_members", "team_id", "teams", "CASCADE"),
        _key("team_members", "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "user_id", name="pk_team_members"),
    )
    op.create_index("ix_team_members_user_id", "team_members", ["user_id"])


def _policies() -> None:
    op.create_table(
        "policies",
        _id(),
        _number("category_id", nullable=True),
        _key("policies", "category_id", "categories"),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
        sa.UniqueConstraint("category_id", name="uq_policies_category_id"),
    )
    op.create_table(
        "policy_versions",
        _id(),
        _number("policy_id"),
        _moment("since"),
        _number("team_id"),
        _number("calendar_version_id"),
        _text("community", 20),
        _text("deferral", 20),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        _key("policy_versions", "policy_id", "policies", "CASCADE"),
        _key("policy_versions", "team_id", "teams"),
        _key("policy_versions", "calendar_version_id", "calendar_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_policy_versions"),
    )
    op.create_index("ix_policy_versions_team_id", "policy_versions", ["team_id"])
    op.create_index("ix_policy_versions_policy_id_since", "policy_versions", ["policy_id", "since"])
    op.create_table(
        "policy_allowances",
        _number("version_id"),
        _text("severity", 24),
        _text("first", 20),
        _text("resolution", 20),
        _key("policy_allowances", "version_id", "policy_versions", "CASCADE"),
        sa.PrimaryKeyConstraint("version_id", "severity", name="pk_policy_allowances"),
    )


def _first_rows() -> int:
    """The published defaults, for one team that works Monday to Friday, 9 to 18."""
    calendar_id = _insert("calendars", name="Weekdays, 9 to 18")
    calendar_version_id = _insert(
        "calendar_versions", calendar_id=calendar_id, since=ALWAYS, zone="Europe/Berlin"
    )
    for weekday in range(5):
        hours = {"opens_minute": 9 * 60, "closes_minute": 18 * 60}
        _insert("shifts", version_id=calendar_version_id, weekday=weekday, **hours)
    team_id = _insert("teams", name="Support", calendar_id=calendar_id)
    policy_id = _insert("policies", category_id=None)
    version_id = _insert(
        "policy_versions",
        policy_id=policy_id,
        since=ALWAYS,
        team_id=team_id,
        calendar_version_id=calendar_version_id,
        community="4h",
        deferral="8h",
        withdrawn=False,
    )
    allowances = sa.table(
        "policy_allowances", *map(sa.column, ("version_id", "severity", "first", "resolution"))
    )
    op.bulk_insert(
        allowances,
        [
            {"version_id": version_id, "severity": name, "first": first, "resolution": solution}
            for name, (first, solution) in ALLOWANCES.items()
        ],
    )
    return version_id


def _insert(table: str, **values: object) -> int:
    columns = [
        sa.column(name, sa.DateTime(timezone=True)) if name == "since" else sa.column(name)
        for name in ("id", *values)
    ]
    rows = sa.table(table, *columns)
    made = op.get_bind().execute(rows.insert().values(values).returning(rows.c.id))
    return int(made.scalar_one())


def downgrade() -> None:
    op.execute("DELETE FROM thread_clocks WHERE stop_reason IN ('incident', 'silent')")
    with op.batch_alter_table("thread_clocks") as batch_op:
        batch_op.drop_index("ix_thread_clocks_signal_at")
        batch_op.drop_index("ix_thread_clocks_policy_version_id")
        batch_op.drop_constraint(
            "fk_thread_clocks_policy_version_id_policy_versions", type_="foreignkey"
        )
        for name in (*MOMENTS, "first_due_at", "resolution_due_at"):
            batch_op.drop_column(name)
        batch_op.drop_column("first_stop_reason")
        batch_op.drop_column("policy_version_id")
    for table in (
        *("clock_pauses", "policy_allowances", "policy_versions", "policies"),
        *("team_members", "teams", "holidays", "shifts", "calendar_versions", "calendars"),
    ):
        op.drop_table(table)
