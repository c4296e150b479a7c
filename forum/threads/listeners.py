"""What the threads room does when people come."""

from sqlalchemy import delete

from forum.accounts.current import owner_key_of_visitor
from forum.accounts.events import PersonLeft, PersonRegistered, PersonSignedIn
from forum.core.db import db
from forum.core.events import listens_to
from forum.threads.actions import adopt_draft
from forum.threads.models import Draft


@listens_to(PersonRegistered, PersonSignedIn)
def take_visitor_drafts_along(event: PersonRegistered | PersonSignedIn) -> None:
    """What somebody wrote as a visitor is theirs once we know them."""
    if event.visitor_key:
        adopt_draft(owner_key_of_visitor(event.visitor_key), event.user_id)


@listens_to(PersonLeft)
def forget_drafts(event: PersonLeft) -> None:
    """What somebody who left never sent is gone."""
    db.session.execute(delete(Draft).where(Draft.user_id == event.user_id))
