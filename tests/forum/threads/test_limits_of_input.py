"""Numbers and texts no person sends."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import ThreadEvent
from forum.threads.queries import question_of
from forum.threads.states import thread_url
from moderation.audit.models import StaffAct
from tests.browser import token_on
from tests.factories import Factory


@pytest.mark.parametrize("page", ["0", "-1", "2", "9" * 30, "9" * 5000, "１", "", "x"])
def test_no_page_number_breaks_a_thread(make: Factory, page: str) -> None:
    thread = make.thread()
    url = thread_url(thread)
    answer = make.signed_in().get(url, query_string={"page": page})
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("act", ["lock", "reopen", "delete"])
def test_a_reason_has_a_limit(make: Factory, act: str) -> None:
    thread = make.thread()
    browser = make.signed_in(make.user(role="moderator"))
    place = f"/t/{thread.id}" if act != "delete" else f"/p/{question_of(thread.id).id}"
    token = token_on(browser, "/settings")
    answer = browser.post(f"{place}/{act}", data={"csrf_token": token, "reason": "x" * 201})
    assert answer.status_code == 400
    assert db.session.scalars(select(ThreadEvent)).all() == []
    assert db.session.scalars(select(StaffAct)).all() == []
