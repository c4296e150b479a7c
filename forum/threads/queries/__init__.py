"""Every SELECT of the threads room, each beginning at what the viewer may see."""

from forum.threads.queries.listing import (
    LINKED_MAX,
    Order,
    ThreadFilter,
    linked_rows,
    pinned_rows,
    thread_list,
)
from forum.threads.queries.merges import (
    WhatMoves,
    merge_in_force,
    merges_into,
    own_thread,
    what_moves,
)
from forum.threads.queries.page import Sort, ThreadPage, thread_page
from forum.threads.queries.posts import (
    ANSWERS_PER_PAGE,
    News,
    find_draft,
    get_post,
    is_out_of_date,
    newer_answers,
    news_since,
    page_of_post,
    revisions_of,
)
from forum.threads.queries.shortlists import shortlists
from forum.threads.queries.stats import (
    AnswerTime,
    find_tag,
    known_tags,
    last_product,
    usual_answer_time,
)
from forum.threads.queries.tags import TagPage, tag_page
from forum.threads.queries.visibility import (
    ensure_visible,
    get_merged,
    get_thread,
    question_of,
    visible_posts,
    visible_to,
    with_tags,
)

__all__ = [
    "ANSWERS_PER_PAGE",
    "LINKED_MAX",
    "AnswerTime",
    "News",
    "Order",
    "Sort",
    "TagPage",
    "ThreadFilter",
    "ThreadPage",
    "WhatMoves",
    "ensure_visible",
    "find_draft",
    "find_tag",
    "get_merged",
    "get_post",
    "get_thread",
    "is_out_of_date",
    "known_tags",
    "last_product",
    "linked_rows",
    "merge_in_force",
    "merges_into",
    "newer_answers",
    "news_since",
    "own_thread",
    "page_of_post",
    "pinned_rows",
    "question_of",
    "revisions_of",
    "shortlists",
    "tag_page",
    "thread_list",
    "thread_page",
    "usual_answer_time",
    "visible_posts",
    "visible_to",
    "what_moves",
    "with_tags",
]
