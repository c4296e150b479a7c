"""One small site with everything in every state, and seven people who may do different things.

It is built once; each test works on a copy, and a request that changed something is followed by a
fresh copy.
"""

import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Select, Table, select

from forum.accounts import sessions
from forum.accounts.models import SignInSession, User
from forum.core.db import db
from forum.notifications.jobs import tell_people
from forum.notifications.models import Happening, Notification
from search.stores import schema
from tests.access.making import NEVER, Arguments, Maker
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
CSRF_SEED = "the token of this browser"
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
    made = Maker(make, hub, backroom, asker, helper, rep, boss)
    shared = made.shared()
    world.common = {
        "hub_id": hub.id,
        "colleague": f"user:{rep.id}",
        "lead_id": rep.id,
        # the team, calendar and policy that every site begins with
        **dict.fromkeys(("team_id", "calendar_id", "policy_id"), 1),
        "category_id": hub.id,
        "product_id": make.product().id,
        "picture": picture_of(asker),
        "slug": hub.slug,
        "name": asker.address,
        "place": "ask",
        "key": f"thread:{shared['thread others']['thread_id']}",
        "article_key": f"article:{shared['article staff']['article_id']}",
        "others_id": shared["thread others"]["thread_id"],
        **shared["asked ids"],
        "number": 1,
        "cluster_id": NEVER,
        "language": "en",
        "queue": "overdue",
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
