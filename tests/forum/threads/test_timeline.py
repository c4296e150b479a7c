"""Where the lines of the public timeline stand among the answers."""

from datetime import UTC, datetime, timedelta

from forum.threads.post_views import PostView
from forum.threads.queries.page import Said, Sort
from forum.threads.timeline import Placed, TimelineLine, placed, timeline_lines

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def answer(number: int, hour: int) -> PostView:
    """An answer written so many hours after noon."""
    return PostView(
        id=number,
        url=f"/p/{number}",
        anchor=f"p-{number}",
        author_name="Somebody",
        author_url="/u/somebody",
        initials="S",
        standing="",
        standing_shown=False,
        team="",
        created_at=NOON + timedelta(hours=hour),
        edited_at=None,
        html="<p>Yes.</p>",
        score=0,
        marks=[],
        credit_line="",
        is_question=False,
        gone=False,
        unread=False,
    )


def line(hour: float) -> TimelineLine:
    """Something that happened so many hours after noon."""
    return TimelineLine("locked", "lock", "Somebody locked it", NOON + timedelta(hours=hour))


def where(found: Placed) -> tuple[int, dict[int, int], int]:
    """How many lines stand above, before which answer, and below."""
    before = {number: len(lines) for number, lines in found.before.items()}
    return len(found.first), before, len(found.last)


LINES = [line(0.5), line(1.5), line(3)]
ANSWERS = [answer(1, 1), answer(2, 2)]


def test_each_line_stands_where_it_happened() -> None:
    assert where(placed(LINES, ANSWERS, Sort.OLDEST, 1, 1)) == (1, {2: 1}, 1)


def test_it_does_so_from_the_newest_down_as_well() -> None:
    assert where(placed(LINES, ANSWERS[::-1], Sort.NEWEST, 1, 1)) == (1, {1: 1}, 1)


def test_the_best_first_has_places_while_that_is_the_order_of_time() -> None:
    assert where(placed(LINES, ANSWERS, Sort.BEST, 1, 1)) == (1, {2: 1}, 1)


def test_among_answers_sorted_by_votes_all_lines_stand_on_top() -> None:
    assert where(placed(LINES, ANSWERS[::-1], Sort.BEST, 1, 1)) == (3, {}, 0)


def test_of_several_pages_the_first_has_all_lines() -> None:
    assert where(placed(LINES, ANSWERS, Sort.OLDEST, 1, 2)) == (3, {}, 0)
    assert where(placed(LINES, ANSWERS, Sort.OLDEST, 2, 2)) == (0, {}, 0)


def test_without_answers_lines_stand_below_the_question() -> None:
    assert where(placed(LINES, [], Sort.BEST, 1, 1)) == (0, {}, 3)


def test_an_article_and_its_translation_are_one_event(app: object) -> None:
    said = [Said("article", None, number, NOON, "Dana", 1) for number in ("1", "2")]
    with app.test_request_context():  # type: ignore[attr-defined]
        assert [found.text for found in timeline_lines(said)] == ["It became an article"]
