"""Who stands in the list of those who help."""

import pytest

from forum.threads import actions
from forum.threads.queries import question_of
from tests.factories import Factory


@pytest.mark.parametrize("how", ["removed", "moved"])
def test_who_helped_only_where_a_reader_cannot_look_is_not_listed(make: Factory, how: str) -> None:
    helper, moderator = make.user("Nadia Quiet"), make.user(role="moderator")
    thread = make.thread()
    make.answer(thread, author=helper)
    browser = make.signed_in()
    assert "Nadia Quiet" in browser.get("/people").text
    if how == "removed":
        actions.delete_post(moderator, question_of(thread.id).id)
    else:
        actions.move(moderator, thread.id, make.category("inside", audience="staff").id)
    assert "Nadia Quiet" not in browser.get("/people").text
