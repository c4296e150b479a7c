"""Articles that posts link to stand below them as cards."""

from forum.threads.states import thread_url
from tests.factories import Factory
from tests.forum.knowledge.conftest import Writing
from tests.statements import counted

MOST_STATEMENTS = 10


def test_linked_articles_are_cards_for_those_who_may_see_them(
    make: Factory, article: Writing
) -> None:
    shown = article("Updating firmware safely")
    hidden = article("Only for the team", category=make.category("back", audience="staff"))
    draft = article("Not ready yet", status="draft")
    thread = make.thread()
    links = " ".join(f"[here](/kb/{row.id}/x)" for row in (shown, hidden, draft))
    make.answer(thread, f"See {links}.")
    page = make.signed_in().get(thread_url(thread)).text
    assert page.count("link-card") == 1
    assert "Updating firmware safely" in page
    for_staff = make.signed_in(role="rep").get(thread_url(thread)).text
    assert "Only for the team" in for_staff
    assert "Not ready yet" not in for_staff


def test_many_cards_cost_as_much_as_one(make: Factory, article: Writing) -> None:
    thread, client = make.thread(), make.signed_in()
    make.answer(thread, f"[One](/kb/{article().id}/x)")
    client.get(thread_url(thread))
    with counted() as one:
        client.get(thread_url(thread))
    make.answer(
        thread, " ".join(f"[Another](/kb/{article(f'Pair {n} lamps').id}/x)" for n in range(5))
    )
    client.get(thread_url(thread))  # what is kept until something is written is read again now
    with counted() as many:
        client.get(thread_url(thread))
    assert len(many) == len(one) <= MOST_STATEMENTS
