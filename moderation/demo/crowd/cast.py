"""Who and where: the rows that the rest of the crowd points to, and how its threads vary."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.markup import render
from forum.core.pages import slug
from forum.core.permissions import Role
from forum.threads.models import Tag
from moderation.demo.crowd import chatter

THREADS_PER_PERSON = 5
OPEN_MAX = 5_000  # what a desk may have before it
OPEN_WITHIN = timedelta(days=30)
SETTLED_WITHIN = timedelta(days=1_000)
BODIES = 200  # different texts in each language
OPEN_ANSWERS = (0, 2, 0, 1, 4, 3, 0, 2)  # how many a thread has, in turn
SETTLED_ANSWERS = (2, 5, 3, 6, 4, 5, 3, 5)
LONG_EVERY, LONG_ANSWERS = 500, 19  # some threads fill a page: twenty posts
CATEGORIES, TAGS = 8, 40
STAFF, AMBASSADORS = 12, 30  # the first people


@dataclass(frozen=True, slots=True)
class Crowd:
    """The rows that everything else points to. Ids stand in the order of making."""

    now: datetime
    threads: int
    people: Sequence[int]
    standings: Sequence[str]
    categories: Sequence[int]
    tags: Sequence[int]
    texts: dict[str, list[tuple[str, str]]]  # by language: (source, html)

    @property
    def settled(self) -> int:
        """How many threads are settled; the rest are open and newer."""
        return self.threads - min(self.threads // 2, OPEN_MAX)

    def is_open(self, number: int) -> bool:
        """Whether thread ``number``, counted from the oldest, still waits for its end."""
        return number >= self.settled

    def asked_at(self, number: int) -> datetime:
        """When thread ``number`` was asked."""
        if self.is_open(number):
            left = (self.threads - number) / max(1, self.threads - self.settled)
            return self.now - OPEN_WITHIN * left
        return self.now - OPEN_WITHIN - SETTLED_WITHIN * (self.settled - number) / self.settled

    def answers(self, number: int) -> int:
        """How many answers thread ``number`` has."""
        if number % LONG_EVERY == 0:
            return LONG_ANSWERS
        counts = OPEN_ANSWERS if self.is_open(number) else SETTLED_ANSWERS
        return counts[number % len(counts)]

    def author(self, number: int) -> int:
        """Index of the person who asked thread ``number``: no staff."""
        return STAFF + number * 7 % (len(self.people) - STAFF)

    def answerer(self, number: int, place: int) -> int:
        """Index of who wrote answer ``place``; staff answer first where it is settled."""
        if place == 0 and number % 3 == 0 and not self.is_open(number):
            return number % STAFF
        members = len(self.people) - STAFF
        return STAFF + (number * 7 + 1 + place * 13 % (members - 1)) % members


@transactional
def make_people_and_places(threads: int) -> Crowd:
    """People, categories, tags and texts for that many threads."""
    moment = clock.now()
    number = max(STAFF + AMBASSADORS + 20, threads // THREADS_PER_PERSON)
    roles = [_role(index) for index in range(number)]
    joined_at = moment - OPEN_WITHIN - SETTLED_WITHIN
    people = insert_rows(
        User,
        [
            {
                "stored_name": f"Person {index}",
                "name_skeleton": skeleton(f"Person {index}"),
                "email": f"person{index}@example.com",
                "fs_uniquifier": uuid.uuid4().hex,
                "confirmed_at": joined_at,
                "joined_at": joined_at,
                "read_all_before": moment - OPEN_WITHIN,
                "role": role,
            }
            for index, role in enumerate(roles)
        ],
    )
    standings = {Role.REP: "staff", Role.ADMIN: "staff", Role.AMBASSADOR: "ambassador"}
    names = [f"Place {index}" for index in range(CATEGORIES)]
    return Crowd(
        now=moment,
        threads=threads,
        people=people,
        standings=[standings.get(role, "") for role in roles],
        categories=insert_rows(
            Category,
            [
                {"slug": slug(name), "name_en": name, "position": place}
                for place, name in enumerate(names)
            ],
        ),
        tags=insert_rows(Tag, [{"slug": f"tag-{index}"} for index in range(TAGS)]),
        texts={
            language: [(text, render(text).html) for text in chatter.bodies(language, BODIES)]
            for language in ("en", "ru")
        },
    )


def _role(index: int) -> Role:
    if index < STAFF:
        return Role.ADMIN if index == 0 else Role.REP
    return Role.AMBASSADOR if index < STAFF + AMBASSADORS else Role.MEMBER


def insert_rows(model: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert in bulk; the new ids in the order of the rows."""
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))
