"""A thread to which everything happened costs no more statements than a plain one."""

from datetime import date

import pytest

from forum.accounts.models import User
from forum.confidential import actions as confidential
from forum.core.db import db
from forum.threads import actions
from forum.threads.models import Thread
from forum.threads.queries import question_of
from forum.threads.states import thread_url
from tests.factories import Factory
from tests.statements import counted

MOST = {"member": 8, "rep": 10, "moderator": 10}


def statements_of(make: Factory, thread: Thread, role: str) -> list[str]:
    """What the page costs once it was seen before; as ``asker`` it is one's own thread."""
    asker = db.session.get_one(User, thread.author_id)
    browser = make.signed_in(asker) if role == "asker" else make.signed_in(role=role)
    address = thread_url(thread)
    browser.get(address)
    with counted() as seen:
        assert browser.get(address).status_code == 200
    return seen


@pytest.mark.parametrize("role", ["asker", "member", "rep", "moderator"])
def test_known_private_missing_locked_and_redacted(make: Factory, role: str) -> None:
    rep, asker = make.user(role="rep"), make.user()
    plain, full = make.thread(author=asker), make.thread("Full of 12345", author=asker)
    for thread in (plain, full):
        make.answer(thread)
    actions.request_info(rep, full.id, "Which version?")
    confidential.ask_for_details(rep, full.id)
    confidential.write_details(asker, full.id, "5.2.1")
    confidential.name_ticket(rep, full.id, "https://support.example.com/1")
    actions.lock(rep, full.id)
    known = actions.Known("https://example.com", "Wait.", date(2027, 1, 1))
    actions.mark_known_issue(rep, full.id, known)
    actions.rest(full.id)
    actions.redact(rep, question_id(full), "12345")
    plain, full = (db.session.get_one(Thread, row.id) for row in (plain, full))
    few, many = (statements_of(make, thread, role) for thread in (plain, full))
    assert len(many) <= len(few), "\n".join(many)
    assert len(many) <= MOST.get(role, 8), "\n".join(many)


def question_id(thread: Thread) -> int:
    """The id of the question's post."""
    return question_of(thread.id).id
