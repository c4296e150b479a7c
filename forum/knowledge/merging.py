"""When one question becomes part of another, what was written from it still says where from."""

from sqlalchemy import delete, select, update

from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.models import ArticleSource, FaqEntry
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import ThreadMerge

SOURCES, ENTRIES = "article_sources", "faq_entries"


@listens_to(ThreadMerged)
def lead_to_where_it_stands(event: ThreadMerged) -> None:
    """Provenance and the common questions name the thread in which the posts stand now."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    entries = select(FaqEntry.id).where(FaqEntry.thread_id.in_((event.thread_id, event.into_id)))
    if len(db.session.scalars(entries).all()) > 1:  # one is enough
        db.session.execute(delete(FaqEntry).where(FaqEntry.thread_id == event.thread_id))
    for model, name in ((ArticleSource, SOURCES), (FaqEntry, ENTRIES)):
        ids = list(db.session.scalars(select(model.id).where(model.thread_id == event.thread_id)))
        merge.remember(name, ids)
        _lead(model, ids, event.into_id)


@listens_to(ThreadUnmerged)
def lead_back(event: ThreadUnmerged) -> None:
    """They name the thread again that they named before."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    for model, name in ((ArticleSource, SOURCES), (FaqEntry, ENTRIES)):
        _lead(model, merge.moved_ids(name), event.thread_id)


def _lead(model: type[ArticleSource] | type[FaqEntry], ids: list[int], thread_id: int) -> None:
    db.session.execute(
        update(model)
        .where(model.id.in_(ids))
        .values(thread_id=thread_id)
        .execution_options(synchronize_session="fetch")
    )
