"""Words that only some may read, planted wherever people write what is not for everybody.

A new column of words in ``moderation`` has a line in ``CANARIES`` or in ``NO_WORDS``; without one
the build fails. Each canary is two words: a page may repeat the first, which was typed into it,
but never the second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, Text, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import User
from forum.announcements.models import Announcement, Reach
from forum.categories.models import Audience, Category
from forum.confidential.models import PrivateDetails
from forum.core import clock
from forum.core.db import Base, db
from forum.finding.models import EmptySearch, ShownSuggestion
from forum.helping.models import TeamCall
from forum.knowledge.models import Article, ArticleFeedback, ArticleStatus
from forum.threads.models import Draft, Post, Thread
from moderation.audit.models import StaffAct
from moderation.exchange.models import SourcesElsewhere
from moderation.promotion.models import ArticleProposal, Cause, ReviewTask, WaitingEdit
from moderation.replies.models import CannedReply
from moderation.routing.models import RoutingRule
from moderation.saved.models import SavedView
from moderation.teams.models import Calendar, Holiday, Team
from moderation.watchlist.models import Note
from moderation.webhooks.models import WebhookEndpoint
from tests.access.world import World

OUTSIDERS = "ANMB"
MEMBERS = "ANM"
NO_MODERATORS = "ANMBR"
NO_ADMINS = "ANMBRD"
NOBODY = "ANMBRDX"
_FIRST = "zquokka"
_SECOND = "xzebrine"


@dataclass(frozen=True)
class Canary:
    """What is planted: in which columns of one row, and for whom it must not be there."""

    what: str
    columns: tuple[InstrumentedAttribute[Any], ...]
    unseen_by: str = OUTSIDERS
    where: Any = None

    @property
    def model(self) -> type[Base]:
        """The table it is planted in."""
        found: type[Base] = self.columns[0].class_
        return found


CANARIES: tuple[Canary, ...] = (
    # the desk
    Canary("an internal note", (Note.source, Note.html)),
    Canary("a canned reply", (CannedReply.name, CannedReply.body_en, CannedReply.body_ru)),
    Canary("a routing rule", (RoutingRule.name, RoutingRule.words)),
    Canary("a team's name", (Team.name,)),
    Canary("a calendar's name", (Calendar.name,)),
    Canary("a day off", (Holiday.name,)),
    Canary("a saved view", (SavedView.name,)),
    Canary("the staff log", (StaffAct.before, StaffAct.after, StaffAct.reason), NO_MODERATORS),
    Canary("a webhook's address", (WebhookEndpoint.url,), NO_ADMINS),
    Canary("a webhook's secret", (WebhookEndpoint.secret,), NOBODY),
    Canary("why an article is proposed", (ArticleProposal.note, ArticleProposal.reason), MEMBERS),
    Canary("what is to be checked in an article", (ReviewTask.detail,)),
    Canary("where an imported article came from", (SourcesElsewhere.entries,), NOBODY),
    Canary("an edit that waits", (WaitingEdit.title, WaitingEdit.summary, WaitingEdit.source)),
    # the community
    Canary(
        "a draft of an article",
        (Article.title, Article.summary, Article.source, Article.html),
        where=Article.status == ArticleStatus.DRAFT,
    ),
    Canary("what somebody is typing", (Draft.fields,), NOBODY),
    Canary("private details", (PrivateDetails.text, PrivateDetails.ticket_note)),
    Canary("why the team is needed", (TeamCall.reason,), MEMBERS),
    Canary("why an article did not help", (ArticleFeedback.reason,)),
    Canary("what was searched in vain", (EmptySearch.text,)),
    Canary("what was typed on the ask page", (ShownSuggestion.text,)),
    Canary("somebody's e-mail address", (User.email,), NO_ADMINS),
    Canary("a second factor", (User.tf_totp_secret, User.mf_recovery_codes_text), NOBODY),
    Canary(
        "an announcement for the team",
        (Announcement.title, Announcement.source, Announcement.html),
        where=Announcement.reach == Reach.STAFF,
    ),
    Canary(
        "an announcement taken back",
        (Announcement.title, Announcement.source, Announcement.html),
        NO_MODERATORS,
        where=Announcement.withdrawn_at.is_not(None),
    ),
    Canary(
        "a question among the team",
        (Thread.title,),
        where=Thread.category_id.in_(
            select(Category.id).where(Category.audience == Audience.STAFF)
        ),
    ),
    Canary("a deleted question", (Thread.title,), NO_MODERATORS, Thread.deleted_at.is_not(None)),
    Canary("a hidden question", (Thread.title,), NO_MODERATORS, Thread.hidden_at.is_not(None)),
    Canary(
        "a deleted answer", (Post.source, Post.html), NO_MODERATORS, Post.deleted_at.is_not(None)
    ),
    Canary("a hidden answer", (Post.source, Post.html), NO_MODERATORS, Post.hidden_at.is_not(None)),
)
# Columns that hold keys, codes and numbers, or words that stand elsewhere for everybody.
NO_WORDS: dict[str, str] = {
    "StaffAct": "verb object_kind",
    "BulkAct": "view",
    "BulkItem": "before after left_because kept_because",
    "WaitingEdit": "language",
    "CannedReply": "name_key",
    "RoutingRule": "language",
    "SavedView": "address",
    "CalendarVersion": "zone",
    "PolicyAllowance": "first resolution",
    "PolicyVersion": "community deferral",
    "JointAnswer": "submission_key target_key linked led_on",
    "WebhookDelivery": "uid dedupe_key clock_name last_error",
    "WebhookEndpoint": "events",
}


def words_of(canary: Canary) -> tuple[str, str]:
    """The two words of a canary: what one may search for, and what one must never find."""
    number = CANARIES.index(canary)
    letters = chr(ord("a") + number // 26) + chr(ord("a") + number % 26)
    return f"{_FIRST}{letters}", f"{_SECOND}{letters}"


def plant_all(world: World) -> None:
    """Write every canary into a row of the world, made where there is none."""
    _make_rows(world)
    for canary in CANARIES:
        _plant(canary)
    db.session.commit()


def uncovered() -> list[str]:
    """Columns of words in ``moderation`` that nobody thought of."""
    known = {f"{one.class_.__name__}.{one.key}" for row in CANARIES for one in row.columns}
    known |= {f"{model}.{name}" for model, names in NO_WORDS.items() for name in names.split()}
    return sorted(set(_columns_of_words()) - known)


def _columns_of_words() -> list[str]:
    return [
        f"{mapper.class_.__name__}.{column.key}"
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("moderation.")
        for column in mapper.columns
        if type(column.type) in {String, Text}
    ]


def _plant(canary: Canary) -> None:
    chosen = select(canary.model).order_by(*canary.model.__table__.primary_key).limit(1)
    if canary.where is not None:
        chosen = chosen.where(canary.where)
    row = db.session.scalar(chosen)
    assert row is not None, f"the world of these tests has nothing for {canary.what}: make a row"
    first, second = words_of(canary)
    for column in canary.columns:
        setattr(row, column.key, _fitting(column.key, first, second))


def _fitting(column: str, first: str, second: str) -> Any:
    shapes: dict[str, Any] = {
        "url": f"https://hooks.example.com/{first}/{second}",
        "secret": f"{first}-{second}",
        "email": f"{first}.{second}@example.com",
        "fields": {"body": f"The button of {first} is {second}"},
        "html": f"<p>The button of {first} is {second}</p>",
        "name": f"{first} {second}",
    }
    return shapes.get(column, f"The button of {first} is {second}")


def _make_rows(world: World) -> None:
    others = world.places["M"]["thread others"]["thread_id"]
    article = world.places["M"]["article published"]["article_id"]
    admin, rep, now = world.people["X"], world.people["R"], clock.now()
    asker = db.session.get_one(Thread, others).author_id
    rows: dict[type[Base], Callable[[], Base]] = {
        Holiday: lambda: Holiday(version_id=1, day=now.date()),
        SavedView: lambda: SavedView(owner_id=rep.id, name="V", address="", created_at=now),
        Draft: lambda: Draft(
            owner_key=f"user:{asker}", user_id=asker, place="ask", fields={}, updated_at=now
        ),
        PrivateDetails: lambda: PrivateDetails(
            thread_id=others, text="", ticket_url="", ticket_note="", written_at=now
        ),
        TeamCall: lambda: TeamCall(thread_id=others, by_id=asker, reason="", created_at=now),
        ArticleFeedback: lambda: ArticleFeedback(
            article_id=article, reader_key="visitor:x", helpful=False, created_at=now
        ),
        EmptySearch: lambda: EmptySearch(
            text="", language="en", count=9, first_at=now, last_at=now
        ),
        ShownSuggestion: lambda: ShownSuggestion(
            ask_key="somebody's visit", document_key=f"thread:{others}", shown_at=now
        ),
        ArticleProposal: lambda: ArticleProposal(
            thread_id=others, by_id=asker, note="", created_at=now
        ),
        ReviewTask: lambda: ReviewTask(article_id=article, cause=Cause.AGE, opened_at=now),
        SourcesElsewhere: lambda: SourcesElsewhere(article_id=article, entries=""),
        WaitingEdit: lambda: WaitingEdit(
            article_id=article,
            based_on=1,
            title="",
            source="",
            category_id=world.common["hub_id"],
            language="en",
            by_id=admin.id,
            created_at=now,
        ),
    }
    for model, make in rows.items():
        if db.session.scalar(select(model).limit(1)) is None:
            db.session.add(make())
            db.session.flush()
