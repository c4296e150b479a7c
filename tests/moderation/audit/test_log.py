"""The staff log: what is written, who may read it, and what a spreadsheet makes of it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.events import RoleChanged
from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.events import publish
from forum.core.i18n import LANGUAGE_COOKIE
from forum.core.paging import encode_cursor
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Severity
from moderation.audit import queries
from moderation.audit.export import safe_cell
from moderation.audit.log import record
from moderation.audit.models import StaffAct
from moderation.watchlist import actions
from tests.browser import HOST
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter


@pytest.fixture
def rep(make: Factory) -> User:
    """Who acts."""
    return make.user("Dana Whitlock", role="rep")


@pytest.fixture
def moderator(make: Factory) -> FlaskClient:
    """A browser of who may read the log."""
    return make.signed_in(role="moderator")


def acts() -> list[tuple[str, str, int]]:
    """Verb, kind and number of every act, oldest first."""
    rows = db.session.execute(
        select(StaffAct.verb, StaffAct.object_kind, StaffAct.object_id).order_by(StaffAct.id)
    )
    return [(verb, kind, number) for verb, kind, number in rows]


def test_every_staff_act_leaves_a_row(make: Factory, rep: User) -> None:
    thread = make.thread()
    answer = make.answer(thread)
    mod = make.user(role="moderator")
    question = answer.id - 1
    threads.set_severity(rep, thread.id, Severity.MAJOR)
    threads.lock(rep, thread.id, "Enough said")
    threads.unlock(rep, thread.id)
    threads.request_info(rep, thread.id, "Which one?")
    threads.mark(rep, answer.id, MarkKind.VERIFIED)
    threads.unmark(rep, answer.id, MarkKind.VERIFIED)
    actions.claim(rep, thread.id)
    actions.add_note(rep, thread.id, "Seen.")
    actions.release(rep, thread.id)
    threads.edit_post(mod, question, threads.Edit("Better words", 1, title="A better title"))
    threads.delete_post(mod, answer.id, "Spam")
    threads.restore_post(mod, answer.id)
    number = thread.id
    assert acts() == [
        ("severity", "thread", number),
        ("lock", "thread", number),
        ("unlock", "thread", number),
        ("needs-info", "thread", number),
        ("mark-verified", "post", answer.id),
        ("unmark-verified", "post", answer.id),
        ("reopen", "thread", number),
        ("claim", "thread", number),
        ("note", "thread", number),
        ("release", "thread", number),
        ("edit", "post", question),
        ("retitle", "thread", number),
        ("delete-post", "post", answer.id),
        ("restore-post", "post", answer.id),
    ]
    severity, lock, *_rest = db.session.scalars(select(StaffAct).order_by(StaffAct.id))
    assert (severity.before, severity.after, severity.actor_id) == ("minor", "major", rep.id)
    assert lock.reason == "Enough said"


def test_what_people_do_to_their_own_is_not_logged(make: Factory, rep: User) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    answer = make.answer(thread, author=make.user())
    threads.mark(asker, answer.id, MarkKind.ACCEPTED)
    own = make.answer(thread, author=rep)
    threads.edit_post(rep, own.id, threads.Edit("Restart it, please.", 1))
    threads.delete_post(rep, own.id)
    assert acts() == []


def test_a_note_is_logged_without_its_words(make: Factory, rep: User) -> None:
    actions.add_note(rep, make.thread().id, "zwyxquibble")
    act = db.session.scalars(select(StaffAct)).one()
    assert "zwyxquibble" not in f"{act.before}{act.after}{act.reason}"


def test_an_act_that_fails_is_not_logged(
    make: Factory, rep: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = make.thread()

    def fail(_ids: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("moderation.watchlist.listeners.rebuild", fail)
    with pytest.raises(RuntimeError):
        threads.lock(rep, thread.id)
    assert acts() == []


def test_a_change_of_role_is_logged_when_somebody_made_it(make: Factory) -> None:
    admin, person = make.user(role="admin"), make.user()

    @transactional
    def change() -> None:
        publish(RoleChanged(person.id, admin.id, "member", "rep"))
        publish(RoleChanged(person.id, None, "new", "member"))

    change()
    assert acts() == [("role", "user", person.id)]


def test_the_page_says_who_did_what(moderator: FlaskClient, make: Factory, rep: User) -> None:
    thread = make.thread()
    threads.lock(rep, thread.id, "Enough said")
    page = moderator.get("/desk/log").text
    for words in ("Dana Whitlock", "locked", f"question {thread.id}", "Enough said"):
        assert words in page


def test_what_was_chosen_is_named_as_people_chose_it(
    moderator: FlaskClient, make: Factory, rep: User
) -> None:
    thread = make.thread()
    threads.set_severity(rep, thread.id, Severity.CRITICAL)
    moderator.set_cookie(LANGUAGE_COOKIE, "ru", domain=HOST)
    page = moderator.get("/desk/log").text
    assert re.search(r">Терпимо</td><td[^>]*>Критично</td>", page)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("actor=dana+whitlock", True),
        ("actor=Nobody", False),
        ("verb=lock", True),
        ("verb=pin", False),
        ("kind=thread", True),
        ("kind=user", False),
        ("kind=thread&number=1", True),
        ("number=2", False),
        ("kind=nonsense&number=nonsense&since=nonsense", True),
        ("words=SAID", True),
        ("words=said+never", False),
        ("words=%25", False),
        ("since=2000-01-01&until=9999-12-31", True),
        ("since=9999-12-31", False),
        ("until=2000-01-01", False),
    ],
)
def test_the_log_narrows(
    moderator: FlaskClient, make: Factory, rep: User, query: str, there: bool
) -> None:
    threads.lock(rep, make.thread().id, "Enough said")
    assert ("Enough said" in moderator.get(f"/desk/log?{query}").text) is there


def many(rep: User, number: int) -> None:
    """Acts a minute apart."""
    for index in range(number):
        record(rep.id, "lock", "thread", 1, reason=f"reason {index:03}")
    now = clock.now()
    for index, act in enumerate(db.session.new):
        act.created_at = now - timedelta(minutes=index)
    db.session.commit()


def test_the_log_pages_newest_first_with_few_statements(
    moderator: FlaskClient, rep: User, statements: StatementCounter
) -> None:
    many(rep, 60)
    moderator.get("/desk")  # the desk reads the team's hours once a minute
    with statements() as sent:
        first = moderator.get("/desk/log").text
    assert len(sent) <= 8
    assert "reason 000" in first
    assert "reason 055" not in first
    older = re.search(r'href="(/desk/log\?after=[^"]+)"', first)
    assert older
    assert "reason 055" in moderator.get(older.group(1)).text


def test_a_cursor_that_is_not_ours_is_refused_plainly(moderator: FlaskClient) -> None:
    for after in ("x", encode_cursor(7, 7)):
        assert moderator.get(f"/desk/log?after={after}").status_code == 400


def test_the_export_holds_the_whole_view(
    moderator: FlaskClient, make: Factory, rep: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "EXPORT_BATCH_ROWS", 7)
    many(rep, 20)
    answer = moderator.get("/desk/log.csv?verb=lock&after=zzz")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["reason"] for row in rows] == [f"reason {index:03}" for index in range(20)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(f"see {text}") == f"see {text}"


def test_names_and_titles_cannot_smuggle_a_formula(
    moderator: FlaskClient, make: Factory, rep: User
) -> None:
    thread = make.thread()
    threads.lock(rep, thread.id, '=HYPERLINK("http://evil.example.com")')
    assert "'=HYPERLINK" in moderator.get("/desk/log.csv").text


def test_long_reasons_are_cut_not_refused(rep: User, it_is: Callable[[datetime], None]) -> None:
    moment = clock.now()
    it_is(moment)
    record(rep.id, "lock", "thread", 1, reason="x" * 1000)
    db.session.commit()
    act = db.session.scalars(select(StaffAct)).one()
    assert (len(act.reason), act.created_at) == (300, moment)
