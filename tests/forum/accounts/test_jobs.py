"""What is tidied up by itself."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.jobs import forget_what_is_old
from forum.accounts.models import SignInSession, User
from forum.core.db import db
from tests.factories import Factory, sign_in


def names() -> set[str]:
    return set(db.session.scalars(select(User.name)))


def test_a_name_nobody_confirmed_is_free_after_two_weeks(
    make: Factory, turn_clock: Callable[[timedelta], None]
) -> None:
    make.user("Squatter", role="new", confirmed_at=None)
    make.user("Confirmed", role="new")
    make.thread(author=make.user("Author", role="new", confirmed_at=None))
    make.user("Placeholder", role="new", confirmed_at=None, active=False, email=None)
    forget_what_is_old()
    assert "Squatter" in names()
    turn_clock(timedelta(days=15))
    forget_what_is_old()
    forget_what_is_old()
    assert names() == {"Confirmed", "Author", "Placeholder"}


def test_sessions_are_forgotten_long_after_they_are_over(
    client: FlaskClient, wanda: User, turn_clock: Callable[[timedelta], None]
) -> None:
    sign_in(client, wanda)
    turn_clock(timedelta(days=89))
    forget_what_is_old()
    assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 1
    turn_clock(timedelta(days=2))
    forget_what_is_old()
    assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 0
