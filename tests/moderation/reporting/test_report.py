"""The monthly report: what it says, to whom, what it costs, and its mail."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db, transactional
from forum.core.outbox import OutboxMail
from forum.finding.clusters.growth import Growth
from forum.finding.deflection import Deflected
from forum.finding.models import Cluster, ClusterMember, DeflectionEntry
from forum.threads import actions as threads
from forum.threads.actions.redacting import redact
from forum.threads.models import MarkKind, Thread
from forum.threads.queries import question_of
from moderation.measures.keeping import recount
from moderation.reporting import policy
from moderation.reporting.jobs import send_the_month
from moderation.reporting.months import Month, month_from
from moderation.teams.catalogue import main_calendar
from moderation.teams.models import TeamMember
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.handling.test_assigning import team_of
from tests.moderation.teams.test_business_time import at

MARCH = at("2026-03-18 12:00")
APRIL = at("2026-04-01 08:00")
DAY = timedelta(days=1)
STATEMENTS_MAX = 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03", Month(2026, 3)),
        ("2026-04", Month(2026, 4)),  # so far
        ("2026-05", Month(2026, 3)),  # lies ahead: the last whole one
        ("2026-13", Month(2026, 3)),
        ("٢٠٢٦-٠٣", Month(2026, 3)),
        ("", Month(2026, 3)),
    ],
)
def test_the_month_of_an_address(text: str, found: Month) -> None:
    assert month_from(text, date(2026, 4, 1)) == found


def test_a_month_knows_its_days_and_neighbours() -> None:
    january = Month(2026, 1)
    assert (january.before, january.after, january.back(13)) == (
        Month(2025, 12),
        Month(2026, 2),
        Month(2024, 12),
    )
    assert january.span.days == 31
    assert Month(2024, 2).span.days == 29


def test_what_grows_does_so_against_its_own_past() -> None:
    steady, new, few, twice = (Growth(1, 9, 20), Growth(2, 3, 0), Growth(3, 2, 0), Growth(4, 6, 9))
    assert policy.emerging([steady, new, few, twice]) == [new, twice]
    assert policy.causes([few, twice, steady])[0] is steady


def cluster(*rows: Thread) -> None:
    """These ask the same."""
    made = Cluster(created_at=MARCH, changed_at=MARCH)
    db.session.add(made)
    db.session.flush()
    for row in rows:
        member = ClusterMember(thread_id=row.id, cluster_id=made.id, joined_at=MARCH)
        db.session.add(member)
    db.session.commit()


@transactional
def spare(became: Deflected, began: datetime, number: int) -> None:
    """A visit in which a suggestion was read."""
    db.session.add(
        DeflectionEntry(
            visit=f"visit-{number}", document_key="thread:1", began_at=began, deflected=became
        )
    )


@pytest.fixture
def march(make: Factory, it_is: Callable[[datetime], None]) -> list[Thread]:
    """A month with a cause, its answers, and what it spared."""
    it_is(MARCH)
    rep, helper = make.user("Dana", role="rep"), make.user("Ada", role="ambassador")
    words = ("since the update", "all day long", "in the evening")
    asked = [
        make.thread(f"The hub is dark {text}", f"It went dark {text}.", at=MARCH - 3 * DAY)
        for text in words
    ]
    cluster(*asked)
    room = make.category("cellar")
    for number in range(3):
        make.thread(f"The cellar number {number}", category=room, at=MARCH - 2 * DAY)
    threads.mark(rep, make.answer(asked[0], author=rep, at=MARCH).id, MarkKind.OFFICIAL)
    make.answer(asked[1], author=helper, at=MARCH - 2 * DAY)
    for number, became in enumerate((Deflected.CONFIRMED, Deflected.CONFIRMED, Deflected.FAILED)):
        spare(became, MARCH, number)
    spare(Deflected.CONFIRMED, MARCH - 40 * DAY, 9)
    recount(db.session.scalars(select(Thread.id)))
    it_is(APRIL)
    return asked


@pytest.fixture
def desk(make: Factory, march: list[Thread]) -> FlaskClient:
    """The browser of a lead rep."""
    assert march
    return make.signed_in(role="moderator")


def test_the_page_tells_the_month(desk: FlaskClient) -> None:
    page = desk.get("/desk/report").text
    assert "March 2026" in page
    assert "2 questions were spared for certain" in page
    assert page.index("Questions spared") < page.index("Where it stuck")
    assert "The hub is dark since the update" in page
    assert "“It went dark since the update.”" in page
    assert "3 questions; 0 a month before" in page
    assert "What is growing" in page
    assert "Ambassadors gave the first answer to 1 of 2 answered questions" in page
    assert "Nobody has answered 4 of 6 questions so far (67 %)" in page
    assert "Dana" in page
    assert "month=2026-02" in page
    assert "month=2026-04" in page
    assert "April 2026, so far" in desk.get("/desk/report?month=2026-04").text
    assert "Nothing happened in this month" in desk.get("/desk/report?month=2020-01").text


def test_a_rep_sees_of_colleagues_what_is_set(make: Factory, march: list[Thread]) -> None:
    assert march
    page = make.signed_in(make.user("Yusuf", role="rep")).get("/desk/report").text
    assert "Yusuf" in page
    assert "Dana" not in page


def test_it_costs_the_same_however_much_happened(
    make: Factory, desk: FlaskClient, statements: StatementCounter
) -> None:
    main_calendar()
    desk.get("/desk/report")
    counted = []
    for more in (0, 8):
        extra = [make.thread(f"The lamp is dark {n}", at=MARCH) for n in range(more)]
        cluster(*extra[:4])
        cluster(*extra[4:])
        recount(db.session.scalars(select(Thread.id)))
        with statements() as sent:
            assert desk.get("/desk/report").status_code == 200
        counted.append(len(sent))
    assert counted[0] == counted[1] <= STATEMENTS_MAX, sent


def mails() -> list[OutboxMail]:
    """The reports that lie in the outbox."""
    db.session.rollback()
    found = db.session.query(OutboxMail).order_by(OutboxMail.id)
    return [mail for mail in found if mail.dedupe_key.startswith("monthly-report:")]


def test_on_the_first_it_goes_once_to_those_who_lead(
    make: Factory, march: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    leads = [make.user(role="admin"), make.user(role="moderator")]
    lead = make.user("Lena", role="rep", language="ru")
    team = team_of(lead)
    db.session.get_one(TeamMember, (team.id, lead.id)).is_lead = True
    make.user(role="admin", wants_mail=False)
    db.session.commit()
    it_is(APRIL - DAY)
    send_the_month()
    assert mails() == []
    it_is(APRIL)
    send_the_month()
    send_the_month()
    sent = mails()
    assert {mail.user_id for mail in sent} == {person.id for person in (*leads, lead)}
    first = sent[0]
    assert "March 2026" in first.subject
    assert "2 questions were spared for certain" in first.text
    assert f"/t/{march[0].id}/" in first.text
    assert "It went dark" not in first.text + first.html, "quotes stand on the page alone"
    assert "/desk/report?month=2026-03" in first.text
    assert "март" in next(mail for mail in sent if mail.user_id == lead.id).subject
    it_is(APRIL + 10 * DAY)
    make.user(role="admin")
    send_the_month()
    assert len(mails()) == len(sent)


def test_of_nothing_no_mail_tells(make: Factory, it_is: Callable[[datetime], None]) -> None:
    it_is(APRIL)
    make.user(role="admin")
    send_the_month()
    assert mails() == []


def test_words_taken_out_of_a_title_leave_the_mail_too(
    make: Factory, march: list[Thread], boss: User
) -> None:
    send_the_month()
    assert "since the update" in mails()[0].text
    redact(boss, question_of(march[0].id).id, "since the update")
    assert "since the update" not in mails()[0].text + mails()[0].html


@pytest.fixture
def boss(make: Factory) -> User:
    """Who may take words out."""
    return make.user(role="admin")
