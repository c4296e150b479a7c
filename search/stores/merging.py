"""Letting FTS5 drop what was deleted: it keeps the words of removed rows until it merges."""

from sqlalchemy import Connection, text

PAGES_AT_ONCE = -500  # negative: go on until nothing is left to merge, this many pages a step
STEPS_MAX = 400
UNCHANGED = 2  # FTS5 changes fewer rows than this when there was nothing to do


def merge_words(conn: Connection) -> None:
    """Merge the word index to one piece, in which nothing of deleted rows is left."""
    if conn.dialect.name != "sqlite":
        return
    for _step in range(STEPS_MAX):
        before = conn.scalar(text("SELECT total_changes()")) or 0
        conn.execute(
            text("INSERT INTO search_words(search_words, rank) VALUES ('merge', :pages)"),
            {"pages": PAGES_AT_ONCE},
        )
        after = conn.scalar(text("SELECT total_changes()")) or 0
        if after - before < UNCHANGED:
            return
