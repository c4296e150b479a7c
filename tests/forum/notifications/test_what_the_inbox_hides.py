"""Titles of what a reader may not see any more stand neither in the inbox nor in a mail."""

from sqlalchemy import select

from forum.core import outbox
from forum.core.db import db
from forum.knowledge.models import Article
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.threads import actions
from forum.threads.queries import question_of
from moderation.promotion import actions as promotion
from tests.factories import Factory

CANARY = "Canary in the title of this"


def mails() -> list[outbox.OutboxMail]:
    return list(db.session.scalars(select(outbox.OutboxMail)))


def test_a_thread_that_was_removed_leaves_no_title_in_the_inbox(make: Factory) -> None:
    asker, moderator = make.user(), make.user(role="moderator")
    thread = make.thread(title=CANARY, author=make.user())
    actions.comment(asker, question_of(thread.id).id, "Same here.")
    make.answer(thread)
    tell_people()
    browser = make.signed_in(asker)
    assert CANARY in browser.get("/inbox").text
    actions.delete_post(moderator, question_of(thread.id).id)
    assert CANARY not in browser.get("/inbox").text


def test_a_thread_that_moved_to_the_staff_leaves_no_title_in_the_inbox(make: Factory) -> None:
    reader, rep = make.user(), make.user(role="rep")
    thread = make.thread(title=CANARY)
    actions.comment(reader, question_of(thread.id).id, "Same here.")
    make.answer(thread)
    tell_people()
    actions.move(rep, thread.id, make.category("inside", audience="staff").id)
    assert CANARY not in make.signed_in(reader).get("/inbox").text


def article(make: Factory, category: str, audience: str) -> Article:
    writer = make.user(role="moderator")
    text = promotion.ArticleText(CANARY, "Text.", make.category(category, audience).id, "en")
    helper = make.user()
    made = promotion.begin_article(writer, text, contributor_ids=[helper.id])
    promotion.publish_article(writer, made.id)
    return made


def test_nobody_is_thanked_for_an_article_they_cannot_read(make: Factory) -> None:
    article(make, "inside", "staff")
    tell_people()
    assert db.session.scalars(select(Notification)).all() == []
    assert mails() == []


def test_nobody_is_thanked_for_an_article_that_was_withdrawn_meanwhile(make: Factory) -> None:
    made = article(make, "hub", "public")
    promotion.withdraw(make.user(role="moderator"), made.id)
    tell_people()
    assert mails() == []


def test_an_article_that_was_withdrawn_leaves_no_title_in_the_inbox(make: Factory) -> None:
    made = article(make, "hub", "public")
    tell_people()
    line = db.session.scalars(select(Notification)).one()
    promotion.withdraw(make.user(role="moderator"), made.id)
    reader = db.session.get_one(type(make.user()), line.user_id)
    assert CANARY not in make.signed_in(reader).get("/inbox").text


def test_a_mail_about_a_post_that_was_removed_before_sending_is_not_sent(make: Factory) -> None:
    asker, moderator = make.user(), make.user(role="moderator")
    thread = make.thread(author=asker)
    removed = make.answer(thread, source=CANARY)
    make.answer(thread, source="Another one.")
    tell_people()
    assert any(CANARY in mail.text for mail in mails())
    actions.delete_post(moderator, removed.id)
    assert not any(CANARY in mail.text for mail in mails())
    assert any("Another one." in mail.text for mail in mails())


def test_no_mail_about_a_thread_that_was_removed_before_sending_is_sent(make: Factory) -> None:
    asker, moderator = make.user(), make.user(role="moderator")
    thread = make.thread(title=CANARY, author=asker)
    make.answer(thread)
    tell_people()
    actions.delete_post(moderator, question_of(thread.id).id)
    assert mails() == []


def test_no_mail_about_a_thread_that_moved_to_the_staff_is_sent(make: Factory) -> None:
    thread = make.thread(title=CANARY)
    make.answer(thread)
    tell_people()
    actions.move(make.user(role="rep"), thread.id, make.category("inside", audience="staff").id)
    assert mails() == []


def test_what_is_gone_is_not_counted_as_unread(make: Factory) -> None:
    asker, moderator = make.user(), make.user(role="moderator")
    thread = make.thread(author=asker)
    gone = make.answer(thread)
    make.answer(thread)
    tell_people()
    actions.delete_post(moderator, gone.id)
    db.session.refresh(asker)
    assert asker.unread == 1
