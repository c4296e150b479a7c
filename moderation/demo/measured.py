"""What figures of the demo are made of: how long reps had threads, and what people said after."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.satisfaction.models import SatisfactionAsk, SolvedBy
from forum.satisfaction.policy import BAD, FAIR, GOOD, ONCE_IN
from forum.threads.models import PostKind, Severity, Thread, ThreadStatus
from moderation.demo.cast import Cast
from moderation.watchlist.actions import CLAIM_LASTS
from moderation.watchlist.models import Claim

SEED = 11  # the same demo every time
MINUTES = {
    Severity.TRIVIAL: (3, 8),
    Severity.MINOR: (5, 18),
    Severity.MAJOR: (9, 30),
    Severity.CRITICAL: (14, 45),
    Severity.BLOCKING: (18, 55),
}
ASKED_AFTER = timedelta(days=2)
SAID_WITHIN_HOURS = (1, 70)
REPLY = 0.6  # of those who are asked
# how it went by what solved it: well, so-so, badly
WENT = {
    SolvedBy.OFFICIAL: (8, 2, 1),
    SolvedBy.ACCEPTED: (9, 1, 0),
    SolvedBy.VERIFIED: (6, 2, 1),
    SolvedBy.ARTICLE: (5, 3, 2),
}
WORDS = {
    "en": {
        GOOD: ("Fixed in ten minutes, thank you!", "Clear steps, worked the first time.", ""),
        FAIR: ("It works, but I had to try three things before.", ""),
        BAD: ("It came back after a day.",),
    },
    "ru": {
        GOOD: ("Всё заработало, спасибо!", "Понятно даже мне.", ""),
        FAIR: ("Помогло, но ответа пришлось ждать.", ""),
        BAD: ("Через день всё повторилось.",),
    },
}


def add_claims(cast: Cast) -> None:
    """Whoever of the team answered had the thread for a while before."""
    chance = random.Random(SEED)  # noqa: S311  (a demo, no secret)
    for played in cast.threads.values():
        least, most = MINUTES[played.thread.severity]
        for post in played.posts:
            if post.author_standing != "staff" or post.kind is not PostKind.ANSWER:
                continue
            ends = post.created_at + CLAIM_LASTS
            db.session.add(
                Claim(
                    thread_id=played.thread.id,
                    user_id=post.author_id,
                    claimed_at=post.created_at - timedelta(minutes=chance.randint(least, most)),
                    expires_at=ends,
                    released_at=ends,
                )
            )
    db.session.flush()


def add_satisfaction(cast: Cast) -> None:
    """Askers of what was solved some time ago were asked how it went; many said it."""
    chance = random.Random(SEED)  # noqa: S311  (a demo, no secret)
    last_asked: dict[int, datetime] = {}
    solved = db.session.scalars(
        select(Thread)
        .where(Thread.status == ThreadStatus.SOLVED, Thread.severity != Severity.TRIVIAL)
        .order_by(Thread.solved_at, Thread.id)
    )
    staff = {person.id for person in cast.people.values() if person.is_staff}
    for thread in solved:
        asked_at = (thread.solved_at or thread.created_at) + ASKED_AFTER
        before = last_asked.get(thread.author_id)
        again = before is None or asked_at - before > ONCE_IN
        if asked_at < cast.now - ASKED_AFTER and again and thread.author_id not in staff:
            last_asked[thread.author_id] = asked_at
            db.session.add(_asked(cast, thread, asked_at, chance))
    db.session.flush()


def _asked(
    cast: Cast, thread: Thread, asked_at: datetime, chance: random.Random
) -> SatisfactionAsk:
    kind = _kind(thread)
    row = SatisfactionAsk(
        thread_id=thread.id,
        user_id=thread.author_id,
        is_asker=True,
        solved_by=kind,
        asked_at=asked_at,
    )
    if chance.random() < REPLY:
        row.score = chance.choices((GOOD, FAIR, BAD), WENT[kind])[0]
        asker: User = cast.person(thread.author_id)
        words = WORDS["ru" if asker.language == "ru" else "en"]
        row.comment = chance.choice(words[row.score])
        hours = timedelta(hours=chance.uniform(*SAID_WITHIN_HOURS))
        row.answered_at = row.changed_at = cast.not_after_now(asked_at + hours)
    return row


def _kind(thread: Thread) -> SolvedBy:
    if thread.official_post_id is not None:
        return SolvedBy.OFFICIAL
    return SolvedBy.ACCEPTED if thread.accepted_post_id is not None else SolvedBy.VERIFIED
