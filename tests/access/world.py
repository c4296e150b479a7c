"""One small site with everything in every state, and seven people who may do different things.

It is built once; each test works on a copy, and a request that changed something is followed by a
fresh copy.
"""

import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Select, Table, select

from forum.accounts import sessions
from forum.accounts.models import SignInSession, User
from forum.announcements.models import AnnouncementKind, Reach
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db
from forum.finding.keys import Key
from forum.notifications.jobs import tell_people
from forum.notifications.models import Happening, Notification
from forum.threads import actions
from forum.threads.models import MarkKind, Post, Thread
from forum.threads.queries import question_of
from moderation.announcing import actions as announcing
from moderation.faq import actions as faq
from moderation.promotion import actions as promotion
from moderation.watchlist import actions as watchlist
from search.stores import schema
from tests.access.pictures import picture_of
from tests.databases import Place, forget_connections, fresh
from tests.factories import Factory

ROLES = {
    "A": "anonymous",
    "N": "new",
    "M": "member",
    "B": "ambassador",
    "R": "rep",
    "D": "moderator",
    "X": "admin",
}
NEVER = 999_999  # the id of what never was
CSRF_SEED = "the token of this browser"
EARLIER = timedelta(days=8)  # staff may accept for a silent asker by then
Arguments = dict[str, object]
Rows = dict[str, Counter[str]]  # of each table


@dataclass
class World:
    """Where things stand: ``places["M"]["thread own"]`` fills the address of M's own thread.

    ``rows`` is what the database holds while nobody has changed anything.
    """

    place: Place
    people: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    places: dict[str, dict[str, Arguments]] = field(default_factory=dict)
    common: Arguments = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)


def build(app: Flask, place: Place) -> World:
    """Build the site on the copy of an empty database and put it aside."""
    place.put("empty")
    world = World(place)
    with app.app_context():
        _fill(app, world)
        world.rows = dump_of(app)
        forget_connections()
    place.put_aside("world")
    return world


def put_back(app: Flask, world: World) -> None:
    """Let everything be as it was built."""
    forget_connections()
    fresh(app, world.place, "world")


def dump_of(app: Flask) -> Rows:
    """Every row of every table as the driver tells it, except when somebody was last seen."""
    with app.app_context(), closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        rows = {}
        for name, statement in _all_rows(db.engine.dialect.name).items():
            cursor.execute(statement)
            rows[name] = Counter(map(repr, cursor.fetchall()))
        return rows


@cache
def _all_rows(_dialect: str) -> dict[str, str]:
    every = {**db.metadata.tables, **schema.metadata.tables}
    wanted = {name: table for name, table in every.items() if name != schema.vectors.name}
    return {name: str(_seen_aside(table).compile(db.engine)) for name, table in wanted.items()}


def _seen_aside(table: Table) -> Select[Any]:
    return select(*(column for column in table.columns if column.name != "last_seen_at"))


