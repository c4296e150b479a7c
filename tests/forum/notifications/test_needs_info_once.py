"""Asking back for details tells the asker once."""

from sqlalchemy import select

from forum.core.db import db
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.threads import actions
from tests.factories import Factory


def test_the_asker_hears_of_a_request_for_details_once(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    actions.request_info(make.user(role="rep"), thread.id, "Which version is it?")
    tell_people()
    told = select(Notification.kind).where(Notification.user_id == asker.id)
    assert db.session.scalars(told).all() == ["needs_info"]
