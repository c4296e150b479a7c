"""When one question becomes part of another, nobody works on the one any more."""

from sqlalchemy import select

from forum.core.db import db
from forum.threads import actions
from forum.threads.models import MarkKind
from moderation.audit.models import StaffAct
from moderation.watchlist import actions as watchlist
from moderation.watchlist.clocks import StopReason
from moderation.watchlist.models import Claim, Note, ThreadClock
from tests.factories import Factory


def test_its_clock_and_claim_end_and_its_notes_stand_with_the_other(make: Factory) -> None:
    boss, rep = make.user(role="moderator"), make.user(role="rep")
    stays, goes = make.thread(), make.thread("Wi-Fi gone every morning")
    watchlist.claim(rep, goes.id)
    watchlist.add_note(rep, goes.id, "Told by phone, too.")
    answer = make.answer(goes, "Change the channel.")
    actions.mark(boss, answer.id, MarkKind.OFFICIAL)
    actions.merge(boss, goes.id, stays.id)
    held = select(Claim).where(Claim.released_at.is_(None))
    assert db.session.scalars(held).all() == []
    assert db.session.scalars(select(Note.thread_id)).all() == [stays.id]
    clocks = {row.thread_id: row for row in db.session.scalars(select(ThreadClock))}
    assert clocks[goes.id].stopped_at is not None
    assert clocks[stays.id].stop_reason is StopReason.CONFIRMED
    actions.unmerge(boss, goes.id)
    db.session.expire_all()
    assert db.session.scalars(select(Note.thread_id)).all() == [goes.id]
    assert db.session.get_one(ThreadClock, stays.id).stopped_at is None


def test_the_log_says_what_became_of_it_and_why(make: Factory) -> None:
    boss = make.user(role="moderator")
    stays, goes = make.thread(), make.thread("Wi-Fi gone every morning")
    actions.merge(boss, goes.id, stays.id, "The same")
    actions.unmerge(boss, goes.id)
    acts = db.session.scalars(select(StaffAct).order_by(StaffAct.id)).all()
    assert [(act.verb, act.object_id, act.before, act.after, act.reason) for act in acts] == [
        ("merge", goes.id, goes.title, f"thread {stays.id}", "The same"),
        ("unmerge", goes.id, f"thread {stays.id}", goes.title, ""),
    ]
    log = make.signed_in(boss).get("/desk/log").text
    assert "merged into another question" in log


def test_the_desk_leads_to_where_it_stands(make: Factory) -> None:
    boss = make.user(role="moderator")
    stays, goes = make.thread(), make.thread("Wi-Fi gone every morning")
    actions.merge(boss, goes.id, stays.id)
    leads = make.signed_in(role="rep").get(f"/desk/t/{goes.id}")
    assert (leads.status_code, leads.location) == (301, f"/desk/t/{stays.id}")
