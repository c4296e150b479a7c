"""The pages of the knowledge base, for each who may see what."""

import pytest

from forum.core.db import db
from forum.knowledge import queries
from forum.knowledge.models import ArticleContributor
from tests.statements import counted

ROLES = ("visitor", "new", "member", "ambassador", "rep", "moderator", "admin")
WRITERS = {"rep", "moderator", "admin"}
STATES = ("draft", "in_review", "published", "needs_review", "archived")


def browser(make, role):
    return make.app.test_client() if role == "visitor" else make.signed_in(role=role)


def address(article):
    return f"/kb/{article.id}/{article.slug}"


@pytest.mark.parametrize("status", STATES)
def test_who_sees_an_article_in_which_state(make, article, status):
    written = article(status=status)
    for role in ROLES:
        seen = status in {"published", "needs_review"} or role in WRITERS
        client = browser(make, role)
        for url in (address(written), f"/kb/{written.id}/feedback"):
            assert client.get(url).status_code == (200 if seen else 404), (role, url)
        short = client.get(f"/kb/{written.id}").status_code
        assert short == (301 if seen else 404), role


@pytest.mark.parametrize("status", STATES)
def test_lists_show_to_everyone_only_what_is_published(make, article, status):
    written = article("Pair a very special lamp", status=status, helped=1)
    published = status in {"published", "needs_review"}
    for role in ("visitor", "member", "rep", "admin"):
        client = browser(make, role)
        for url in ("/kb", "/kb/c/hub"):
            assert (written.title in client.get(url).text) is published, (role, url)


def test_what_stands_in_a_staff_category_is_for_staff(make, article):
    staff_only = make.category("internal", audience="staff")
    written = article("Only for us", category=staff_only, helped=2)
    for role in ROLES:
        client = browser(make, role)
        expected = 200 if role in WRITERS else 404
        assert client.get(address(written)).status_code == expected
        assert client.get("/kb/c/internal").status_code == expected
        assert (written.title in client.get("/kb").text) is (role in WRITERS)


def test_hidden_and_missing_look_the_same(client, article):
    draft = article("Secret plans", status="draft")
    hidden = client.get(address(draft))
    missing = client.get("/kb/99999/secret-plans")
    assert (hidden.status_code, hidden.text) == (
        missing.status_code,
        missing.text.replace("99999", str(draft.id)),
    )


def test_a_wrong_slug_leads_to_the_right_one(client, article):
    written = article()
    for url in (f"/kb/{written.id}", f"/kb/{written.id}/something-else"):
        answer = client.get(url)
        assert (answer.status_code, answer.location) == (301, address(written))


def test_an_article_shows_contents_threads_and_thanks(client, make, article):
    helper = make.user("Helga Helper", role="ambassador")
    thread = make.thread("Lamp will not pair")
    hidden = make.thread(
        "Hidden story",
        category=make.category("internal", audience="staff"),
        author=make.user(role="rep"),
    )
    written = article(thread_ids=[thread.id, hidden.id], contributor_ids=[helper.id])
    page = client.get(address(written)).text
    assert 'href="#s-first"' in page
    assert '<h2 id="s-then">Then</h2>' in page
    assert "Lamp will not pair" in page
    assert "Hidden story" not in page
    assert "Helga Helper" in page
    assert f"/ask?article={written.id}" in page


def test_a_deleted_account_is_not_named(client, make, article):
    helper = make.user("Gone Person")
    written = article(contributor_ids=[helper.id])
    helper = db.session.merge(helper)
    helper.deleted_at = written.created_at
    db.session.commit()
    assert db.session.query(ArticleContributor).count() == 1
    assert "Gone Person" not in client.get(address(written)).text


def test_translations_link_to_each_other_and_lists_choose_the_readers(client, article):
    english = article("Pair a lamp", helped=3)
    russian = article("Подключить лампу", language="ru", translation_of_id=english.id, helped=2)
    alone = article("Nur deutsch", language="de")
    assert address(russian) in client.get(address(english)).text
    assert address(english) in client.get(address(russian)).text
    listed = client.get("/kb/c/hub", headers={"Accept-Language": "en"}).text
    assert english.title in listed
    assert russian.title not in listed
    assert alone.title in listed
    listed = client.get("/kb/c/hub", headers={"Accept-Language": "ru"}).text
    assert russian.title in listed
    assert english.title not in listed


