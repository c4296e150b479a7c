"""The table of routing rules. ``forum`` does not name it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Severity, Tag
from moderation.teams.models import Team

NAME_MAX_CHARS = 80


class RoutingRule(Base):
    """What is done with a new question that fits: whose it is, how bad, which tag.

    A condition that is empty asks for nothing. A rule acts in the name of its keeper, who saved
    it last.
    """

    __tablename__ = "routing_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX_CHARS))
    position: Mapped[int]  # lower is asked first
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    language: Mapped[str] = mapped_column(String(8), default="")
    words: Mapped[str] = mapped_column(Text, default="")  # one word or phrase a line
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    severity: Mapped[Severity | None] = mapped_column(choice(Severity))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id", ondelete="SET NULL"))
    fitted: Mapped[int] = mapped_column(default=0)  # how many questions it has sorted
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    keeper_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    team: Mapped[Team | None] = relationship(lazy="raise")
    tag: Mapped[Tag | None] = relationship(lazy="raise")
    keeper: Mapped[User] = relationship(lazy="raise")
