"""A thread as lists read it: the columns that a line shows, and no object for each row."""

from datetime import datetime
from typing import NamedTuple

from forum.accounts.bylines import Byline
from forum.categories.models import in_either
from forum.core.permissions import Role
from forum.threads.models import IdeaState, KnownIssueState, ThreadStatus

BETWEEN_TAGS = ","  # no slug has one


class Line(NamedTuple):
    """The columns of a line, in the order in which ``queries.lines`` reads them."""

    id: int
    title: str
    slug: str
    status: ThreadStatus
    language: str
    created_at: datetime
    last_activity_at: datetime
    answer_count: int
    same_count: int
    accepted_post_id: int | None
    official_post_id: int | None
    verified_post_id: int | None
    staff_answered_at: datetime | None
    silent_at: datetime | None
    pinned_at: datetime | None
    locked_at: datetime | None
    known_issue: KnownIssueState | None
    idea_state: IdeaState | None
    category_slug: str
    category_en: str
    category_ru: str
    author_name: str
    author_role: Role
    author_left_at: datetime | None
    tag_slugs: str | None

    @property
    def author(self) -> Byline:
        """Whose question it is."""
        return Byline(self.author_name, self.author_role, self.author_left_at)

    @property
    def tags(self) -> list[str]:
        """Its tags by their names, sorted."""
        return sorted(self.tag_slugs.split(BETWEEN_TAGS)) if self.tag_slugs else []

    def category_name(self, language: str) -> str:
        """What its category is called."""
        return in_either(language, self.category_en, self.category_ru)
