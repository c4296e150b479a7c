"""The rule for "likely duplicate" that holds now: learned for the model in use, or the shipped one.

What was learned is a row. Every process looks at it again within a minute.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete

from forum.core import clock
from forum.core.briefly import Briefly
from forum.core.db import after_commit, db, transactional
from forum.finding.engine import finding
from forum.finding.models import LearnedRule
from search.calibration import Learned, Rule

THRESHOLDS: Briefly[float | None] = Briefly("learned thresholds", timedelta(minutes=1))


def use_learned_rule() -> None:
    """Let the index judge by what was learned for its model."""
    index = finding().index
    shipped = index.shipped_rule
    threshold = THRESHOLDS.get(shipped.model, _threshold)
    rule = shipped if threshold is None else replace(shipped, threshold=threshold)
    if index.rule != rule:
        index.use(rule)


def shipped_rule() -> Rule:
    """The rule of the model in use as it was before anything was learned."""
    return finding().index.shipped_rule


def learned_rule() -> LearnedRule | None:
    """What was learned for the model in use, if anything was."""
    return db.session.get(LearnedRule, shipped_rule().model)


@transactional
def keep(learned: Learned) -> None:
    """Judge by this rule from now on."""
    row = LearnedRule(
        model=learned.rule.model,
        threshold=learned.rule.threshold,
        right=learned.right,
        wrong=learned.wrong,
        precision=learned.precision,
        recall=learned.recall,
        learned_at=clock.now(),
    )
    db.session.merge(row)
    after_commit(THRESHOLDS.forget)


@transactional
def forget_learned() -> bool:
    """Judge by the shipped rule again; whether there was another one."""
    gone = db.session.execute(
        delete(LearnedRule)
        .where(LearnedRule.model == shipped_rule().model)
        .returning(LearnedRule.model)
    ).all()
    after_commit(THRESHOLDS.forget)
    return bool(gone)


def _threshold() -> float | None:
    row = learned_rule()
    return row.threshold if row else None
