"""When questions are asked, answered or linked, the number beside "Asked by many" is another."""

from forum.core.events import listens_to
from forum.finding.events import DuplicateLinked, DuplicateUnlinked
from forum.threads.events import ThreadSolved
from moderation.desk import figures
from moderation.together import telling

__all__ = ["telling"]


@listens_to(DuplicateLinked, DuplicateUnlinked, ThreadSolved)
def count_anew(_event: object) -> None:
    """Each may end a cluster, or begin one."""
    figures.count_anew()
