"""What a duplicate link brings to its target thread: the people who have the same problem."""

from sqlalchemy import delete, func, select, update

from forum.core.db import db
from forum.finding.models import DuplicateLink
from forum.reactions.models import Follow, SameProblem
from forum.threads.models import Thread


def bring_along(link: DuplicateLink) -> None:
    """The asker, the followers and all who have it too: they have the target's problem as well."""
    if link.target_thread_id is None:
        return
    thread = db.session.get_one(Thread, link.thread_id)
    target = db.session.get_one(Thread, link.target_thread_id)
    same = set(_people(SameProblem, thread.id)) | {thread.author_id}
    followers = set(_people(Follow, thread.id)) | same
    for user_id in sorted(same - set(_people(SameProblem, target.id)) - {target.author_id}):
        db.session.add(
            SameProblem(user_id=user_id, thread_id=target.id, created_at=link.created_at)
        )
    for user_id in sorted(followers - set(_people(Follow, target.id))):
        db.session.add(
            Follow(
                user_id=user_id,
                thread_id=target.id,
                solution_only=True,
                created_at=link.created_at,
            )
        )
    db.session.flush()
    _count(target.id)


def take_back(link: DuplicateLink) -> None:
    """Undo what exactly this link brought; what people chose themselves stays."""
    if link.target_thread_id is not None:
        take_back_from(link.target_thread_id, link)


def take_back_from(thread_id: int, link: DuplicateLink) -> None:
    """Undo it in a thread that the link may point to no more."""
    for model in (SameProblem, Follow):
        db.session.execute(
            delete(model).where(model.thread_id == thread_id, model.created_at == link.created_at)
        )
    _count(thread_id)


def _people(model: type[SameProblem] | type[Follow], thread_id: int) -> list[int]:
    return list(db.session.scalars(select(model.user_id).where(model.thread_id == thread_id)))


def _count(thread_id: int) -> None:
    def number(model: type[SameProblem] | type[Follow]) -> object:
        counted = select(func.count()).select_from(model).where(model.thread_id == thread_id)
        return counted.scalar_subquery()

    db.session.execute(
        update(Thread)
        .where(Thread.id == thread_id)
        .values(same_count=number(SameProblem), follower_count=number(Follow))
        .execution_options(synchronize_session="fetch")
    )
