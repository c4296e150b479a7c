"""Every staff act leaves a row: each request that only some may send, sent for real.

What is somebody's own to do is named below with its reason; a request that is neither fails here.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum.core.db import db
from forum.threads.models import Thread, ThreadStatus, ThreadType
from moderation.audit.models import StaffAct
from tests.access.making import Arguments
from tests.access.requests import SAFE, Sent, send
from tests.access.table import TABLE, form_of
from tests.access.test_access import requests_of
from tests.access.world import World

OWN = "what everybody does for themselves"
PREVIEW = "changes nothing"
ANSWERS = "an answer like everybody's; its marks are logged"
SIGN_IN = "one's own account"
NOT_ACTS: dict[str, str] = {
    **dict.fromkeys(
        (
            *("POST /ask", "POST /ask/keep", "POST /ask/opened", "POST /ask/outcome"),
            *("POST /drafts/<place>", "POST /drafts/<place>/delete", "POST /uploads"),
            *("POST /inbox/<notification_id>", "POST /inbox/read", "POST /read-all"),
            *("POST /announcements/<announcement_id>/seen", "POST /language", "POST /theme"),
            *("POST /kb/<article_id>/helpful", "POST /kb/<article_id>/not-helpful"),
            *("POST /p/<post_id>/vote", "POST /p/<post_id>/vote/down"),
            *("POST /p/<post_id>/vote/delete", "POST /p/<post_id>/worked"),
            *("POST /p/<post_id>/didnt-help", "POST /p/<post_id>/worked/delete"),
            *("POST /t/<thread_id>/follow", "POST /t/<thread_id>/follow/delete"),
            *("POST /kb/<article_id>/follow", "POST /kb/<article_id>/follow/delete"),
            "POST /my/following/threads/<thread_id>/delete",
            "POST /my/following/articles/<article_id>/delete",
            *("POST /t/<thread_id>/same", "POST /t/<thread_id>/same/delete"),
            *(
                "POST /help-wanted/<thread_id>/follow",
                "POST /help-wanted/<thread_id>/follow/delete",
            ),
            *("POST /t/<thread_id>/read", "POST /t/<thread_id>/same-question"),
            "POST /t/<thread_id>/same-question/delete",
            *("POST /t/<thread_id>/private", "POST /t/<thread_id>/private/delete"),
            *("POST /helped/<token>/works", "POST /helped/<token>/not-yet"),
            *("POST /satisfied/<token>", "POST /satisfied/<token>/again"),
            *("POST /satisfied/<token>/stop", "POST /satisfied/<token>/stop/delete"),
            *("POST /desk/views", "POST /desk/views/<view_id>"),
            "POST /desk/views/<view_id>/delete",
        ),
        OWN,
    ),
    "POST /p/<post_id>/redact": PREVIEW,
    **dict.fromkeys(
        (
            *("POST /t/<thread_id>/answers", "POST /p/<post_id>/comments"),
            *("POST /desk/t/<thread_id>/answer", "POST /desk/t/<thread_id>/claim/renew"),
        ),
        ANSWERS,
    ),
}
# Where the act needs more than this world has, and the log is looked at there.
ELSEWHERE: dict[str, str] = {
    "POST /desk/bulk": "tests/moderation/bulk",
    "POST /desk/bulk/<act_id>/undo": "tests/moderation/bulk",
    "POST /desk/answers/<post_id>/take-back": "tests/moderation/watchlist",
    "POST /desk/together/answers/<joint_id>/take-back": "tests/moderation/together",
    "POST /desk/duplicates/<thread_id>/link": "tests/moderation/duplicates",
    "POST /desk/duplicates/<thread_id>/dismiss": "tests/moderation/duplicates",
    "POST /desk/articles/<article_id>/take": "tests/moderation/promotion",
    "POST /desk/articles/<article_id>/take/delete": "tests/moderation/promotion",
    "POST /desk/articles/<article_id>/hand-to-owner": "tests/moderation/promotion",
    "POST /desk/articles/<article_id>/up-to-date": "tests/moderation/promotion",
    "POST /desk/settings/logo": "tests/moderation/settings",
    "POST /desk/settings/logo/delete": "tests/moderation/settings",
    "POST /p/<post_id>/redact/confirm": "tests/forum/threads",
    "POST /t/<thread_id>/private/open": "tests/forum/confidential",
}
ISSUE = "POST /t/<thread_id>/known-issue"
# What must be there before, sent in this order; "…/delete" has its opposite by itself.
FIRST: dict[str, tuple[str, ...]] = {
    f"{ISSUE}/fixed": (ISSUE,),
    f"{ISSUE}/fixed/delete": (ISSUE, f"{ISSUE}/fixed"),
    "POST /p/<post_id>/answer": ("POST /p/<post_id>/comment",),
    "POST /p/<post_id>/restore": ("POST /p/<post_id>/delete",),
    "POST /desk/teams/<team_id>/delete": ("POST /desk/teams/new",),
    "POST /desk/calendars/<calendar_id>/delete": ("POST /desk/calendars/new",),
    "POST /desk/policies/<policy_id>/delete": ("POST /desk/policies/new",),
    "POST /desk/paths/steps/<step_id>/up": ("POST /desk/paths/<product_id>/add",),
    "POST /desk/paths/steps/<step_id>/down": ("POST /desk/paths/<product_id>/add",),
    "POST /desk/faq/<entry_id>/up": ("POST /desk/faq/add",),
    "POST /desk/faq/<entry_id>/down": ("POST /desk/faq/add",),
    "POST /desk/routing/<rule_id>/up": ("POST /desk/routing/new",),
    "POST /desk/articles/<article_id>/restore/<number>": ("POST /desk/articles/<article_id>/save",),
    "POST /desk/announcements/<announcement_id>/reopen": (
        "POST /desk/announcements/<announcement_id>/updates",
    ),
}
# what was made just before has the second number of its kind
SECOND: Arguments = dict.fromkeys(
    ("team_id", "calendar_id", "policy_id", "entry_id", "rule_id", "step_id"), 2
)
STATES = {  # in which the act is one on somebody else's
    "POST /p/<post_id>/accept": "post to me",
    "POST /p/<post_id>/restore": "post others",
    "POST /desk/articles/<article_id>/schedule": "article draft",
    "POST /desk/articles/<article_id>/schedule/delete": "article draft",
    "POST /u/<name>/categories": "person ambassador",
}
MORE: dict[str, dict[str, str]] = {  # with which something changes
    "POST /t/<thread_id>/tags": {"tags": "brand-new"},
    "POST /t/<thread_id>/category": {"category": "{backroom_id}"},
    "POST /t/<thread_id>/private/ticket": {"ticket_url": "https://tickets.example.com/7"},
    "POST /desk/announcements/<announcement_id>/updates": {"closes": "y"},
}


def _as_idea(thread_id: object) -> None:
    db.session.execute(update(Thread).where(Thread.id == thread_id).values(type=ThreadType.IDEA))


def _unsolved(thread_id: object) -> None:
    unsolved = {"status": ThreadStatus.WAITING, "official_post_id": None, "solved_at": None}
    unsolved["staff_answered_at"] = None
    db.session.execute(update(Thread).where(Thread.id == thread_id).values(**unsolved))


SCENES: dict[str, Callable[[object], None]] = {
    "POST /t/<thread_id>/idea": _as_idea,
    "POST /desk/t/<thread_id>/needs-info": _unsolved,
    "POST /t/<thread_id>/team-needed": _unsolved,
}


def staff_acts() -> list[str]:
    """Everything in the table of rights that is to leave a row."""
    return sorted(
        name
        for name in TABLE
        if name.startswith("POST")
        and name not in NOT_ACTS
        and name not in ELSEWHERE
        and not name.endswith(("/preview", "/try"))
        and not name.removeprefix("POST ").startswith(ONES_ACCOUNT)
    )


ONES_ACCOUNT = (
    *("/login", "/logout", "/register", "/confirm", "/reset", "/change", "/verify", "/mf-", "/tf-"),
    "/settings/",
)


def _actor_and_state(name: str) -> tuple[str, str]:
    """Who does it for the test: an admin, and to what: somebody else's where there is such."""
    states = list(TABLE[name])
    wanted = STATES.get(name)
    others = [state for state in states if state.endswith(("others", "first", "published"))]
    if name.endswith(("/submit", "/publish")):
        others = ["article draft"]
    if name.endswith(("/merge", "/duplicate", "/merge/delete", "/duplicate/delete")):
        others = [state for state in states if state.endswith(" own")]
    return "X", wanted or (others or states)[0]


