"""When somebody leaves, pictures that no text names go with them; others stay with the texts."""

from forum.accounts.events import PersonLeft
from forum.core.events import listens_to
from forum.uploads.actions import look_again_at_all_of


@listens_to(PersonLeft)
def look_at_what_they_sent(event: PersonLeft) -> None:
    """Their drafts are gone by the time the sweep asks."""
    look_again_at_all_of(event.user_id)