def test_an_unpublished_translation_hides_nothing(client, article):
    english = article("Pair a lamp")
    article("Черновик", language="ru", translation_of_id=english.id, status="draft")
    assert english.title in client.get("/kb", headers={"Accept-Language": "ru"}).text


def test_the_tree_counts_what_is_below(client, make, article):
    hub = make.category("hub")
    wifi = make.category("wifi", parent_id=hub.id)
    for number in range(3):
        article(f"Hub {number}", category=hub)
    article("Wi-Fi", category=wifi)
    make.category("empty")
    page = client.get("/kb").text
    assert "All 4 articles" in page
    assert "/kb/c/wifi" in page
    assert "/kb/c/empty" not in page
    assert "Wi-Fi" in client.get("/kb/c/hub").text


def test_a_category_is_read_page_by_page(client, article):
    titles = {article(f"Article number {number:02}").title for number in range(30)}
    first = client.get("/kb/c/hub").text
    cursor = first.split("after=")[1].split('"')[0]
    second = client.get(f"/kb/c/hub?after={cursor}").text
    seen = [title for title in titles for page in (first, second) if f">{title}</a></h3>" in page]
    assert sorted(seen) == sorted(titles)
    assert client.get("/kb/c/hub?after=nonsense").status_code == 400


def test_only_what_helped_stands_among_the_most_helpful(app, make, article):
    article("Nobody yet")
    best, good = article("Best", helped=9), article("Good", helped=1)
    found = queries.most_helpful(make.user(), "en")
    assert [one.id for one in found] == [best.id, good.id]


def test_articles_by_ids_leaves_out_what_may_not_be_seen(make, article):
    shown, draft = article("Shown"), article("Draft", status="draft")
    assert set(queries.articles_by_ids([shown.id, draft.id, 999], make.user())) == {shown.id}
    assert queries.articles_by_ids([], make.user()) == {}


def test_a_thread_shows_the_article_it_became(client, make, article):
    thread, other = make.thread("Lamp will not pair"), make.thread("Another lamp")
    article("Pair any lamp", thread_ids=[thread.id, other.id])
    article("Not yet", thread_ids=[thread.id], status="draft")
    page = client.get(f"/t/{thread.id}/{thread.slug}").text
    assert "Now an article" in page
    assert "Pair any lamp" in page
    assert "1 other" in page
    assert "Not yet" not in page


def test_reading_changes_nothing(client, article):
    written = article()
    with counted() as statements:
        client.get(address(written))
        client.get("/kb")
    assert all(statement.startswith(("SELECT", "WITH")) for statement in statements)


def test_pages_cost_few_statements_however_much_there_is(make, article):
    threads = [make.thread(f"Thread number {number}") for number in range(4)]
    helpers = [make.user() for _number in range(4)]
    for number in range(12):
        written = article(
            f"Article {number}",
            helped=number,
            category=make.category(f"place-{number % 3}"),
            thread_ids=[thread.id for thread in threads],
            contributor_ids=[helper.id for helper in helpers],
        )
    client = make.signed_in()
    for url in ("/kb", "/kb/c/place-1", address(written)):
        with counted() as statements:
            assert client.get(url).status_code == 200
        assert len(statements) <= 8, "\n".join(statements)


def test_articles_stand_beside_the_questions_of_their_category(client, make, article):
    lamps = make.category("lamps")
    bulbs = make.category("bulbs", parent_id=lamps.id)
    article("Change a bulb", category=bulbs, helped=2)
    article("A secret draft", category=lamps, status="draft")
    for place in ("lamps", "bulbs"):
        page = client.get(f"/c/{place}").text
        assert "Change a bulb" in page
        assert "A secret draft" not in page
    assert "Change a bulb" not in client.get(f"/c/{make.category('hub').slug}").text


def test_on_paper_stands_where_it_all_came_from(make, article, client):
    thread = make.thread("Pairing fails")
    written = article(thread_ids=[thread.id])
    page = client.get(f"/kb/{written.id}/{written.slug}").text
    assert f'data-address="http://127.0.0.1:8000/kb/{written.id}/{written.slug}"' in page
    assert f'data-address="http://127.0.0.1:8000/t/{thread.id}"' in page
