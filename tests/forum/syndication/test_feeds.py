"""Feeds: valid, with whole addresses, the same for everybody, and nothing in them that is not
public."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import db
from forum.syndication.xml import Entry, Feed, Writer, feed, with_whole_addresses
from forum.threads.actions import mark
from forum.threads.models import MarkKind
from tests.factories import Factory
from tests.forum.syndication.reading import ATOM, document, titles
from tests.statements import counted

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
STATEMENTS_MAX = 4
FEEDS = [
    "/feeds/questions.atom",
    "/feeds/solved.atom",
    "/feeds/articles.atom",
    "/feeds/announcements.atom",
    "/feeds/c/hub.atom",
    "/feeds/tag/wifi.atom",
    "/feeds/t/{thread}.atom",
]


def test_what_xml_cannot_hold_is_left_out() -> None:
    title = "a\x0b\x00\ud800b <&> \U0001f600 я"
    entry = Entry(title, "https://x.example/t/1", "<p>&amp;</p>", "en", AT, AT, Writer("O\x1b"))
    body = feed(Feed("F", "https://x.example/f", "https://x.example/", "en", [entry], AT))
    text = body.decode()
    assert "<title>ab &lt;&amp;&gt; \U0001f600 я</title>" in text
    assert '<content type="html">&lt;p&gt;&amp;amp;&lt;/p&gt;</content>' in text
    assert "<name>O</name>" in text


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ('<a href="/t/2?a=1&amp;b=2">x</a>', '<a href="https://x.example/t/2?a=1&amp;b=2">x</a>'),
        ('<a class="m" href="#s">x</a>', '<a class="m" href="https://x.example/t/1/a#s">x</a>'),
        ('<img alt="a" src="/uploads/1">', '<img alt="a" src="https://x.example/uploads/1">'),
        ('<a href="http://[bad">x</a>', '<a href="http://[bad">x</a>'),
        ('<p>href="/t/1"</p>', '<p>href="/t/1"</p>'),
    ],
)
def test_links_lead_here_from_everywhere(html: str, whole: str) -> None:
    assert with_whole_addresses(html, "https://x.example/t/1/a") == whole


@pytest.fixture
def filled(make: Factory) -> int:
    boss = make.user(role="moderator")
    thread = make.thread("Why does it blink?", "See [this](/kb).", author=boss, tags=("wifi",))
    answer = make.answer(thread, "Restart it.")
    mark(make.user(role="rep"), answer.id, MarkKind.VERIFIED)
    return thread.id


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_an_atom_feed(client: FlaskClient, filled: int, path: str) -> None:
    root = document(client, path.format(thread=filled))
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    itself = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in itself] == [root.findtext(f"{ATOM}id")]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        assert str(entry.findtext(f"{ATOM}updated")) >= str(entry.findtext(f"{ATOM}published"))


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_costs_few_statements_and_sets_no_cookie(
    client: FlaskClient, make: Factory, filled: int, path: str
) -> None:
    for number in range(3):
        make.answer(make.thread(f"More of it, {number}"))
    with counted() as seen:
        answer = client.get(path.format(thread=filled))
    assert len(seen) <= STATEMENTS_MAX
    assert "Set-Cookie" not in answer.headers
    assert answer.cache_control.public
    assert answer.mimetype == "application/atom+xml"


@pytest.mark.parametrize("path", FEEDS)
def test_who_has_it_already_hears_304(
    client: FlaskClient, make: Factory, filled: int, path: str
) -> None:
    path = path.format(thread=filled)
    for reader in (client, make.signed_in()):
        tag = reader.get(path).headers["ETag"]
        again = reader.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


def test_a_feed_says_since_when_it_is_so(client: FlaskClient, filled: int) -> None:
    since = client.get("/feeds/questions.atom").headers["Last-Modified"]
    again = client.get("/feeds/questions.atom", headers={"If-Modified-Since": since})
    assert again.status_code in {200, 304}
    assert since.endswith("GMT")


def test_the_newest_question_comes_first(client: FlaskClient, make: Factory) -> None:
    make.thread("The older one", at=clock.now() - timedelta(hours=1))
    make.thread("The newer one")
    assert titles(client, "/feeds/questions.atom") == ["The newer one", "The older one"]


def test_content_leads_to_whole_addresses(client: FlaskClient, filled: int) -> None:
    content = client.get("/feeds/questions.atom").text
    assert "http://127.0.0.1:8000/kb" in content


def test_the_feed_of_solutions_brings_the_answer(client: FlaskClient, filled: int) -> None:
    text = client.get("/feeds/solved.atom").text
    assert "Restart it." in text
    assert "See " not in text


def test_a_feed_of_a_thread_has_answers_newest_first(client: FlaskClient, make: Factory) -> None:
    thread = make.thread(body="It blinks.")
    make.answer(thread, "The first.")
    make.answer(thread, "The second.")
    text = client.get(f"/feeds/t/{thread.id}.atom").text
    assert text.index("The second.") < text.index("The first.") < text.index("It blinks.")


@pytest.mark.parametrize("state", ["hidden_at", "deleted_at"])
def test_what_is_gone_is_in_no_feed(client: FlaskClient, make: Factory, state: str) -> None:
    author = make.user(role="moderator")
    thread = make.thread("A secret", "Of nobody.", author=author, tags=("wifi",))
    other = make.thread("Another")
    setattr(thread, state, clock.now())
    setattr(make.answer(other, "Not for you."), state, clock.now())
    db.session.commit()
    for reader in (client, make.signed_in(author)):
        for path in ("questions", "c/hub", "tag/wifi"):
            assert "A secret" not in titles(reader, f"/feeds/{path}.atom")
        assert reader.get(f"/feeds/t/{thread.id}.atom").status_code == 404
        assert "Not for you" not in reader.get(f"/feeds/t/{other.id}.atom").text


def test_what_is_for_staff_is_in_no_feed(client: FlaskClient, make: Factory) -> None:
    rep, room = make.user(role="rep"), make.category("backroom", audience="staff")
    thread = make.thread("Between us", author=rep, category=room)
    for reader in (client, make.signed_in(rep)):
        assert titles(reader, "/feeds/questions.atom") == []
        assert reader.get("/feeds/c/backroom.atom").status_code == 404
        assert reader.get(f"/feeds/t/{thread.id}.atom").status_code == 404


@pytest.mark.parametrize("path", ["/feeds/c/no.atom", "/feeds/tag/no.atom", "/feeds/t/9.atom"])
def test_there_is_no_feed_of_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_feed_speaks_the_readers_language(client: FlaskClient, make: Factory) -> None:
    answer = client.get("/feeds/questions.atom", headers={"Accept-Language": "ru"})
    assert answer.headers["Content-Language"] == "ru"
    person = make.signed_in(make.user(language="ru"))
    assert person.get("/feeds/questions.atom").headers["Content-Language"] == "en"
