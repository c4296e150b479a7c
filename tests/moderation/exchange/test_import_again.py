"""A second run changes nothing, a broken one is finished, and what was done here stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from forum.core.db import db
from forum.reactions.models import Vote
from forum.threads.models import (
    Post,
    PostKind,
    Thread,
)
from moderation.exchange.stackexchange import posts, run
from tests.factories import Factory
from tests.moderation.exchange.conftest import Dump, answer, question
from tests.moderation.exchange.imported import contents, post, small_site, thread

Import = Callable[..., Result]
COFFEE = Path(__file__).resolve().parents[4] / "shared/data/coffee-stackexchange"


def test_a_second_run_changes_nothing(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    run_import()
    before = contents()
    result = run_import()
    assert contents() == before
    for line in result.output.splitlines():
        if " taken " in line:
            assert " 0 taken" in line
            assert " 0 updated" in line


def test_two_dumps_live_side_by_side(dump: Dump, run_import: Import) -> None:
    small_site(dump)
    run_import()
    run_import(category="tea")
    assert db.session.scalar(select(func.count(Thread.id))) == 4


# what every site has from its first day: hours and lengths that clocks count by
BEGUN_WITH = {
    *("calendars", "calendar_versions", "shifts", "teams"),
    *("policies", "policy_versions", "policy_allowances"),
}


@pytest.mark.parametrize("calls", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_run_that_died_is_finished_by_the_next(
    dump: Dump, run_import: Import, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    small_site(dump)
    run_import(category="coffee")
    whole = contents(with_ids=False)
    for table in reversed(db.metadata.sorted_tables):
        if table.name not in BEGUN_WITH:
            db.session.execute(table.delete())
    db.session.commit()
    monkeypatch.setattr(run, "BATCH_ROWS", 1)
    left = iter(range(calls))

    def dying(*arguments: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        settled(*arguments)  # type: ignore[arg-type]

    settled = posts.settle
    with monkeypatch.context() as patched:
        patched.setattr(posts, "settle", dying)
        patched.setattr("moderation.exchange.stackexchange.links.settle", dying)
        run_import()
    run_import()
    assert contents(with_ids=False) | {"thread_tags": []} == whole | {"thread_tags": []}


def test_what_was_edited_here_stays_and_votes_are_added(
    dump: Dump, run_import: Import, make: Factory
) -> None:
    small_site(dump)
    run_import()
    edited, voted = post("post:1"), post("post:3")
    edited.source, edited.html, edited.revision_number = "Ours", "<p>Ours</p>", 2
    voter = make.user()
    db.session.add(Vote(user_id=voter.id, post_id=voted.id, value=1, created_at=voted.created_at))
    db.session.commit()
    dump.write(
        "Posts",
        question(1, Body="<p>Theirs, newer</p>", AcceptedAnswerId=3, ViewCount=99),
        question(2, Title="A better title"),
        answer(3, 1, Score=7, Body="<p>Newer answer</p>"),
        answer(4, 2),
    )
    run_import()
    assert post("post:1").source == "Ours"
    assert thread(1).view_count == 99
    assert post("post:3").score == 8
    assert post("post:3").source == "Newer answer"
    assert thread(2).title == "A better title"
    assert thread(2).answer_count == 1


@pytest.mark.skipif(not COFFEE.is_dir(), reason="../shared/data/coffee-stackexchange is not here")
def test_the_coffee_dump_arrives_whole_and_twice_is_once(run_import: Import) -> None:
    assert run_import(COFFEE).exit_code == 0
    kinds = db.session.execute(select(Post.kind, func.count()).group_by(Post.kind))
    assert dict(kinds.all()) == {PostKind.QUESTION: 225, PostKind.ANSWER: 327}
    accepted = select(func.count(Thread.id)).where(Thread.accepted_post_id.is_not(None))
    assert db.session.scalar(accepted) == 105
    silent = select(func.count(Thread.id)).where(Thread.answer_count == 0)
    assert db.session.scalar(silent) == 13
    before = contents()
    assert run_import(COFFEE).exit_code == 0
    assert contents() == before


def test_a_database_that_refuses_is_one_clear_line(
    dump: Dump, run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    small_site(dump)
    with monkeypatch.context() as patched:
        patched.setattr(posts, "settle", full)
        result = run_import()
    assert result.exit_code == 1
    assert "Error: The database stopped this (database or disk is full)." in result.output
    assert run_import().exit_code == 0
    assert thread(1).answer_count == 1