def browser(app: Flask, world: World, role: str) -> FlaskClient:
    """The browser of somebody with this role, signed in long before."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF_SEED
        if role in world.tokens:
            session["_user_id"] = f"uniquifier of {role}"
            session[sessions.TOKEN] = world.tokens[role]
            session["fs_paa"] = time.time()
    return client


def csrf_token(app: Flask, seed: str = CSRF_SEED) -> str:
    """The token that forms in this browser carry."""
    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")  # type: ignore[arg-type]
    return str(signed.dumps(seed))


def _fill(app: Flask, world: World) -> None:
    make = Factory(app)
    hub, backroom = make.category("hub"), make.category("backroom", audience="staff")
    # two admins, moderators and reps, so that no rule about the last one hides another
    asker, helper = make.user("Asker"), make.user("Helper")
    rep, boss = make.user("Other Rep", role="rep"), make.user("Other Boss", role="admin")
    for letter, role in ROLES.items():
        if letter != "A":
            person = make.user(
                f"{role.title()} One", role=role, fs_uniquifier=f"uniquifier of {letter}"
            )
            world.people[letter] = person
            world.tokens[letter] = sessions.open_session(person.id, "Test browser")
    made = _Maker(make, hub, backroom, asker, helper, rep, boss)
    shared = made.shared()
    world.common = {
        "hub_id": hub.id,
        "category_id": hub.id,
        "product_id": make.product().id,
        "picture": picture_of(asker),
        "slug": hub.slug,
        "name": asker.address,
        "place": "ask",
        "key": f"thread:{shared['thread others']['thread_id']}",
        "others_id": shared["thread others"]["thread_id"],
        "number": 1,
        "cluster_id": NEVER,
        "language": "en",
        "version": "0",
        "look": "7c3aed000000",
        "logo": "logo-000000000000000000000000.png",
        "filename": "css/base.css",
        "token": "no-such-token",
    }
    for letter in ROLES:
        world.places[letter] = dict(shared)
        if letter != "A":
            world.places[letter] |= made.own(world.people[letter])
    while db.session.scalar(select(Happening.id).where(Happening.told_at.is_(None))):
        tell_people()
    for letter, person in world.people.items():
        line = db.session.scalars(
            select(Notification.id).where(Notification.user_id == person.id)
        ).first()
        assert line is not None, f"nothing in the inbox of {letter}"
        world.places[letter]["line own"] = {"notification_id": line}
        mine = db.session.scalars(
            select(SignInSession.id).where(SignInSession.user_id == person.id)
        ).one()
        world.places[letter]["session own"] = {"session_id": mine}
    for letter in ROLES:
        next_one = "M" if letter != "M" else "B"
        for kind in ("line", "session"):
            world.places[letter][f"{kind} others"] = world.places[next_one][f"{kind} own"]


@dataclass
class _Maker:
    make: Factory
    hub: Category
    backroom: Category
    asker: User
    helper: User
    rep: User
    boss: User

    def shared(self) -> dict[str, Arguments]:
        """What is the same for everybody."""
        staff = self._thread(self.rep, self.backroom)
        hidden, deleted = self._thread(self.asker), self._thread(self.asker)
        hidden.hidden_at, deleted.deleted_at = clock.now(), clock.now()
        others, locked = self._thread(self.asker), self._thread(self.asker)
        locked.locked_at = clock.now()
        db.session.commit()
        places = {
            "thread others": _thread_place(others),
            "thread locked": _thread_place(locked),
            "thread hidden": _thread_place(hidden),
            "thread deleted": _thread_place(deleted),
            "thread staff": _thread_place(staff),
            "thread never": {"thread_id": NEVER, "slug": "nothing"},
            "post others": self._answer(others, self.helper),
            "post hidden": self._answer(others, self.helper, hidden_at=clock.now()),
            "post deleted": self._answer(others, self.helper, deleted_at=clock.now()),
            "post staff": self._answer(staff, self.boss),
            "post never": {"post_id": NEVER},
            "line never": {"notification_id": NEVER},
            "session never": {"session_id": NEVER},
            "person others": {"name": self.asker.address},
            "person never": {"name": "Nobody_at_all"},
            "category others": {"slug": self.hub.slug},
            "category staff": {"slug": self.backroom.slug},
            "category never": {"slug": "nothing"},
        }
        return places | self._articles() | self._announcements()

    def _articles(self) -> dict[str, Arguments]:
        places: dict[str, Arguments] = {}
        for state, category in (
            ("published", self.hub),
            ("draft", self.hub),
            ("staff", self.backroom),
        ):
            article = promotion.begin_article(
                self.rep, promotion.ArticleText(f"Article {state}", "Read.", category.id, "en", "")
            )
            if state != "draft":
                promotion.publish_article(self.boss, article.id)
            places[f"article {state}"] = {"article_id": article.id, "slug": article.slug}
        entry = faq.add(
            self.boss, Key("article", int(str(places["article published"]["article_id"])))
        )
        places["entry first"] = {"entry_id": entry.id}
        places["entry never"] = {"entry_id": NEVER}
        places["article never"] = {"article_id": NEVER, "slug": "nothing"}
        return places

    def _announcements(self) -> dict[str, Arguments]:
        places: dict[str, Arguments] = {"announcement never": {"announcement_id": NEVER}}
        for state in ("others", "staff", "withdrawn"):
            reach = Reach.STAFF if state == "staff" else Reach.EVERYONE
            text = announcing.AnnouncementText(AnnouncementKind.NEWS, state, "News.", reach)
            row = announcing.announce(self.boss, text)
            if state == "withdrawn":
                announcing.withdraw(self.boss, row.id)
            places[f"announcement {state}"] = {"announcement_id": row.id}
        return places

    def own(self, person: User) -> dict[str, Arguments]:
        """What belongs to one person."""
        own, gone = self._thread(person), self._thread(person)
        gone.hidden_at = clock.now()
        removed = self._thread(person)
        removed.deleted_at, removed.deleted_by_id = clock.now(), person.id
        elsewhere = self._thread(self.asker)
        db.session.commit()
        return {
            "thread own": _thread_place(own),
            "thread own hidden": _thread_place(gone),
            "thread own deleted": _thread_place(removed),
            "post own": self._answer(elsewhere, person),
            "post own hidden": self._answer(elsewhere, person, hidden_at=clock.now()),
            "post own deleted": self._answer(
                elsewhere, person, deleted_at=clock.now(), deleted_by_id=person.id
            ),
            "post to me": self._answer(own, self.helper),
            "post my question": {"post_id": question_of(self._lonely(person).id).id},
            "person own": {"name": person.address},
        }

    def _lonely(self, author: User) -> Thread:
        return self.make.thread(author=author, category=self.hub)

    def _thread(self, author: User, category: Category | None = None) -> Thread:
        thread = self.make.thread(
            author=author, category=category or self.hub, at=clock.now() - EARLIER
        )
        answer = actions.post_answer(self.boss, thread.id, "Did you try the other cable?")
        actions.mark(self.boss, answer.id, MarkKind.OFFICIAL)
        watchlist.add_note(self.rep, thread.id, "Between us.")
        return thread

    def _answer(self, thread: Thread, author: User, **state: object) -> Arguments:
        post: Post = self.make.answer(thread, author=author)
        for name, value in state.items():
            setattr(post, name, value)
        db.session.commit()
        return {"post_id": post.id}


def _thread_place(thread: Thread) -> Arguments:
    return {"thread_id": thread.id, "slug": thread.slug}
