"""The head of each page: one address, whether to find it, and nothing for strangers that is not
theirs."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import db
from forum.threads.models import ThreadStatus
from forum.threads.queries.posts import ANSWERS_PER_PAGE
from forum.threads.states import thread_url
from tests.factories import Factory
from tests.forum.syndication.reading import head

SITE = "http://127.0.0.1:8000"
HOSTILE = "</script><script>alert(1)</script><!-- \"'&amp; \u2028 <img src=x onerror=alert(1)>"


@pytest.mark.parametrize("path", ["/", "/questions", "/people"])
def test_a_page_of_its_own_has_one_address(client: FlaskClient, path: str) -> None:
    for asked in (path, f"{path}?utm_source=letter"):
        seen = head(client, asked)
        assert (seen.canonical, seen.is_indexed) == (f"{SITE}{path}", True)


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=hub",
        "/questions?view=unanswered",
        "/c/hub?view=solved",
        "/kb",
        "/ask",
        "/login",
        "/register",
    ],
)
def test_what_is_narrowed_empty_or_a_form_is_not_found(
    client: FlaskClient, make: Factory, path: str
) -> None:
    make.thread()
    seen = head(client, path)
    assert (seen.canonical, seen.is_indexed) == ("", False)


def test_further_pages_of_a_list_are_followed_but_not_found(
    client: FlaskClient, make: Factory
) -> None:
    author = make.user()
    for number in range(27):
        make.thread(f"The hub blinks {number} times", author=author)
    further = client.get("/questions").text.partition("after=")[2].partition('"')[0]
    seen = head(client, f"/questions?after={further}")
    assert not seen.is_indexed
    assert "follow" in seen.metas["robots"].split(", ")


def test_an_order_of_answers_is_no_other_page(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    make.answer(thread)
    url = thread_url(thread)
    assert head(client, f"{url}?sort=newest").canonical == f"{SITE}{url}"
    assert head(client, f"{url}?page=99").canonical == f"{SITE}{url}"


def test_the_second_page_of_answers_stands_for_itself(client: FlaskClient, make: Factory) -> None:
    thread, author = make.thread(), make.user()
    for number in range(ANSWERS_PER_PAGE + 1):
        make.answer(thread, f"Try cable {number}.", author=author)
    url = thread_url(thread)
    assert head(client, f"{url}?page=2").canonical == f"{SITE}{url}?page=2"


def test_an_empty_category_and_an_empty_tag_are_not_found(
    client: FlaskClient, make: Factory
) -> None:
    make.category("attic")
    assert not head(client, "/c/attic").is_indexed
    thread = make.thread(tags=("wifi",), author=make.user(role="moderator"))
    assert head(client, "/tag/wifi").is_indexed
    thread.hidden_at = clock.now()
    db.session.commit()
    assert client.get("/tag/wifi").status_code == 404


def test_what_nobody_answered_for_long_is_not_found(client: FlaskClient, make: Factory) -> None:
    old = make.thread(at=clock.now() - timedelta(days=200))
    assert not head(client, thread_url(old)).is_indexed
    make.answer(old)
    assert head(client, thread_url(old)).is_indexed


def test_a_mere_pointer_to_another_thread_is_not_found(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    thread.status = ThreadStatus.DUPLICATE
    db.session.commit()
    assert not head(client, thread_url(thread)).is_indexed


def test_a_profile_without_words_is_not_found(client: FlaskClient, make: Factory) -> None:
    quiet, asker = make.user("Quiet One"), make.user("Asking One")
    make.thread(author=asker)
    assert not head(client, f"/u/{quiet.address}").is_indexed
    seen = head(client, f"/u/{asker.address}")
    assert seen.canonical == f"{SITE}/u/{asker.address}"
    assert seen.of("ProfilePage")["mainEntity"]["name"] == "Asking One"


def test_an_error_says_nothing(client: FlaskClient) -> None:
    answer = client.get("/t/999999/nothing")
    assert answer.status_code == 404
    assert "noindex" in answer.text
    assert "og:" not in answer.text
    assert "canonical" not in answer.text


def test_who_is_signed_in_gets_no_card(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    assert "og:image" in head(client, thread_url(thread)).metas
    seen = head(make.signed_in(), thread_url(thread))
    assert "og:image" not in seen.metas
    assert seen.data == []
    assert seen.canonical


def test_what_staff_see_has_no_feed_and_is_not_found(make: Factory) -> None:
    rep, room = make.user(role="rep"), make.category("backroom", audience="staff")
    thread = make.thread(author=rep, category=room)
    for path in (thread_url(thread), "/c/backroom"):
        seen = head(make.signed_in(rep), path)
        assert not seen.is_indexed
        assert seen.one("alternate", type="application/atom+xml") == ""


def test_a_title_cannot_break_out_of_the_data(client: FlaskClient, make: Factory) -> None:
    thread = make.thread(title=HOSTILE[:180], body=HOSTILE, author=make.user("Safe Name"))
    make.answer(thread, HOSTILE)
    plain = head(client, thread_url(make.thread()))
    seen = head(client, thread_url(thread))
    assert seen.scripts == plain.scripts
    question = seen.of("QAPage")["mainEntity"]
    assert question["name"] == thread.title
    assert seen.metas["og:title"] == thread.title


def test_the_description_is_what_helped(client: FlaskClient, make: Factory) -> None:
    asker = make.user()
    thread = make.thread(body="It blinks red twice a day and nobody knows why.", author=asker)
    answer = make.answer(
        thread, "```\nlog\n```\n\nMove the hub to channel 6 and restart it. Then wait a minute."
    )
    assert head(client, thread_url(thread)).metas["description"].startswith("It blinks red")
    thread.accepted_post_id, thread.status = answer.id, ThreadStatus.SOLVED
    db.session.commit()
    seen = head(client, thread_url(thread))
    said = "Move the hub to channel 6 and restart it. Then wait a minute."
    assert seen.metas["description"] == seen.metas["og:description"] == said


def test_pages_announce_their_feeds(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    for path in ("/", "/questions", "/c/hub", "/kb", thread_url(thread)):
        feed = head(client, path).one("alternate", type="application/atom+xml")
        feed = feed.removeprefix(SITE)
        assert client.get(feed).status_code == 200, path
        assert f'href="{feed}" type="application/atom+xml"' in client.get(path).text
