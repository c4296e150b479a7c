"""Tables of teams, of when they work, and of how long things may take.

What clocks were started with never changes: a calendar or policy that is edited gets a new
version, and a version of a policy says which version of a calendar it counts in.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Severity

NAME_MAX_CHARS = 60
LENGTH_MAX_CHARS = 20
ZONE_MAX_CHARS = 64


class Calendar(Base):
    """When somebody works; what it says stands in its newest version."""

    __tablename__ = "calendars"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX_CHARS))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalendarVersion(Base):
    """What a calendar says from a moment on."""

    __tablename__ = "calendar_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("calendars.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(ZONE_MAX_CHARS))

    shifts: Mapped[list["ShiftRow"]] = relationship(
        lazy="raise", order_by="ShiftRow.weekday, ShiftRow.opens_minute"
    )
    holidays: Mapped[list["Holiday"]] = relationship(lazy="raise", order_by="Holiday.day")


class ShiftRow(Base):
    """Hours on one weekday, in minutes since midnight."""

    __tablename__ = "shifts"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", "weekday"),
        CheckConstraint(
            "opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440", "hours"
        ),
        UniqueConstraint("version_id", "weekday", "opens_minute"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]


class Holiday(Base):
    """A whole day on which nobody of the team works."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("version_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id", ondelete="CASCADE"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(NAME_MAX_CHARS), default="")


class Team(Base):
    """People who answer together, in the hours of one calendar."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX_CHARS), unique=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"), index=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    calendar: Mapped[Calendar] = relationship(lazy="raise")
    members: Mapped[list["TeamMember"]] = relationship(lazy="raise")


class TeamMember(Base):
    """Somebody in a team; leads hear of what is late."""

    __tablename__ = "team_members"

    team_id: Mapped[int] = mapped_column(
        ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    is_lead: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship(lazy="raise")


class Policy(Base):
    """How long things may take in a category and what stands below it; without one, everywhere."""

    __tablename__ = "policies"
    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), unique=True)

    category: Mapped[Category | None] = relationship(lazy="raise")


class PolicyVersion(Base):
    """What a policy says from a moment on, whole; a withdrawn one leaves it to the others.

    Lengths are kept as ``teams.lengths`` writes them: "4h", "2d".
    """

    __tablename__ = "policy_versions"
    __table_args__ = (Index("ix_policy_versions_policy_id_since", "policy_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id", ondelete="CASCADE"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    calendar_version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id"))
    community: Mapped[str] = mapped_column(String(LENGTH_MAX_CHARS))
    deferral: Mapped[str] = mapped_column(String(LENGTH_MAX_CHARS))
    withdrawn: Mapped[bool] = mapped_column(default=False)

    policy: Mapped[Policy] = relationship(lazy="raise")
    team: Mapped[Team] = relationship(lazy="raise")
    calendar_version: Mapped[CalendarVersion] = relationship(lazy="raise")
    allowances: Mapped[list["PolicyAllowance"]] = relationship(lazy="raise")


class PolicyAllowance(Base):
    """Business time for one severity."""

    __tablename__ = "policy_allowances"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("policy_versions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    severity: Mapped[Severity] = mapped_column(choice(Severity), primary_key=True)
    first: Mapped[str] = mapped_column(String(LENGTH_MAX_CHARS))
    resolution: Mapped[str] = mapped_column(String(LENGTH_MAX_CHARS))
