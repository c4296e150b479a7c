"""Posts as their page reads them: the columns that are shown, and no object for each row."""

from datetime import datetime
from typing import NamedTuple

from forum.accounts.bylines import Byline
from forum.core.permissions import Role
from forum.threads.models import PostKind


class ShownPost(NamedTuple):
    """The columns of a post and of its author, in the order in which ``queries.page`` reads them.

    It is for reading: what changes a post takes its row.
    """

    id: int
    kind: PostKind
    parent_id: int | None
    title: str
    position: int
    author_id: int
    author_standing: str
    author_title: str
    html: str
    version: str
    score: int
    worked_count: int
    tried_count: int
    created_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    deleted_at: datetime | None
    deleted_by_id: int | None
    author_name: str
    author_role: Role
    author_left_at: datetime | None

    @property
    def author(self) -> Byline:
        """Whose words they are."""
        return Byline(self.author_name, self.author_role, self.author_left_at)

    @property
    def is_gone(self) -> bool:
        """Whether only few may still see it."""
        return self.deleted_at is not None or self.hidden_at is not None
