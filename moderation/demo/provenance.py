"""Which post a paragraph of an article came from: the one with which it shares most words."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.threads.models import Post, PostKind
from moderation.demo.cast import Played
from moderation.promotion.blocks import paragraphs_of
from search.text import terms

SHARED_MIN = 0.15  # of a paragraph's words: less is chance, and the best answer stands in


@dataclass(frozen=True, slots=True)
class Origin:
    """A post, the block of it whose words a paragraph carries, and that paragraph's place."""

    post: Post
    words: str
    position: int


def origins(source: str, threads: Sequence[Played]) -> list[Origin]:
    """One origin for each paragraph; none for headings, nor for an article without threads.

    The first section tells the problem and falls back to the question, what follows it to the
    best answer.
    """
    if not threads:
        return []
    blocks = [(post, block) for played in threads for post in _told(played) for block in _of(post)]
    found = []
    headings = 0
    for position, paragraph in enumerate(paragraphs_of(source)):
        if paragraph.startswith("#"):
            headings += 1
            continue
        fallback = threads[0].question if headings <= 1 else _best(threads[0])
        post, words = _nearest(paragraph, blocks) or (fallback, _of(fallback)[0])
        found.append(Origin(post, words, position))
    return found


def _nearest(paragraph: str, blocks: Sequence[tuple[Post, str]]) -> tuple[Post, str] | None:
    wanted = set(terms(paragraph))
    shared = [len(wanted & set(terms(block))) for _post, block in blocks]
    most = max(shared, default=0)
    if not wanted or most < SHARED_MIN * len(wanted):
        return None
    return blocks[shared.index(most)]


def _told(played: Played) -> list[Post]:
    """The question and the answers, the best one first among these."""
    answers = [post for post in played.posts if post.kind is PostKind.ANSWER]
    best = _best(played)
    return [played.question, *sorted(answers, key=lambda post: (post is not best, -post.score))]


def _best(played: Played) -> Post:
    best_id = played.thread.best_post_id
    return next((post for post in played.posts if post.id == best_id), played.question)


def _of(post: Post) -> list[str]:
    return paragraphs_of(post.source)
