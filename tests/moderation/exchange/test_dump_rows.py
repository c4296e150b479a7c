"""What a row means, and why it cannot be taken. No database."""

import pytest

from moderation.exchange.stackexchange import dump
from moderation.exchange.stackexchange.dump import RowError
from moderation.exchange.stackexchange.keys import Author, Keys
from moderation.exchange.stackexchange.xmlrows import Row
from tests.moderation.exchange.conftest import answer, comment, question


def row(fields: dict[str, object]) -> Row:
    return {key: str(value) for key, value in fields.items()}


def test_a_question_keeps_dates_scores_tags_and_views() -> None:
    found = dump.post(row(question(7, Score=-4, LastEditDate="2015-02-01T00:00:00.5")))
    assert (found.number, found.score, found.views) == (7, -4, 10)
    assert found.tags == ("storage", "whole-bean")
    assert found.created_at.isoformat() == "2015-01-27T20:09:32.720000+00:00"
    assert found.edited_at is not None


def test_the_newer_way_of_writing_tags_is_read_too() -> None:
    assert dump.post(row(question(1, Tags="|storage|whole-bean|"))).tags == (
        "storage",
        "whole-bean",
    )


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("Id", "", "it has no Id"),
        ("Id", "twelve", "not a number"),
        ("Id", "99999999999", "not a number"),
        ("CreationDate", "", "it has no CreationDate"),
        ("CreationDate", "yesterday", "not a date"),
        ("CreationDate", "2015-02-30T00:00:00", "not a date"),
        ("CreationDate", "0001-01-01T00:00:00", "before there was a web"),
        ("CreationDate", "9999-12-31T23:59:59", "far from now"),
        ("CreationDate", "2999-01-01T00:00:00", "has not come yet"),
        ("Body", "  ", "its Body is empty"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(field: str, value: str, reason: str) -> None:
    with pytest.raises(RowError, match=reason):
        dump.post(row(question(1, **{field: value})))


def test_an_answer_without_a_question_number_says_why() -> None:
    with pytest.raises(RowError, match="ParentId"):
        dump.post(row(answer(2, 1, ParentId="")))


def test_small_slips_are_mended_and_told() -> None:
    found = dump.post(row(question(1, Score="many", LastEditDate="then")))
    assert found.score == 0
    assert found.edited_at is None
    assert len(found.remarks) == 2


def test_whoever_left_is_known_by_name_or_not_at_all() -> None:
    gone = {"OwnerUserId": "", "OwnerDisplayName": "Old Bean"}
    assert dump.post(row(question(1, **gone))).author == Author(name="Old Bean")
    assert dump.post(row(question(1, OwnerUserId=""))).author == Author()
    assert dump.comment(row(comment(1, 1, UserId=-1))).author == Author(number=-1)


def test_only_duplicates_among_links_and_acceptances_among_votes_count() -> None:
    link = {"PostId": "1", "RelatedPostId": "2", "CreationDate": "2015-01-01", "LinkTypeId": "1"}
    assert dump.duplicate(link) is None
    assert dump.duplicate(link | {"LinkTypeId": "3"}) is not None
    with pytest.raises(RowError):
        dump.duplicate(link | {"LinkTypeId": "3", "RelatedPostId": "1"})
    vote = {"PostId": "1", "VoteTypeId": "2", "CreationDate": "2015-01-01"}
    assert dump.accepted_vote(vote) is None
    assert dump.accepted_vote(vote | {"VoteTypeId": "1"}) is not None


def test_keys_are_stable_and_tell_kinds_apart() -> None:
    keys = Keys("coffee")
    assert keys.post(12) == "stackexchange:coffee:post:12"
    named = keys.user(Author(name="Old Bean"))
    assert named == keys.user(Author(name="old bean"))
    assert named != keys.user(Author())
    assert len(Keys("x" * 80).user(Author(name="y" * 40))) <= 120
