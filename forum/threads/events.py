"""What happened in a thread. Ids only: a listener loads what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThreadAsked:
    """Somebody asked. ``ask_key`` finds what the ask page had suggested.

    ``read_article_id`` is the article that they came from, since it did not help.
    """

    thread_id: int
    author_id: int
    ask_key: str = ""
    read_article_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerPosted:
    """Somebody answered. ``mentioned_ids`` are the people named in the text."""

    thread_id: int
    post_id: int
    author_id: int
    by_staff: bool
    mentioned_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentPosted:
    """Somebody wrote a comment under a post."""

    thread_id: int
    post_id: int
    parent_id: int
    author_id: int
    mentioned_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PostEdited:
    """A post, or a question's title, says something else now."""

    thread_id: int
    post_id: int
    editor_id: int


@dataclass(frozen=True, slots=True)
class PostDeleted:
    """A post went out of sight (``restored`` false) or came back (true)."""

    thread_id: int
    post_id: int
    actor_id: int
    restored: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PostConverted:
    """A comment became an answer, or an answer a comment (``kind`` is what it is now)."""

    thread_id: int
    post_id: int
    actor_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class AnswerMarked:
    """An answer was accepted, made official, verified, endorsed or superseded (``kind``)."""

    thread_id: int
    post_id: int
    kind: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class AnswerUnmarked:
    """A mark was taken back."""

    thread_id: int
    post_id: int
    kind: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class ThreadSolved:
    """The thread has its first mark that says: this is the solution."""

    thread_id: int
    post_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class ThreadReopened:
    """The solution did not help, or is gone."""

    thread_id: int
    actor_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class InfoRequested:
    """A rep needs to know more, and says what in a comment; the thread waits for the asker."""

    thread_id: int
    post_id: int
    actor_id: int
    mentioned_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadRested:
    """Its asker said no more, to an answer or (``missing_details``) to a question of the team."""

    thread_id: int
    missing_details: bool


@dataclass(frozen=True, slots=True)
class ThreadResumed:
    """Somebody who has the problem wrote again where the team waited, or waited no more."""

    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class WordsRedacted:
    """Words were taken out of a thread for good. They live in this event and nowhere else.

    Whoever keeps words of these threads takes them out of there. The first of ``thread_ids`` is
    the thread itself, the others were merged into it.
    """

    thread_ids: tuple[int, ...]
    post_id: int
    actor_id: int
    words: str
    mark: str
    in_title: bool


@dataclass(frozen=True, slots=True)
class KnownIssueChanged:
    """Staff marked a thread as a known issue, said more of it, or took that back (``verb``).

    ``verb`` is one of known-issue, edit-known-issue, not-known-issue, fixed, not-fixed.
    ``first_fix`` is true when those who wait were never told of a fix before.
    """

    thread_id: int
    actor_id: int
    verb: str
    after: str = ""
    first_fix: bool = False


@dataclass(frozen=True, slots=True)
class IdeaMoved:
    """Staff said how far an idea has come: ``after`` is an ``IdeaState`` or empty."""

    thread_id: int
    actor_id: int
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ThreadMerged:
    """The posts of a thread stand in another one (``into_id``) now; its own row only leads there.

    ``post_id`` is its question, ``solved_by_id`` the answer that solves the other thread by this.
    What else was moved is in the ``ThreadMerge`` row: a room that keeps rows of threads moves its
    own, and remembers there what must go back.
    """

    thread_id: int
    into_id: int
    merge_id: int
    actor_id: int
    post_id: int
    solved_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class ThreadUnmerged:
    """The thread is one of its own again, with the posts it had and what was said below them."""

    thread_id: int
    from_id: int
    merge_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class ThreadCurated:
    """Staff changed something about the whole thread.

    ``verb`` is one of lock, unlock, move, retitle, retag, pin, unpin, product, severity, type,
    delete, restore.
    """

    thread_id: int
    actor_id: int
    verb: str
    before: str = ""
    after: str = ""
    reason: str = ""
