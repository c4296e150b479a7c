"""What is measured, with its goal, and what it costs in statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from re import search
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import sessions
from forum.accounts.models import User
from forum.core.db import db
from forum.core.paging import PAGE_SIZE_ROWS, encode_cursor
from forum.core.permissions import Role
from forum.knowledge.models import Article
from forum.threads.models import Thread
from tests.factories import sign_in
from tests.statements import counted

WORDS = ("router network update", "термостат сеть", "camera battery", "замок пароль")
LONG_ANSWERS = 19
WITH_COOKIE = "visitor with a cookie"


@dataclass(frozen=True, slots=True)
class Page:
    """One page for one kind of reader.

    "visitor" has no cookie and may get kept pages; "visitor with a cookie" never does; "member"
    and "staff" are signed in.
    """

    name: str
    path: str
    reader: str
    goal: str = ""
    clients: int = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody's browser: the cookie it sends and the token its forms carry."""

    cookie: str = ""
    token: str = ""


def pages(app: Flask) -> list[Page]:
    """Every page, with addresses that exist in this database."""
    with app.app_context():
        long = db.session.scalars(
            select(Thread).where(Thread.answer_count == LONG_ANSWERS).order_by(Thread.id)
        ).first()
        article = db.session.scalars(select(Article).order_by(Article.id)).first()
        if long is None or article is None:
            raise RuntimeError("the database was not seeded")
        threads = db.session.scalar(select(func.count()).select_from(Thread)) or 0
        oldest = db.session.scalars(
            select(Thread).order_by(Thread.created_at, Thread.id).offset(PAGE_SIZE_ROWS).limit(1)
        ).one()
        last = encode_cursor(oldest.created_at, oldest.id)
    thread = f"/t/{long.id}/{long.slug}"
    flat = f"as fast as the first of {-(-threads // PAGE_SIZE_ROWS)}"
    listed, queue = "≤ 8 ms, ≤ 8 statements", "/desk?queue=open&severity=minor&sort=reach"
    return [
        Page("thread of 20 posts", thread, "visitor", "≥ 0.35 of bare requests/s"),
        Page("thread of 20 posts", thread, WITH_COOKIE, "drawn each time"),
        Page("thread of 20 posts", thread, "member", listed),
        Page("thread of 20 posts", thread, "staff", "≤ 10 statements"),
        Page("front page", "/", "visitor"),
        Page("front page", "/", "member", listed),
        Page("newest", "/questions?view=newest", "visitor"),
        Page("newest", "/questions?view=newest", "member", listed),
        Page("newest, last page", f"/questions?view=newest&after={last}", "member", flat),
        Page("unanswered", "/questions?view=unanswered", "member", listed),
        Page("category", "/c/place-1", "member", listed),
        Page("article", f"/kb/{article.id}/{article.slug}", "visitor"),
        Page("article", f"/kb/{article.id}/{article.slug}", "member", listed),
        Page("search, words", f"/search?q={quote(WORDS[0])}", "visitor", "p95 ≤ 120 ms", 8),
        Page("search, words", f"/search?q={quote(WORDS[1])}", "member", "p95 ≤ 120 ms", 8),
        Page(
            "suggestions (hashing)",
            f"/api/v1/similar?text={quote('The router loses the network after the update')}",
            "visitor",
            "p95 ≤ 25 ms",
        ),
        Page("desk, first queue", "/desk", "staff", "≤ 25 ms"),
        Page("desk, filtered and sorted", queue, "staff", "≤ 25 ms"),
    ]


def readers(app: Flask) -> Mapping[str, Reader]:
    """A visitor, a member and somebody of the team, each signed in as they should be."""
    name = app.config["SESSION_COOKIE_NAME"]
    found = {"visitor": Reader(), WITH_COOKIE: Reader(f"{name}=of-no-use")}
    for name, role in (("member", Role.MEMBER), ("staff", Role.REP)):
        with app.app_context():
            person = db.session.scalars(
                select(User).where(User.role == role).order_by(User.id)
            ).first()
            if person is None:
                raise RuntimeError("the database was not seeded")
            client = app.test_client()
            sign_in(client, person)
        page = client.get("/questions").get_data(as_text=True)
        token = search(r'name="csrf-token" content="([^"]+)"', page)
        found[name] = Reader(_cookie(app, client), unescape(token.group(1)) if token else "")
    return found


def _cookie(app: Flask, client: FlaskClient) -> str:
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name, domain=_host(app))
    if cookie is None:
        raise RuntimeError(f"{sessions.TOKEN}: no session cookie was set")
    return f"{name}={cookie.value}"


def _host(app: Flask) -> str:
    return str(app.config["THREADWELL"].site_host)


def statements(app: Flask, page: Page, reader: Reader) -> int:
    """How many SQL statements the page takes, once everything that is kept is warm."""
    headers = {"Cookie": reader.cookie, "Accept-Language": "en"}
    client = app.test_client(use_cookies=False)
    client.get(page.path, headers=headers)
    with app.app_context(), counted() as seen:
        client.get(page.path, headers=headers)
    return len(seen)
