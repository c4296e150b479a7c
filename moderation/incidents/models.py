"""The table of what may be an incident; what is one stands among the announcements."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Thread


class Decision(StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"  # nobody said anything, and nobody reported it any more


class IncidentProposal(Base):
    """Many reports of the same in a short time: perhaps something is broken."""

    __tablename__ = "incident_proposals"
    __table_args__ = (Index("ix_incident_proposals_decision_found_at", "decision", "found_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int | None]  # clusters come and go: no reference
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    asked: Mapped[int]  # people who asked within the time
    same: Mapped[int]  # who said that they have it too
    searched: Mapped[int]  # visits in which it was typed on the ask page
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)  # of the last report
    decision: Mapped[Decision | None] = mapped_column(choice(Decision))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    announcement_id: Mapped[int | None] = mapped_column(
        ForeignKey("announcements.id", ondelete="SET NULL")
    )

    thread: Mapped[Thread] = relationship(lazy="raise")

    @property
    def reports(self) -> int:
        """Everything that speaks for it."""
        return self.asked + self.same + self.searched
