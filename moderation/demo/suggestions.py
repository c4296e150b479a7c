"""What the ask page suggested in the weeks before: so that its measures have something to say."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.core.db import db
from forum.finding.counting import count
from forum.finding.keys import article_key, thread_key
from forum.finding.learning import shipped_rule
from forum.finding.models import DuplicateLink, Outcome, SecondLook, ShownSuggestion
from forum.finding.releasing import key_of
from forum.threads.models import Thread, ThreadStatus
from moderation.demo.cast import Cast
from search.calibration import Evidence, Rule

SEED = 7  # the same demo every time
DAYS = 80
VISITS = 260
MARKED = 0.42  # of the first suggestions, as the rule marks on labelled sets
RIGHT_MARKED, RIGHT_OTHERS = 0.93, 0.4
SAID = 0.55  # of visits; the others close the page and say nothing
READ_EACH = 3  # of those who said nothing, one in three had gone to read it
STEPS_BACK = 2  # suggestions below the first


@dataclass(frozen=True, slots=True)
class _Document:
    key: str
    title: str
    language: str
    category_id: int


def add_suggestions(cast: Cast) -> None:
    """Rows of the log, and a second look at what is open."""
    chance = random.Random(SEED)  # noqa: S311  (a demo, no secret)
    documents = _documents(cast)
    rule = shipped_rule()
    for number in range(VISITS):
        first = chance.choice(documents)
        at = cast.not_after_now(cast.at(DAYS * (1 - (number + chance.random()) / VISITS)))
        visit = _visit(f"demo-visit-{number}", first, documents, at, rule, chance)
        if visit[0].outcome is None and number % READ_EACH == 0:
            visit[0].opened_at = at
        db.session.add_all(visit)
    db.session.add_all(_asked_all_the_same(rule, chance))
    for played in cast.threads.values():
        if played.thread.status in (ThreadStatus.WAITING, ThreadStatus.ANSWERED):
            db.session.add(SecondLook(thread_id=played.thread.id, ask_key="", asked_at=cast.now))
    db.session.flush()
    count(cast.at(DAYS))


def _asked_all_the_same(rule: Rule, chance: random.Random) -> list[ShownSuggestion]:
    """Before each duplicate its answer had been shown, and was not followed."""
    links = db.session.execute(
        select(DuplicateLink, Thread).join(Thread, Thread.id == DuplicateLink.thread_id)
    ).all()
    return [
        _first(
            f"demo-duplicate-{thread.id}",
            key_of(link),
            thread.title,
            _evidence(rule, marked, True, chance),
            rule,
            marked,
            thread.created_at,
            thread.id,
        )
        for link, thread in links
        for marked in [chance.random() < MARKED]
    ]


def _documents(cast: Cast) -> list[_Document]:
    threads = [played.thread for played in cast.threads.values()]
    return [
        *(
            _Document(thread_key(one.id), one.title, one.language, one.category_id)
            for one in threads
            if one.status is ThreadStatus.SOLVED
        ),
        *(
            _Document(article_key(one.id), one.title, one.language, one.category_id)
            for one in cast.articles.values()
        ),
    ]


def _visit(
    ask_key: str,
    first: _Document,
    documents: Sequence[_Document],
    at: datetime,
    rule: Rule,
    chance: random.Random,
) -> list[ShownSuggestion]:
    """One list: its first suggestion with what spoke for it, and what was said of it."""
    like = [one for one in documents if one is not first and one.language == first.language]
    near = [one for one in like if one.category_id == first.category_id] or like or [first]
    marked = chance.random() < MARKED
    right = chance.random() < (RIGHT_MARKED if marked else RIGHT_OTHERS)
    typed = first.title if right else chance.choice(near).title
    evidence = _evidence(rule, marked, right, chance)
    head = _first(ask_key, first.key, typed, evidence, rule, marked, at)
    if chance.random() < SAID:
        head.outcome = Outcome.SOLVED if right else chance.choice([Outcome.NO, Outcome.PARTLY])
        head.opened_at = head.said_at = at
    rest = chance.sample(like, min(STEPS_BACK, len(like)))
    others = [
        ShownSuggestion(
            ask_key=ask_key,
            document_key=one.key,
            position=place,
            text=typed,
            score=head.score * 0.6**place,
            model=rule.model,
            shown_at=at,
        )
        for place, one in enumerate(rest, start=1)
    ]
    return [head, *others]


def _first(
    ask_key: str,
    key: str,
    typed: str,
    evidence: Evidence,
    rule: Rule,
    marked: bool,
    at: datetime,
    thread_id: int | None = None,
) -> ShownSuggestion:
    return ShownSuggestion(
        ask_key=ask_key,
        document_key=key,
        text=typed,
        score=rule.confidence(evidence),
        likely_duplicate=marked,
        model=rule.model,
        meaning=evidence.meaning,
        margin=evidence.margin,
        words=evidence.words,
        agreement=evidence.agreement,
        hidden=evidence.hidden,
        opinion=evidence.opinion,
        shown_at=at,
        thread_id=thread_id,
    )


def _evidence(rule: Rule, marked: bool, right: bool, chance: random.Random) -> Evidence:
    """Numbers that add up to a strength on the side of the threshold where the mark says it is."""
    words, margin = chance.uniform(0.2, 0.6), chance.uniform(0.2, 2.0)
    agreement = 1.0 if marked else 0.8
    beyond = chance.uniform(0.0, 0.5) if marked else -chance.uniform(0.02, 0.5 if right else 0.9)
    others = rule.margin * margin + rule.words * words + rule.agreement * agreement
    near = rule.threshold + beyond - others
    return Evidence(rule.low + near * (rule.high - rule.low), margin, words, agreement)
