"""Questions that ask the same belong together, kept up to date as they come and change."""

import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.finding import clusters, duplicates
from forum.finding.clusters import grouping
from forum.finding.clusters.grouping import Alike, Group, groups
from forum.finding.clusters.jobs import find_clusters, look_at_some
from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from forum.finding.models import Cluster, ClusterMark, ClusterMember
from forum.reactions import actions as reactions
from forum.threads import actions
from forum.threads.models import MarkKind, Thread
from forum.threads.queries import question_of
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle

BELL = "The doorbell rings twice when nobody is there"
Sweep = Callable[[], None]


@pytest.fixture
def rep(make: Factory) -> User:
    return make.user("Rep", role="rep")


@pytest.fixture
def sweep(make: Factory) -> Sweep:
    """What the worker does until nothing is left; among a few questions of another kind."""
    for title in ("Bills come too late", "Lamps do not answer", "Where is my parcel"):
        make.thread(title, title)

    def until_done() -> None:
        refresh_index()
        while look_at_some(50):
            pass

    return until_done


def stored() -> list[set[int]]:
    """The threads of each cluster, in the order of the clusters."""
    db.session.rollback()
    found: dict[int, set[int]] = {}
    for row in db.session.scalars(select(ClusterMember).order_by(ClusterMember.cluster_id)):
        found.setdefault(row.cluster_id, set()).add(row.thread_id)
    return list(found.values())


class TestGroups:
    """The rule alone."""

    def test_links_and_likeness_join(self) -> None:
        found = groups(dict.fromkeys(range(1, 7), "public"), [(1, 2)], [Alike(2, 3, 0.9)], {})
        assert found == [Group(None, frozenset({1, 2, 3}))]

    def test_nothing_joins_what_different_people_read(self) -> None:
        readers = {1: "public", 2: "staff", 3: "staff"}
        found = groups(readers, [(1, 2), (2, 3)], [Alike(1, 3, 1.0)], {})
        assert found == [Group(None, frozenset({2, 3}))]

    def test_what_is_out_of_sight_joins_nothing(self) -> None:
        assert groups({1: "public", 2: "public"}, [(1, 9), (9, 2)], [], {}) == []

    def test_likeness_ends_where_nobody_could_look_through_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(grouping, "LIKE_MAX_THREADS", 3)
        readers = dict.fromkeys(range(1, 8), "public")
        chain = [Alike(row, row + 1, 1 - row / 10) for row in range(1, 6)]
        assert {group.thread_ids for group in groups(readers, [], chain, {})} == {
            frozenset({1, 2, 3}),
            frozenset({4, 5, 6}),
        }
        linked = groups(readers, [(row, row + 1) for row in range(1, 7)], [], {})
        assert len(linked[0].thread_ids) == 7

    def test_the_order_in_which_it_comes_changes_nothing(self) -> None:
        readers = dict.fromkeys(range(1, 6), "public")
        alike = [Alike(1, 2, 0.9), Alike(4, 5, 0.9), Alike(2, 3, 0.8)]
        found = {str(groups(readers, [], order, {})) for order in itertools.permutations(alike)}
        assert len(found) == 1

    def test_a_cluster_keeps_its_number_where_most_of_it_stays(self) -> None:
        readers = dict.fromkeys(range(1, 8), "public")
        split = groups(readers, [(1, 2), (2, 3), (4, 5)], [], dict.fromkeys(range(1, 6), 7))
        assert split == [Group(7, frozenset({1, 2, 3})), Group(None, frozenset({4, 5}))]
        joined = groups(readers, [(1, 2), (2, 3), (3, 4)], [], {1: 9, 2: 9, 3: 8, 4: 8})
        assert joined == [Group(8, frozenset({1, 2, 3, 4}))]


def test_new_questions_find_their_like(make: Factory, sweep: Sweep) -> None:
    one, other = make.thread(BELL), make.thread(BELL)
    sweep()
    assert stored() == [{one.id, other.id}]
    third = make.thread(BELL)
    sweep()
    assert stored() == [{one.id, other.id, third.id}]
    assert db.session.scalars(select(ClusterMark)).all() == []


