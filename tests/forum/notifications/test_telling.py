"""Who is told of what: everyone whom it concerns, once, in their language, and nobody else."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core import clock, i18n
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.notifications.jobs import tell_people
from forum.notifications.models import Happening, Notification, NotificationKind
from forum.notifications.words import sentence
from forum.reactions import actions as reactions
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from tests.factories import Factory

Told = Callable[[User], list[str]]


@pytest.fixture
def told(app: Flask) -> Told:
    """What stands in somebody's inbox after the sweep has run."""

    def kinds(person: User) -> list[str]:
        tell_people()
        rows = select(Notification.kind).where(Notification.user_id == person.id)
        found = [kind.value for kind in db.session.scalars(rows.order_by(Notification.id))]
        db.session.refresh(person)
        assert person.unread == len(found)
        return found

    return kinds


def mails() -> dict[str, OutboxMail]:
    """Queued mails by recipient; nobody has more than one."""
    rows = db.session.scalars(select(OutboxMail)).all()
    found = {mail.recipient: mail for mail in rows}
    assert len(found) == len(rows)
    return found


def test_the_asker_hears_of_an_answer_and_its_author_does_not(make: Factory, told: Told) -> None:
    asker, helper, stranger = make.user(), make.user(), make.user()
    thread = make.thread(author=asker)
    make.answer(thread, author=helper)
    assert told(asker) == ["answer"]
    assert told(helper) == []
    assert told(stranger) == []


def test_running_the_sweep_again_tells_nobody_twice(make: Factory, told: Told) -> None:
    asker, helper = make.user(), make.user()
    thread = make.thread(author=asker)
    waiting = make.user()
    reactions.have_same(waiting, thread.id)
    answer = make.answer(thread, author=helper)
    threads.mark(asker, answer.id, MarkKind.ACCEPTED)
    for _ in range(3):
        tell_people()
    assert told(waiting) == ["solved"]
    assert told(helper) == ["accepted"]
    assert db.session.scalar(select(func.count()).where(Happening.told_at.is_(None))) == 0
    to_waiting = select(func.count()).where(OutboxMail.recipient == waiting.email)
    assert db.session.scalar(to_waiting) == 1


def test_who_only_has_it_too_hears_the_solution_and_nothing_before(
    make: Factory, told: Told
) -> None:
    rep, waiting = make.user(role="rep"), make.user()
    thread = make.thread()
    reactions.have_same(waiting, thread.id)
    answer = make.answer(thread, author=rep)
    assert told(waiting) == []
    threads.mark(rep, answer.id, MarkKind.OFFICIAL)
    assert told(waiting) == ["official"]


def test_an_answer_made_official_at_once_is_one_line(make: Factory, told: Told) -> None:
    asker, rep, waiting = make.user(), make.user(role="rep"), make.user()
    thread = make.thread(author=asker)
    reactions.have_same(waiting, thread.id)
    threads.mark(rep, make.answer(thread, author=rep).id, MarkKind.OFFICIAL)
    assert told(asker) == ["official"]
    assert told(waiting) == ["official"]


def test_a_mention_outweighs_an_answer(make: Factory, told: Told) -> None:
    asker, named = make.user("Wanda K"), make.user("Otto")
    thread = make.thread(author=asker)
    make.answer(thread, "Ask @Otto and @Wanda_K, or @nobody.")
    assert told(named) == ["mention"]
    assert told(asker) == ["mention"]


def test_a_comment_is_told_to_whom_it_answers(make: Factory, told: Told) -> None:
    asker, helper = make.user(), make.user()
    thread = make.thread(author=asker)
    answer = make.answer(thread, author=helper)
    assert told(asker) == ["answer"]
    threads.comment(make.user(), answer.id, "Works here.")
    assert told(helper) == ["comment"]
    assert told(asker) == ["answer"]


