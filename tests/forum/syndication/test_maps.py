"""The map of the site: all that strangers should find, and nothing else."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.syndication import queries
from forum.syndication.policy import GIVEN_UP_AFTER, is_worth_finding
from forum.threads.models import Thread, ThreadStatus
from forum.threads.states import thread_url
from moderation.promotion import actions as promotion
from tests.factories import Factory
from tests.forum.syndication.reading import MAP, document, places
from tests.statements import counted

SITE = "http://127.0.0.1:8000"


def test_the_map_begins_in_robots_txt(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert "Disallow: /search" in text
    assert "desk" not in text


def test_the_index_leads_to_every_thread_and_article(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    rep, boss = make.user(role="rep"), make.user(role="admin")
    text = promotion.ArticleText("Restarting", "Hold.", make.category().id, "en", "")
    draft = promotion.begin_article(rep, text)
    article = promotion.begin_article(rep, text)
    promotion.publish_article(boss, article.id)
    found = {
        place
        for file in places(client, "/sitemap.xml")
        for place in places(client, file.removeprefix(SITE))
    }
    assert f"{SITE}{thread_url(thread)}" in found
    assert f"{SITE}/kb/{article.id}/{article.slug}" in found
    assert f"{SITE}/c/hub" in found
    assert f"{SITE}/" in found
    assert not any(f"/kb/{draft.id}/" in place for place in found)


def test_what_strangers_may_not_see_is_not_on_it(client: FlaskClient, make: Factory) -> None:
    rep, room = make.user(role="rep"), make.category("backroom", audience="staff")
    make.thread(author=rep, category=room)
    gone = make.thread()
    gone.deleted_at = clock.now()
    db.session.commit()
    for reader in (client, make.signed_in(rep)):
        assert places(reader, "/sitemap.xml") == [f"{SITE}/sitemap/pages.xml"]
        assert f"{SITE}/c/backroom" not in places(reader, "/sitemap/pages.xml")
        assert reader.get("/sitemap/threads-1.xml").status_code == 404


def test_an_empty_list_is_not_on_it(client: FlaskClient, make: Factory) -> None:
    make.category("attic")
    parent = make.category("house")
    make.thread(category=make.category("cellar", parent_id=parent.id))
    found = [place.removeprefix(SITE) for place in places(client, "/sitemap/pages.xml")]
    assert found == ["/", "/questions", "/people", "/c/house", "/c/cellar"]


def test_a_number_without_a_file_is_not_there(client: FlaskClient) -> None:
    for number in (0, 1, 2, 2_147_483_647):
        assert client.get(f"/sitemap/threads-{number}.xml").status_code == 404
        assert client.get(f"/sitemap/articles-{number}.xml").status_code == 404


def test_the_rule_and_the_statement_agree(make: Factory) -> None:
    now = clock.now()
    old, author = now - GIVEN_UP_AFTER - timedelta(days=1), make.user()
    for at in (now, old):
        for status in ThreadStatus:
            for answered in (False, True):
                thread = make.thread(at=at, author=author)
                thread.status, thread.answer_count = status, int(answered)
    db.session.commit()
    listed = {place.id for place in queries.threads_on_map(1, now)}
    threads = [queries.public_thread(row.id) for row in db.session.scalars(select(Thread)).all()]
    assert listed == {thread.id for thread in threads if is_worth_finding(thread, now)}
    assert 0 < len(listed) < len(threads)


def test_files_are_cut_by_number_and_know_when_they_changed(
    client: FlaskClient, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAP_ROWS", 2)
    threads = [make.thread(at=clock.now() - timedelta(hours=5 - each)) for each in range(3)]
    changed = document(client, "/sitemap.xml").findall(f"{MAP}sitemap/{MAP}lastmod")
    latest = [thread.last_activity_at.isoformat(timespec="seconds") for thread in threads]
    assert [mark.text for mark in changed] == [latest[1], latest[2]]
    files = [places(client, f"/sitemap/threads-{number}.xml") for number in (1, 2)]
    assert [len(file) for file in files] == [2, 1]


def test_the_map_costs_few_statements(client: FlaskClient, make: Factory) -> None:
    for _each in range(3):
        make.thread()
    for path in ("/sitemap.xml", "/sitemap/pages.xml", "/sitemap/threads-1.xml"):
        with counted() as seen:
            answer = client.get(path)
        assert len(seen) <= 8, path
        assert answer.mimetype == "application/xml"
        tag = answer.headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
