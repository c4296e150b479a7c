"""Keyset paging: nothing twice, nothing lost, and no cursor but our own."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.paging import decode_cursor, encode_cursor, keyset, page_of
from forum.threads.models import Tag, Thread
from tests.databases import ON_POSTGRES
from tests.factories import Factory

MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.just(UTC),
)


@given(value=MOMENTS | st.integers(-(2**62), 2**62), row_id=st.integers(0, 2**62))
def test_a_cursor_comes_back_as_it_went(value: datetime | int, row_id: int) -> None:
    assert decode_cursor(encode_cursor(value, row_id)) == (value, row_id)


@given(st.text(max_size=60))
def test_what_is_no_cursor_of_ours_is_invalid(text: str) -> None:
    try:
        value, row_id = decode_cursor(text)
    except Invalid:
        return
    assert isinstance(value, datetime | int)
    assert row_id >= 0


FOREIGN = [
    "",
    "x",
    "ы",
    "W10",
    "eyJhIjoxfQ",
    "WyJuIiwgMWUzMDAsIDFd",
    "WyJ0IiwgMWUzMDAsIDFd",
    "A" * 999,
]


@pytest.mark.parametrize("cursor", [text for text in FOREIGN if text])
def test_a_foreign_cursor_is_a_plain_400(make: Factory, cursor: str) -> None:
    client = make.signed_in()
    assert client.get("/questions", query_string={"after": cursor}).status_code == 400
    assert client.get("/inbox", query_string={"after": cursor}).status_code == 400


def test_the_cursor_of_a_list_in_another_order_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid):
        keyset(select(Thread), Thread.created_at, Thread.id, encode_cursor(5, 1))
    with pytest.raises(Invalid):
        keyset(select(Tag), Tag.thread_count, Tag.id, encode_cursor(datetime.now(UTC), 1))


def test_rows_of_one_moment_are_told_apart_by_their_ids(app: Flask, make: Factory) -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    made = [make.thread(at=moment).id for _ in range(7)]
    made += [make.thread(at=moment - timedelta(seconds=n)).id for n in (1, 2)]
    seen: list[int] = []
    cursor = None
    for _ in range(10):
        statement = keyset(select(Thread), Thread.created_at, Thread.id, cursor, size=2)
        page = page_of(db.session.scalars(statement).all(), "created_at", size=2)
        seen += [thread.id for thread in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [*reversed(made[:7]), *made[7:]]


@pytest.mark.skipif(ON_POSTGRES, reason="few rows are read in sequence there, whatever the index")
def test_a_page_goes_on_at_its_place_in_the_index(app: Flask) -> None:
    cursor = encode_cursor(datetime(2026, 3, 1, tzinfo=UTC), 7)
    statement = keyset(select(Thread.id), Thread.created_at, Thread.id, cursor)
    said = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {said}")).all()
    assert [row[3] for row in plan] == [
        "SEARCH threads USING COVERING INDEX ix_threads_created_at_id (created_at<?)"
    ]