def test_nobody_is_told_of_what_they_do_themselves(make: Factory, told: Told) -> None:
    asker = make.user("Wanda K")
    thread = make.thread(author=asker)
    answer = make.answer(thread, "I, @Wanda_K, found it.", author=asker)
    threads.mark(asker, answer.id, MarkKind.ACCEPTED)
    threads.comment(asker, answer.id, "@Wanda_K again")
    assert told(asker) == []


def gone(thread: Thread) -> None:
    """Hide a thread without any act that could be listened to."""
    thread.hidden_at = clock.now()
    db.session.commit()


def test_what_is_gone_by_then_is_not_told(make: Factory, told: Told) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    answer = make.answer(thread)
    answer.hidden_at = clock.now()
    db.session.commit()
    assert told(asker) == []
    make.answer(thread)
    gone(thread)
    assert told(asker) == []
    assert mails() == {}


def test_nobody_is_told_of_what_they_may_not_see(make: Factory, told: Told) -> None:
    """A follower who lost access, or a name called in a place that is not theirs, hears nothing."""
    rep, former = make.user("Rhea", role="rep"), make.user("Former", role="rep")
    outsider = make.user("Otto")
    thread = make.thread(author=rep, category=make.category("backroom", audience="staff"))
    reactions.follow(former, thread.id)
    former.role = former.role.MEMBER
    db.session.commit()
    threads.post_answer(make.user(role="admin"), thread.id, "For @Otto and @Former only.")
    assert told(outsider) == []
    assert told(former) == []
    assert told(rep) == ["answer"]
    assert set(mails()) == {rep.email}


def test_whoever_left_or_is_suspended_hears_nothing(make: Factory, told: Told) -> None:
    asker = make.user(active=False)
    make.answer(make.thread(author=asker))
    assert told(asker) == []
    assert mails() == {}


def test_a_mail_speaks_the_recipients_language(make: Factory) -> None:
    russian, english = make.user(language="ru"), make.user(language="en")
    undecided = make.user(language="")
    thread = make.thread("Лампа не включается", author=russian)
    for person in (english, undecided):
        reactions.follow(person, thread.id)
    make.answer(thread, "Выключите и включите.", author=make.user("Otto"))
    tell_people()
    found = mails()
    assert found[english.email or ""].subject == "Otto answered: Лампа не включается"
    assert found[undecided.email or ""].subject == "Otto answered: Лампа не включается"
    assert found[russian.email or ""].subject.endswith(": Лампа не включается")
    assert "answered" not in found[russian.email or ""].subject
    for mail in found.values():
        assert "Выключите и включите." in mail.text
        assert "http://127.0.0.1:8000/p/" in mail.text


def test_who_wants_no_mail_gets_the_line_only(make: Factory, told: Told) -> None:
    quiet, addressless = make.user(wants_mail=False), make.user(email=None)
    thread = make.thread(author=quiet)
    reactions.follow(addressless, thread.id)
    make.answer(thread)
    assert told(quiet) == ["answer"]
    assert told(addressless) == ["answer"]
    assert mails() == {}


def test_hostile_titles_stay_words_in_mails(make: Factory) -> None:
    asker = make.user()
    thread = make.thread("<script>alert(1)</script> broke it", author=asker)
    make.answer(thread, "Try **this** & `<b>that</b>`.")
    tell_people()
    (mail,) = mails().values()
    assert "<script" not in mail.html
    assert "&lt;script" in mail.html
    assert "<script>alert(1)</script> broke it" in mail.text
    assert "\n" not in mail.subject


def test_every_kind_has_its_sentence_in_both_languages(app: Flask) -> None:
    english, russian = {}, {}
    for kind in NotificationKind:
        with i18n.in_language("en"):
            english[kind] = sentence(kind, "Otto")
        with i18n.in_language("ru"):
            russian[kind] = sentence(kind, "Otto")
    assert len(set(english.values())) == len(NotificationKind)
    assert all(english[kind] != russian[kind] for kind in NotificationKind)
