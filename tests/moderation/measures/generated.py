"""Histories of threads by dice, as rows and as plain values, and a count of them minute by minute.

The count knows nothing of the rooms: it looks at plain lists and at one mask of working minutes.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import insert

from forum.core.db import db
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Severity,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    ThreadStatus,
    ThreadType,
)
from moderation.handling.models import Assignment
from moderation.watchlist.actions import CLAIM_LASTS
from moderation.watchlist.models import Claim, ClockPause, ThreadClock

START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 120
MINUTE = timedelta(minutes=1)
BERLIN = ZoneInfo("Europe/Berlin")
STANDINGS = ("staff", "ambassador", "")
SOLVING = (MarkKind.ACCEPTED, MarkKind.OFFICIAL, MarkKind.VERIFIED)


@dataclass
class Life:
    """What happened in one thread; minutes since ``START``."""

    id: int
    asked: int
    category_id: int
    severity: Severity
    status: ThreadStatus
    counts: bool
    team_id: int
    answers: list[tuple[int, str]] = field(default_factory=list)  # that count: when, standing
    solutions: list[tuple[int, str]] = field(default_factory=list)
    marked: set[MarkKind] = field(default_factory=set)
    reopened: list[int] = field(default_factory=list)
    solved_event: bool = False
    pauses: list[tuple[int, int]] = field(default_factory=list)
    claimed: list[int] = field(default_factory=list)  # minutes each
    late_first: bool | None = None  # None without a clock
    late_solution: bool | None = None


def working_minutes() -> Any:
    """For every minute whether the team works: Monday to Friday, 9 to 18, in Berlin."""
    mask = np.zeros((DAYS + 60) * 24 * 60, dtype=bool)
    for number in range(len(mask) // 60):
        local = (START + timedelta(hours=number)).astimezone(BERLIN)
        mask[number * 60 : number * 60 + 60] = local.weekday() < 5 and 9 <= local.hour < 18
    return mask


def moment(minute: int) -> datetime:
    """A minute as the rows have it."""
    return START + minute * MINUTE


class Maker:
    """Throws dice and keeps rows until ``write``."""

    def __init__(self, people: dict[str, int], asker: int, places: list[int], team: int) -> None:
        """``people`` has one of each standing, ``team`` is another than the first one."""
        self.dice = Random(20260105)  # noqa: S311  (tests, no secret)
        self.people, self.asker, self.places, self.team = people, asker, places, team
        self.rows: dict[type, list[dict[str, Any]]] = {
            model: []
            for model in (Thread, Post, AnswerMark, ThreadEvent, ClockPause, Claim, Assignment)
        }
        self.clocks: list[dict[str, Any]] = []
        self.posts = 0

    def life(self, number: int) -> Life:
        """One thread with everything that may happen to it."""
        dice = self.dice
        wants = dice.random() < 0.9
        gone = dice.random() < 0.1
        life = Life(
            id=number,
            asked=dice.randrange(DAYS * 24 * 60),
            category_id=dice.choice(self.places),
            severity=dice.choice(list(Severity)),
            status=dice.choice(list(ThreadStatus)),
            counts=wants and not gone,
            team_id=1,
        )
        self.rows[Thread].append(
            {
                **{"id": number, "title": "Title", "slug": "title", "language": "en"},
                "type": ThreadType.PROBLEM if wants else ThreadType.IDEA,
                **{"status": life.status, "severity": life.severity},
                **{"category_id": life.category_id, "author_id": self.asker},
                "created_at": moment(life.asked),
                "last_activity_at": moment(life.asked),
                "hidden_at": moment(life.asked) if gone else None,
            }
        )
        self._post(life, 0, PostKind.QUESTION, self.asker, "", life.asked)
        for position in range(1, dice.randrange(5) + 1):
            self._reply(life, position)
        self._turns(life)
        self._desk(life)
        return life

    def _later(self, life: Life, days: int = 14) -> int:
        return life.asked + 1 + self.dice.randrange(days * 24 * 60)

    def _reply(self, life: Life, position: int) -> None:
        dice = self.dice
        standing, at = dice.choice(STANDINGS), self._later(life)
        by_asker, same, gone = (dice.random() < 0.15 for _ in range(3))
        kind = PostKind.ANSWER if dice.random() < 0.8 else PostKind.COMMENT
        author = self.asker if by_asker else self.people[standing]
        post_id = self._post(
            life, position, kind, author, "" if by_asker else standing, at, same, gone
        )
        if kind is PostKind.ANSWER and not (by_asker or same or gone):
            life.answers.append((at, standing))
        if kind is PostKind.ANSWER and dice.random() < 0.4:
            self._mark(life, post_id, "" if by_asker else standing, at + dice.randrange(3000))

    def _post(
        self,
        life: Life,
        position: int,
        kind: PostKind,
        author_id: int,
        standing: str,
        at: int,
        same: bool = False,
        gone: bool = False,
    ) -> int:
        self.posts += 1
        self.rows[Post].append(
            {
                **{"id": self.posts, "thread_id": life.id, "kind": kind, "position": position},
                **{"author_id": author_id, "author_standing": standing, "markup_version": 1},
                **{"source": "Same here" if same else "Restart the hub, then wait.", "html": ""},
                **{"created_at": moment(at), "deleted_at": moment(at) if gone else None},
            }
        )
        return self.posts

    def _mark(self, life: Life, post_id: int, standing: str, at: int) -> None:
        dice = self.dice
        kind = dice.choice([*SOLVING, MarkKind.ENDORSED])
        revoked, superseded = dice.random() < 0.2, dice.random() < 0.1
        if kind in life.marked:
            return
        life.marked.add(kind)
        row = {"thread_id": life.id, "post_id": post_id, "by_id": self.asker}
        self.rows[AnswerMark].append(
            {
                **{**row, "kind": kind, "created_at": moment(at)},
                "revoked_at": moment(at) if revoked else None,
            }
        )
        if superseded:
            kind_of = {"kind": MarkKind.SUPERSEDED, "created_at": moment(at), "revoked_at": None}
            self.rows[AnswerMark].append({**row, **kind_of})
        if kind in SOLVING and not revoked and not superseded:
            life.solutions.append((at, standing))

    def _turns(self, life: Life) -> None:
        dice = self.dice
        life.reopened = [self._later(life) for _ in range(dice.choice([0, 0, 0, 1, 2]))]
        life.solved_event = dice.random() < 0.3
        events = [(ThreadEventKind.REOPENED, at) for at in life.reopened]
        if life.solved_event:
            events.append((ThreadEventKind.SOLVED, self._later(life)))
        for reason, chance in (("needs_info", 0.2), ("incident", 0.15)):
            if dice.random() >= chance:
                continue
            began = self._later(life, 5)
            ended = began + dice.randrange(1, 4000)
            life.pauses.append((began, ended))
            if reason == "needs_info":
                events.append((ThreadEventKind.NEEDS_INFO, began))
            times = {"began_at": moment(began), "ended_at": moment(ended)}
            self.rows[ClockPause].append({"thread_id": life.id, "reason": reason, **times})
        self.rows[ThreadEvent] += [
            {"thread_id": life.id, "kind": kind, "actor_id": None, "created_at": moment(at)}
            for kind, at in events
        ]

    def _desk(self, life: Life) -> None:
        dice = self.dice
        for _claim in range(dice.choice([0, 0, 1, 2])):
            began, kept = self._later(life), dice.randrange(50)
            given_back = dice.random() < 0.5
            expires = moment(began + kept) + CLAIM_LASTS
            self.rows[Claim].append(
                {
                    **{"thread_id": life.id, "user_id": self.people["staff"]},
                    **{"claimed_at": moment(began), "expires_at": expires},
                    "released_at": moment(began + kept) if given_back else expires,
                }
            )
            if kept:
                life.claimed.append(kept)
        if dice.random() < 0.2:
            life.team_id = self.team
            at = moment(self._later(life))
            self.rows[Assignment].append(
                {
                    **{"thread_id": life.id, "team_id": self.team, "by_id": self.asker},
                    **{"created_at": at, "heard_at": at},
                }
            )
        if dice.random() < 0.7:
            self._clock(life)

    def _clock(self, life: Life) -> None:
        due, done = self._later(life), [self._later(life), None]
        first, solved = self.dice.choice(done), self.dice.choice(done)
        stopped = self.dice.choice([self._later(life), None])
        now = (DAYS + 30) * 24 * 60
        life.late_first = due < next(at for at in (first, stopped, now) if at is not None)
        life.late_solution = due + 60 < next(at for at in (solved, stopped, now) if at is not None)
        self.clocks.append(
            {
                **{"thread_id": life.id, "policy_version_id": 1, "cause": "asked"},
                **{"started_at": moment(life.asked), "due_at": moment(due)},
                **{"first_due_at": moment(due), "resolution_due_at": moment(due + 60)},
                "first_stopped_at": None if first is None else moment(first),
                "resolved_at": None if solved is None else moment(solved),
                "stopped_at": None if stopped is None else moment(stopped),
            }
        )

    def write(self) -> None:
        """Put all rows into the database."""
        for model, rows in {**self.rows, ThreadClock: self.clocks}.items():
            db.session.execute(insert(model), rows)
        db.session.commit()


def counted(life: Life, working: Any) -> dict[str, Any]:
    """What the kept row must say, minute by minute."""
    works = working[life.asked :].copy()
    for began, ended in life.pauses:
        works[began - life.asked : ended - life.asked] = False

    def minutes(at: int) -> int:
        return int(works[: at - life.asked].sum())

    since = max([life.asked, *life.reopened])
    first = sorted(life.answers)[0] if life.answers else None
    solved = sorted(one for one in life.solutions if one[0] >= since)
    return {
        "counts": life.counts,
        "asked_day": moment(life.asked).astimezone(BERLIN).date().toordinal(),
        "category_id": life.category_id,
        "team_id": life.team_id,
        "severity": life.severity,
        "status": life.status,
        "first_by": first[1] or "member" if first else None,
        "first_minutes": minutes(first[0]) if first else None,
        "solved_by": solved[0][1] or "member" if solved else None,
        "solution_minutes": minutes(solved[0][0]) if solved else None,
        "was_solved": bool(life.solutions or life.solved_event or life.reopened),
        "reopened": len(life.reopened),
        "work_minutes": sum(life.claimed) if life.claimed else None,
    }
