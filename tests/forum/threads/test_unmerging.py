"""A question that became part of another one is taken out again, and all is as it was."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import Refused
from forum.reactions.models import Follow
from forum.threads import actions
from forum.threads.models import (
    MarkKind,
    Thread,
    ThreadStatus,
)
from tests.browser import post
from tests.factories import Factory
from tests.forum.threads.merges import events, fresh, people, strand


def test_the_solution_that_is_there_stays_and_the_other_is_told_of(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    theirs, ours = make.answer(stays, "Restart it."), make.answer(goes, "Wait.")
    for thread, answer in ((stays, theirs), (goes, ours)):
        actions.mark(db.session.get_one(User, thread.author_id), answer.id, MarkKind.ACCEPTED)
    actions.merge(boss, goes.id, stays.id)
    assert fresh(stays).accepted_post_id == theirs.id
    assert "merged_solution" in events(stays)
    actions.unmerge(boss, goes.id)
    assert fresh(goes).accepted_post_id == ours.id
    assert fresh(stays).accepted_post_id == theirs.id


def test_taken_out_it_is_as_it_was(
    make: Factory, boss: User, stays: Thread, goes: Thread, client: FlaskClient
) -> None:
    answer = make.answer(goes, "Change the channel.")
    actions.comment(make.user(), answer.id, "That helped.")
    make.answer(stays, "Restart it.")
    was = {thread.id: strand(thread) for thread in (stays, goes)}
    following = {thread.id: people(Follow, thread) for thread in (stays, goes)}
    actions.merge(boss, goes.id, stays.id)
    new = make.answer(stays, "To both.")
    actions.comment(make.user(), answer.id, "Me too.")
    actions.unmerge(boss, goes.id)
    assert strand(goes) == [*was[goes.id], (3, "comment", "Me too.")]
    assert [row[1:] for row in strand(stays)] == [
        *(row[1:] for row in was[stays.id]),
        ("answer", "To both."),
    ]
    assert people(Follow, goes) == following[goes.id]
    assert people(Follow, stays) >= following[stays.id] | {new.author_id}
    assert goes.author_id not in people(Follow, stays)
    back = fresh(goes)
    assert (back.is_gone, back.answer_count, back.merged_count) == (False, 1, 0)
    assert fresh(stays).merged_count == 0
    assert client.get(f"/t/{goes.id}/{goes.slug}").status_code == 200
    assert events(goes)[-1] == events(stays)[-1] == "unmerged"
    actions.merge(boss, goes.id, stays.id)
    assert fresh(stays).merged_count == 1


def test_a_solution_that_goes_back_leaves_the_other_open(
    make: Factory, boss: User, stays: Thread, goes: Thread
) -> None:
    answer = make.answer(goes, "Change the channel.")
    actions.mark(boss, answer.id, MarkKind.OFFICIAL)
    actions.merge(boss, goes.id, stays.id)
    actions.unmerge(boss, goes.id)
    assert fresh(goes).official_post_id == answer.id
    assert fresh(stays).status is not ThreadStatus.SOLVED
    assert events(stays)[-1] == "reopened"


def test_a_chain_leads_to_its_end_and_comes_apart_from_there(
    make: Factory, boss: User, stays: Thread, goes: Thread, client: FlaskClient
) -> None:
    third = make.thread("A third of the same")
    actions.merge(boss, goes.id, stays.id)
    actions.merge(boss, stays.id, third.id)
    assert client.get(f"/t/{goes.id}").location == f"/t/{third.id}/{third.slug}"
    assert fresh(third).merged_count == 2
    with pytest.raises(Refused, match="third one"):
        actions.unmerge(boss, goes.id)
    actions.unmerge(boss, stays.id)
    assert client.get(f"/t/{goes.id}").location == f"/t/{stays.id}/{stays.slug}"
    actions.unmerge(boss, goes.id)
    assert [kind for _at, kind, _text in strand(goes)] == ["question"]


def test_merging_through_the_pages(make: Factory, boss: User, stays: Thread, goes: Thread) -> None:
    browser = make.signed_in(boss)
    assert f"/t/{goes.id}/merge" in browser.get(f"/t/{goes.id}/curate").text
    assert "question of this site" in browser.get(f"/t/{goes.id}/merge?into=nonsense").text
    assert browser.get(f"/t/{goes.id}/merge?into=999999").status_code == 400
    assert "itself" in browser.get(f"/t/{goes.id}/merge?into={goes.id}").text
    shown = browser.get(f"/t/{goes.id}/merge?into=/t/{stays.id}/{stays.slug}").text
    assert "This is what happens" in shown
    done = post(
        browser,
        f"/t/{goes.id}/merge",
        f"/t/{goes.id}/curate",
        into=str(stays.id),
        reason="The same",
    )
    assert done.location == f"/t/{stays.id}/{stays.slug}"
    assert browser.get(f"/t/{goes.id}/merge").status_code == 301
    assert "was merged in by Mod Boss" in browser.get(f"/t/{stays.id}/curate").text
    back = post(browser, f"/t/{goes.id}/merge/delete", f"/t/{stays.id}/curate")
    assert back.location == f"/t/{goes.id}/{goes.slug}"
