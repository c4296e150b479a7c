"""The table of answers that settled many threads at once."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime


class JointAnswer(Base):
    """One answer for many threads: what it did, so that exactly that can be taken back."""

    __tablename__ = "joint_answers"
    __table_args__ = (UniqueConstraint("actor_id", "submission_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submission_key: Mapped[str] = mapped_column(String(64))
    cluster_id: Mapped[int]  # clusters come and go: no reference
    target_key: Mapped[str] = mapped_column(String(40))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"))
    linked: Mapped[list[int]] = mapped_column(JSON)  # the threads that lead there now
    led_on: Mapped[list[list[int]]] = mapped_column(JSON)  # thread, and where it led before
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
