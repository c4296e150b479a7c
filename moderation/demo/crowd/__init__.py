"""A community of any size for measurements: rows as months of use would leave them.

Written in bulk, some thousand threads to a transaction; what is derived is rebuilt by the rooms it
belongs to. The same size always gives the same rows, but for the ages.
"""

from collections.abc import Callable

from moderation.demo.crowd.articles import add_articles
from moderation.demo.crowd.cast import make_people_and_places
from moderation.demo.crowd.threads import add_threads

CHUNK_THREADS = 2_000
Progress = Callable[[int], None]


def seed(threads: int, progress: Progress) -> None:
    """Write ``threads`` threads and what belongs to them; ``progress`` hears of every chunk."""
    cast = make_people_and_places(threads)
    for first in range(0, threads, CHUNK_THREADS):
        numbers = range(first, min(threads, first + CHUNK_THREADS))
        add_threads(cast, numbers)
        progress(len(numbers))
    add_articles(cast)