def test_without_the_model_links_count_and_the_rest_waits(
    make: Factory, rep: User, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = make.thread("Rings"), make.thread("Another way to say it")
    sweep()
    asked = make.thread(BELL)
    refresh_index()
    with monkeypatch.context() as away:
        away.setattr(finding().encoder, "state", "loading")
        duplicates.link(rep, other.id, f"thread:{one.id}")
        find_clusters()
        assert stored() == [{one.id, other.id}]
        assert db.session.scalars(select(ClusterMark.thread_id)).all() == [asked.id]
    sweep()
    assert db.session.scalars(select(ClusterMark.thread_id)).all() == []


def test_undoing_a_link_splits_and_joining_again_keeps_the_number(
    make: Factory, rep: User, sweep: Sweep
) -> None:
    one, other, third = make.thread("Rings"), make.thread("Bills"), make.thread("Lamps")
    duplicates.link(rep, other.id, f"thread:{one.id}")
    duplicates.link(rep, third.id, f"thread:{one.id}")
    sweep()
    number = db.session.scalars(select(Cluster.id)).one()
    duplicates.unlink(rep, third.id)
    sweep()
    assert stored() == [{one.id, other.id}]
    duplicates.link(rep, third.id, f"thread:{one.id}")
    sweep()
    assert clusters.cluster_of([one.id, third.id]) == {one.id: number, third.id: number}
    duplicates.unlink(rep, other.id)
    duplicates.unlink(rep, third.id)
    sweep()
    assert stored() == []
    assert db.session.scalars(select(Cluster.id)).all() == []


def test_what_one_article_answers_asks_the_same(
    make: Factory, rep: User, article: MakeArticle, sweep: Sweep
) -> None:
    written, one, other = article(), make.thread("Rings"), make.thread("Bills")
    for thread in (one, other):
        duplicates.link(rep, thread.id, f"article:{written.id}")
    sweep()
    assert stored() == [{one.id, other.id}]


def test_readers_decide_who_belongs_together(make: Factory, rep: User, sweep: Sweep) -> None:
    backroom = make.category("backroom", audience="staff")
    one, other = make.thread(BELL), make.thread(BELL)
    inner = make.thread(BELL, author=rep, category=backroom)
    for title in ("Whose turn is it", "Bills come too late", "Lamps do not answer"):
        make.thread(title, title, author=rep, category=backroom)
    sweep()
    assert stored() == [{one.id, other.id}]
    actions.move(rep, other.id, backroom.id)
    sweep()
    assert stored() == [{other.id, inner.id}]
    number = clusters.cluster_of([inner.id])[inner.id]
    assert clusters.members(number, make.user()) == []
    assert len(clusters.open_members(number, rep)) == 2
    assert clusters.open_beside(inner.id, make.user()) is None


def test_what_goes_leaves_and_comes_back(make: Factory, sweep: Sweep) -> None:
    boss = make.user(role="moderator")
    one, other = make.thread(BELL), make.thread(BELL)
    sweep()
    actions.delete_post(boss, question_of(other.id).id)
    sweep()
    assert stored() == []
    actions.restore_post(boss, question_of(other.id).id)
    sweep()
    assert stored() == [{one.id, other.id}]
    actions.merge(boss, other.id, one.id)
    sweep()
    assert stored() == []


def test_an_edit_moves_a_question(make: Factory, sweep: Sweep) -> None:
    author = make.user()
    make.thread(BELL)
    other = make.thread(BELL, author=author)
    sweep()
    edit = actions.Edit("Two weeks late.", 1, title="Bills come too late every month")
    actions.edit_post(author, question_of(other.id).id, edit)
    sweep()
    assert stored() == []


def test_building_anew_changes_nothing(app: Flask, make: Factory, rep: User, sweep: Sweep) -> None:
    threads = [make.thread(BELL) for _one in range(3)]
    linked = make.thread("Said in other words")
    duplicates.link(rep, linked.id, f"thread:{threads[0].id}")
    sweep()
    before = clusters.cluster_of([*(row.id for row in threads), linked.id])
    assert len(before) == 4
    answer = app.test_cli_runner().invoke(args=["search", "clusters"])
    assert answer.exit_code == 0, answer.output
    assert clusters.cluster_of([*(row.id for row in threads), linked.id]) == before
    find_clusters()
    assert clusters.cluster_of([*(row.id for row in threads), linked.id]) == before


def test_people_are_counted_once_over_all_that_ask_the_same(
    make: Factory, rep: User, sweep: Sweep
) -> None:
    both, asker = make.user(), make.user()
    one, other = make.thread(BELL, author=asker), make.thread(BELL, author=asker)
    for thread in (one, other):
        reactions.have_same(both, thread.id)
    reactions.have_same(make.user(), other.id)
    sweep()
    summary = clusters.largest(rep, 5)[0]
    assert (summary.people, summary.threads, summary.open) == (3, 2, 2)
    assert summary.first.id == other.id
    assert clusters.open_beside(one.id, rep) == clusters.Beside(summary.cluster_id, 1)
    solved = make.answer(one, "Change the battery.")
    actions.mark(rep, solved.id, MarkKind.OFFICIAL)
    assert [row.id for row in clusters.open_members(summary.cluster_id, rep)] == [other.id]
    assert clusters.open_beside(other.id, rep) is None
    assert clusters.largest(rep, 5)[0].first.id == one.id
    actions.lock(rep, other.id)
    assert clusters.largest(rep, 5) == []
    assert len(clusters.largest(rep, 5, open_only=False)) == 1
    assert isinstance(one, Thread)