def _form(app: Flask, world: World, name: str) -> dict[str, str]:
    given = form_of(requests_of(app)[name], world)
    ids = {"backroom_id": int(str(world.common["hub_id"])) + 1}
    return given | {key: text.format(**ids) for key, text in MORE.get(name, {}).items()}


@pytest.mark.parametrize("name", staff_acts())
def test_each_staff_act_leaves_a_row_of_the_log(app: Flask, world: World, name: str) -> None:
    role, state = _actor_and_state(name)
    values = dict(world.places[role][state]) if state else {}
    if name in SCENES:
        SCENES[name](values["thread_id"])
        db.session.commit()
    before = name.removesuffix("/delete")
    for first in FIRST.get(name, (before,) if before != name and before in TABLE else ()):
        assert _send(app, world, role, first, values).answer.status_code < 400, first
    if name in FIRST and name.endswith(("/delete", "/up")):
        values |= SECOND
    rows = _rows()
    sent = _send(app, world, role, name, values)
    assert sent.answer.status_code < 400, f"{name} answers {sent.answer.status}: say how it works"
    assert _rows() > rows, (
        f"{name} leaves no row. Call moderation.audit.log.record in the transaction of the act, "
        "or say above why it is no act of staff."
    )


def _rows() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(StaffAct)) or 0


def _send(app: Flask, world: World, role: str, name: str, values: Arguments) -> Sent:
    return send(app, world, requests_of(app)[name], role, values, _form(app, world, name))


def test_what_is_left_out_of_the_log_is_there(app: Flask) -> None:
    gone = (NOT_ACTS.keys() | ELSEWHERE.keys() | FIRST.keys()) - TABLE.keys()
    assert not gone, f"These are gone, take them out: {sorted(gone)}"
    assert all(requests_of(app)[name].method not in SAFE for name in NOT_ACTS)
