"""Rows as entries of feeds."""

from collections.abc import Sequence

from forum.accounts.models import User
from forum.announcements.models import Announcement
from forum.core import clock
from forum.core.i18n import language
from forum.core.pages import absolute, path_to
from forum.knowledge.cards import article_url
from forum.knowledge.models import Article
from forum.syndication.pictures import site
from forum.syndication.xml import Entry, Feed, Writer
from forum.threads.models import Post, PostKind, Thread
from forum.threads.states import thread_url


def feed_of(title: str, path: str, page_path: str, entries: Sequence[Entry]) -> Feed:
    """A feed of this site."""
    return Feed(
        title=f"{title} · {site().name}",
        url=absolute(path),
        page_url=absolute(page_path),
        language=language(),
        entries=entries,
        made_at=clock.now(),
    )


def question(thread: Thread, post: Post) -> Entry:
    """A question with its text."""
    return _of_thread(thread, post, absolute(thread_url(thread)))


def solution(thread: Thread, post: Post) -> Entry:
    """A question's title with the answer that solved it; new when another answer does."""
    return _of_thread(thread, post, absolute(path_to("threads.post", post_id=post.id)))


def answer(thread: Thread, post: Post) -> Entry:
    """One post of a thread."""
    is_question = post.kind is PostKind.QUESTION
    path = thread_url(thread) if is_question else path_to("threads.post", post_id=post.id)
    return _of_thread(thread, post, absolute(path))


def _of_thread(thread: Thread, post: Post, url: str) -> Entry:
    return Entry(
        title=thread.title,
        url=url,
        html=post.html,
        language=thread.language,
        published_at=post.created_at,
        updated_at=max(post.edited_at or post.created_at, post.created_at),
        words=(thread.category.name(thread.language),),
        author=_by(post.author),
    )


def article(found: Article) -> Entry:
    """An article as a whole."""
    published_at = found.published_at or found.created_at
    return Entry(
        title=found.title,
        url=absolute(article_url(found)),
        html=found.html,
        language=found.language,
        published_at=published_at,
        updated_at=max(found.updated_at, published_at),
        words=(found.category.name(found.language),),
        author=_by(found.author),
    )


def announcement(found: Announcement) -> Entry:
    """What the team told everyone, in its name."""
    return Entry(
        title=found.title,
        url=absolute(path_to("announcements.show", announcement_id=found.id)),
        html=found.html,
        language=found.language,
        published_at=found.published_at,
        updated_at=found.updated_at,
        author=Writer(site().name),
    )


def _by(person: User) -> Writer:
    left = person.deleted_at is not None
    return Writer(
        person.name, "" if left else absolute(path_to("people.show", name=person.address))
    )
