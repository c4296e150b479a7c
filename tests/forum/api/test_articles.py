"""What ``/api/v1/articles`` and ``/api/v1/categories`` promise to programs."""

import pytest
from flask.testing import FlaskClient

from forum.core.db import db
from moderation.promotion import actions
from tests.factories import Factory
from tests.forum.knowledge.conftest import Writing, article
from tests.statements import counted

__all__ = ["article"]
IN_LISTS = {
    *("id", "url", "title", "summary", "language", "translation_of", "category", "tags"),
    *("published_at", "updated_at", "helped"),
}
ALONE = IN_LISTS | {
    *("status", "html", "markdown", "sections", "translations", "behind_original"),
    *("sources", "credits", "related"),
}


def listed(client: FlaskClient, query: str = "") -> list[int]:
    return [one["id"] for one in client.get(f"/api/v1/articles{query}").get_json()["articles"]]


def test_an_article_carries_exactly_the_fields_of_the_contract(
    make: Factory, client: FlaskClient, article: Writing
) -> None:
    thread = make.thread("Pairing fails")
    helper = make.user("Ada Helper")
    written = article(thread_ids=[thread.id], contributor_ids=[helper.id])
    other = article("Die Lampe", language="ru", translation_of_id=written.id)
    found = client.get(f"/api/v1/articles/{written.id}").get_json()["article"]
    assert set(found) == ALONE
    assert found["url"].endswith(f"/kb/{written.id}/pair-a-lamp")
    assert [part["title"] for part in found["sections"]] == ["First", "Then"]
    assert found["sections"][1]["url"].endswith("#s-then")
    assert found["sources"][0]["url"].endswith(f"/t/{thread.id}/pairing-fails")
    assert found["credits"][0]["name"] == "Ada Helper"
    assert [one["id"] for one in found["translations"]] == [other.id]
    assert found["status"] == "published"
    assert found["behind_original"] is False
    assert "<p>Hold the button.</p>" in found["html"]


def test_lists_go_on_where_the_page_before_ended(client: FlaskClient, article: Writing) -> None:
    written = [article(f"Lamp {number}").id for number in range(5)]
    found, address, pages = [], "/api/v1/articles?limit=2&language=en", 0
    while address:
        body = client.get(address).get_json()
        assert all(set(one) == IN_LISTS for one in body["articles"])
        found += [one["id"] for one in body["articles"]]
        address, pages = body["next"], pages + 1
    assert found == written[::-1]
    assert pages == 3


def test_lists_are_narrowed_by_language_and_category(
    make: Factory, client: FlaskClient, article: Writing
) -> None:
    above = make.category("devices")
    below = make.category("lamps", parent_id=above.id)
    english = article("Lamp", category=below)
    russian = article("Лампа", language="ru", category=above)
    elsewhere = article("Invoice", category=make.category("billing"))
    assert set(listed(client, "?category=devices")) == {english.id, russian.id}
    assert listed(client, "?category=lamps") == [english.id]
    assert listed(client, "?language=ru") == [russian.id]
    assert elsewhere.id in listed(client)


def test_the_tree_counts_what_readers_have(
    make: Factory, client: FlaskClient, article: Writing
) -> None:
    above = make.category("devices")
    below = make.category("lamps", parent_id=above.id)
    article("Lamp", category=below)
    article("Лампа", language="ru", category=above)
    article("Draft", category=below, status="draft")
    make.category("backroom", "staff")
    roots = client.get("/api/v1/categories").get_json()["categories"]
    devices = next(one for one in roots if one["slug"] == "devices")
    assert devices["articles"] == 2
    assert [(one["slug"], one["articles"]) for one in devices["categories"]] == [("lamps", 1)]
    assert "backroom" not in {one["slug"] for one in roots}
    in_russian = client.get("/api/v1/categories?language=ru").get_json()["categories"]
    assert sum(one["articles"] for one in in_russian) == 1


def test_whoever_writes_articles_reads_drafts_one_by_one(
    make: Factory, client: FlaskClient, article: Writing
) -> None:
    draft = article("Not yet", status="draft")
    writer = make.signed_in(role="rep")
    assert listed(writer) == listed(client) == []
    found = writer.get(f"/api/v1/articles/{draft.id}").get_json()["article"]
    assert found["status"] == "draft"
    for stranger in (client, make.signed_in(role="ambassador")):
        assert stranger.get(f"/api/v1/articles/{draft.id}").status_code == 404


def test_an_archived_article_leads_to_its_successor(
    make: Factory, client: FlaskClient, article: Writing
) -> None:
    old, lost, new = article("Old"), article("Lost"), article("New")
    lead = make.user(role="moderator")
    actions.archive(lead, old.id, new.id)
    actions.archive(lead, lost.id)
    assert client.get(f"/api/v1/articles/{old.id}").location == f"/api/v1/articles/{new.id}"
    gone = client.get(f"/api/v1/articles/{lost.id}")
    assert (gone.status_code, gone.get_json()["error"]["status"]) == (404, 404)


@pytest.mark.parametrize("address", ["/articles", "/articles/{id}", "/categories"])
def test_who_has_it_already_hears_only_that_nothing_changed(
    make: Factory, client: FlaskClient, article: Writing, address: str
) -> None:
    path = f"/api/v1{address}".format(id=article().id)
    for reader in (client, make.signed_in()):
        first = reader.get(path)
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "language=de", "after=nonsense", "limit=x&_external=1"]
)
def test_what_cannot_be_used_is_told_in_json(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/articles?{query}")
    assert (answer.status_code, answer.get_json()["error"]["status"]) == (400, 400)


def test_a_list_costs_the_same_however_long_it_is(
    make: Factory, article: Writing, client: FlaskClient
) -> None:
    reader = make.signed_in()

    def cost() -> int:
        db.session.expire_all()
        with counted() as seen:
            assert reader.get("/api/v1/articles").status_code == 200
        return len(seen)

    article("First")
    cost()
    one = cost()
    for number in range(6):
        article(f"Lamp {number}")
    assert cost() == one <= 8
