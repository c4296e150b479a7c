"""Asking: what a person may rely on from the form to the row."""

import pytest
from sqlalchemy import func, select

from forum.accounts.current import VISITOR
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.threads import actions
from forum.threads.models import Draft, Post, Tag, Thread, ThreadStatus
from tests.factories import Factory


def question(make: Factory, **fields: object) -> actions.Question:
    given = {"title": "The hub is offline", "source": "Since *today*.", **fields}
    return actions.Question(category_id=make.category().id, **given)  # type: ignore[arg-type]


def test_a_question_waits_for_an_answer_and_keeps_its_words(make: Factory) -> None:
    thread = make.thread("Why does it blink red?", "It blinks **red**.")
    post = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
    assert thread.status is ThreadStatus.WAITING
    assert thread.slug == "why-does-it-blink-red"
    assert (post.source, post.html.strip()) == (
        "It blinks **red**.",
        "<p>It blinks <strong>red</strong>.</p>",
    )


def test_the_language_is_seen_from_the_words(make: Factory) -> None:
    assert make.thread("Хаб не видит датчик", "После обновления пропал.").language == "ru"
    assert make.thread("The hub lost a sensor", "After the update.").language == "en"


def test_a_russian_title_gets_a_latin_address(make: Factory) -> None:
    assert make.thread("Хаб не видит датчик").slug == "khab-ne-vidit-datchik"


def test_pressing_twice_asks_once(make: Factory) -> None:
    author = make.user()
    first = actions.ask(author, question(make), submission_key="k1")
    again = actions.ask(author, question(make), submission_key="k1")
    assert first.id == again.id
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 1


def test_another_person_may_use_the_same_key(make: Factory) -> None:
    first = actions.ask(make.user(), question(make), submission_key="k1")
    other = actions.ask(make.user(), question(make), submission_key="k1")
    assert first.id != other.id


def test_known_tags_are_counted_and_new_ones_are_the_moderators(make: Factory) -> None:
    actions.ask(make.user(role="moderator"), question(make, tags=("wifi",)))
    actions.ask(make.user(), question(make, tags=("wifi",)))
    assert db.session.scalars(select(Tag.thread_count)).one() == 2
    with pytest.raises(Refused, match="wife"):
        actions.ask(make.user(), question(make, tags=("wife",)))


def test_a_staff_category_is_not_there_for_members(make: Factory) -> None:
    hidden = make.category("inner", audience="staff")
    with pytest.raises(Refused):
        make.thread(category=hidden, author=make.user())
    assert make.thread(category=hidden, author=make.user(role="rep")).category_id == hidden.id


def test_visitors_do_not_ask(make: Factory) -> None:
    with pytest.raises(NotAllowed):
        actions.ask(VISITOR, question(make))  # type: ignore[arg-type]


def test_asking_forgets_the_draft(make: Factory) -> None:
    author = make.user()
    actions.save_draft(f"user:{author.id}", author.id, "ask", {"title": "half"})
    actions.ask(author, question(make))
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_visitors_draft_becomes_theirs_when_they_sign_in(make: Factory) -> None:
    actions.save_draft("visitor:abc", None, "ask", {"title": "half"})
    person = make.user()
    actions.adopt_draft("visitor:abc", person.id)
    draft = db.session.scalars(select(Draft)).one()
    assert (draft.owner_key, draft.fields) == (f"user:{person.id}", {"title": "half"})


def test_an_empty_draft_is_forgotten(make: Factory) -> None:
    person = make.user()
    actions.save_draft(f"user:{person.id}", person.id, "ask", {"title": "half"})
    actions.save_draft(f"user:{person.id}", person.id, "ask", {"title": "  "})
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
