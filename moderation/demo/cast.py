"""The rows made so far, by the keys under which the content names them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.core.permissions import Role
from forum.knowledge.models import Article
from forum.threads.models import Post, Tag, Thread

JUST_NOW = timedelta(minutes=3)  # nothing of the demo lies in the future, however it was written


@dataclass(frozen=True, slots=True)
class Played:
    """A thread's rows: ``posts`` as in the content, ``question`` before them."""

    thread: Thread
    question: Post
    posts: list[Post]
    tags: tuple[Tag, ...]

    def post(self, index: int) -> Post:
        """The post a comment stands under; -1 is the question."""
        return self.question if index < 0 else self.posts[index]


@dataclass(frozen=True, slots=True)
class Cast:
    """``now`` is the moment from which all ages are counted back."""

    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    threads: dict[str, Played] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    def at(self, days_ago: float, hours_later: float = 0.0) -> datetime:
        """That long ago, plus some hours, but never in the future."""
        moment = self.now - timedelta(days=days_ago) + timedelta(hours=hours_later)
        return self.not_after_now(moment)

    def not_after_now(self, moment: datetime) -> datetime:
        """The moment, or just now."""
        return min(moment, self.now - JUST_NOW)

    def person(self, user_id: int) -> User:
        """The person with this row id."""
        return next(person for person in self.people.values() if person.id == user_id)

    def helper(self, language: str, besides: int | None = None) -> User:
        """A rep who speaks the language, and is not the person with this id."""
        reps = [
            person
            for person in self.people.values()
            if person.role is Role.REP and person.id != besides
        ]
        speakers = [person for person in reps if person.language == language]
        return (speakers or reps)[0]
