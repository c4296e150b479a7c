"""What happened between questions and what answers them. Ids and keys only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DuplicateLinked:
    """A thread's answer stands elsewhere: in the thread or article named by ``target_key``."""

    thread_id: int
    target_key: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class DuplicateUnlinked:
    """The thread is a question of its own again."""

    thread_id: int
    target_key: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class SuggestionSolved:
    """Somebody found the answer in a suggestion and did not have to ask."""

    document_key: str
    asker_key: str
