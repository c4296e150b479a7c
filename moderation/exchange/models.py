"""What imported articles stand on and is not here, kept so that it can be handed on."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base


class SourcesElsewhere(Base):
    """Posts of another community that an article was made of; ``entries`` is a list in JSON."""

    __tablename__ = "article_sources_elsewhere"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    entries: Mapped[str] = mapped_column(Text)
