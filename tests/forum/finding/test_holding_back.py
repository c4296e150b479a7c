"""Some visits are shown no suggestions, so that one knows what suggestions save."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock, settings
from forum.core.db import db, transactional
from forum.finding.holding_back import Comparison, Side, comparison, is_held_back, wilson
from forum.finding.jobs import refresh_index
from forum.finding.models import ShownSuggestion
from forum.finding.shown import flush_shown
from forum.threads import actions
from tests.factories import Factory

TITLE = "The doorbell rings twice"


def hold_back(make: Factory, percent: int) -> None:
    """As an admin sets it."""
    admin = make.user(role="admin")
    transactional(settings.put)({"held_back_percent": percent}, admin.id)


def shown_to(visit: str, held: bool, at: datetime, thread_id: int | None = None) -> None:
    """One row of the log."""
    db.session.add(
        ShownSuggestion(
            ask_key=visit,
            document_key="thread:1",
            held_back=held,
            shown_at=at,
            thread_id=thread_id,
        )
    )


def test_a_visit_is_always_on_the_same_side_and_the_share_is_kept() -> None:
    keys = [f"visit {number}" for number in range(4000)]
    held = [key for key in keys if is_held_back(key, 10)]
    assert held == [key for key in keys if is_held_back(key, 10)]
    assert 320 < len(held) < 480
    assert set(held) <= {key for key in keys if is_held_back(key, 20)}
    assert not any(is_held_back(key, 0) for key in keys)
    assert not is_held_back("", 50)


def test_it_is_off_unless_an_admin_turns_it_on(make: Factory, client: FlaskClient) -> None:
    make.thread(TITLE)
    refresh_index()
    assert settings.current().held_back_percent == 0
    page = client.get(f"/ask/suggestions?title={TITLE}&ask_key=one", headers={"HX-Request": "true"})
    assert TITLE in page.text


def test_a_held_back_visit_sees_nothing_and_is_told_nothing_untrue(
    make: Factory, client: FlaskClient
) -> None:
    thread = make.thread(TITLE)
    refresh_index()
    hold_back(make, 50)
    key = next(f"v{number}" for number in range(99) if is_held_back(f"v{number}", 50))
    url = f"/ask/suggestions?title={TITLE}&ask_key={key}"
    page = client.get(url, headers={"HX-Request": "true"}).text
    assert TITLE not in page
    assert "Nothing like it" not in page
    plain = client.get(url)
    assert plain.status_code == 302
    assert plain.location.startswith("/ask?title=")
    flush_shown()
    row = db.session.scalars(select(ShownSuggestion)).one()
    assert (row.held_back, row.document_key, row.ask_key) == (True, f"thread:{thread.id}", key)
    question = actions.Question(TITLE, "Again.", thread.category_id)
    asked = actions.ask(make.user(), question, ask_key=key)
    db.session.expire_all()
    assert db.session.scalars(select(ShownSuggestion.thread_id)).one() == asked.id


def test_both_sides_are_counted_over_the_same_time(make: Factory) -> None:
    asked, now = make.thread().id, clock.now()
    shown_to("long before", False, now - timedelta(days=40))
    for number in range(4):
        day = now - timedelta(days=10 - number)
        shown_to(f"held {number}", True, day, asked if number < 3 else None)
        shown_to(f"shown {number}", False, day, asked if number < 1 else None)
    shown_to("afterwards", False, now)
    db.session.commit()
    found = comparison(now - timedelta(weeks=12))
    assert (found.held.visits, found.held.asked) == (4, 3)
    assert (found.shown.visits, found.shown.asked) == (4, 1)
    assert found.since == now - timedelta(days=10)
    assert not found.tells
    assert comparison(now + timedelta(days=1)).since is None


def test_wilsons_interval() -> None:
    low, high = wilson(10, 100)  # Newcombe 1998 gives .0552 and .1744
    assert (round(low, 3), round(high, 3)) == (0.055, 0.174)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1


def test_few_visits_tell_nothing_and_many_tell_a_difference() -> None:
    few = Comparison(Side(99, 0), Side(99, 99), clock.now())
    apart = Comparison(Side(1000, 300), Side(100, 60), clock.now())
    close = Comparison(Side(1000, 300), Side(100, 35), clock.now())
    assert (few.tells, few.differs) == (False, False)
    assert (apart.tells, apart.differs) == (True, True)
    assert (close.tells, close.differs) == (True, False)
