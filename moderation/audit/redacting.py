"""The one act that changes rows of the log: words that were taken out for good, and only those."""

from sqlalchemy import and_, or_, select

from forum.core.blacking import Blacking, black_out
from forum.core.events import listens_to
from forum.threads.events import WordsRedacted
from forum.threads.models import Post
from moderation.audit.log import record
from moderation.audit.models import StaffAct


@listens_to(WordsRedacted)
def log_redaction(event: WordsRedacted) -> None:
    """That it was done, where and by whom; never the words, not in older rows either."""
    posts = select(Post.id).where(Post.thread_id.in_(event.thread_ids))
    about = or_(
        and_(StaffAct.object_kind == "thread", StaffAct.object_id.in_(event.thread_ids)),
        and_(StaffAct.object_kind == "post", StaffAct.object_id.in_(posts)),
    )
    blacking = Blacking(event.words, event.mark)
    black_out(blacking, StaffAct.before, StaffAct.after, StaffAct.reason, where=about)
    record(event.actor_id, "redact", "post", event.post_id)
