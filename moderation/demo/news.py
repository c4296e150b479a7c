"""What the team of the demo told everyone, and what it keeps at hand to answer with."""

from datetime import timedelta

from forum.announcements.models import (
    Announcement,
    AnnouncementKind,
    AnnouncementThread,
    AnnouncementUpdate,
)
from forum.core.db import db
from forum.core.markup import MARKUP_VERSION, render
from forum.knowledge.models import FaqEntry, PathStep
from moderation.demo.cast import Cast
from moderation.demo.content import AnnouncementText, CannedText
from moderation.demo.staff_log import log
from moderation.replies.models import CannedReply

CHOSEN_DAYS_AGO = 9.0


def add_announcements(cast: Cast, announcements: tuple[AnnouncementText, ...]) -> None:
    """Without a banner: the demo's pages should show themselves first."""
    for text in announcements:
        published_at = cast.at(text.days_ago)
        starts_at = ends_at = None
        if text.lasts_hours:
            starts_at = cast.now + timedelta(days=text.starts_in_days)
            ends_at = starts_at + timedelta(hours=text.lasts_hours)
        row = Announcement(
            kind=AnnouncementKind(text.kind),
            title=text.title,
            source=text.body,
            html=render(text.body).html,
            markup_version=MARKUP_VERSION,
            language=text.language,
            shows_banner=False,
            starts_at=starts_at,
            ends_at=ends_at,
            author_id=cast.people[text.author].id,
            published_at=published_at,
            updated_at=published_at,
        )
        db.session.add(row)
        db.session.flush()
        if text.threads:
            _play_incident(cast, row, text)


def _play_incident(cast: Cast, row: Announcement, text: AnnouncementText) -> None:
    """It has its threads, and is over."""
    for position, key in enumerate(text.threads):
        db.session.add(
            AnnouncementThread(
                announcement_id=row.id,
                thread_id=cast.threads[key].thread.id,
                is_main=position == 0,
                by_id=row.author_id,
                attached_at=row.published_at,
            )
        )
    by, moment = cast.people[text.update_by], cast.at(text.days_ago, text.over_after_hours)
    db.session.add(
        AnnouncementUpdate(
            announcement_id=row.id,
            source=text.update,
            html=render(text.update).html,
            markup_version=MARKUP_VERSION,
            author_id=by.id,
            created_at=moment,
        )
    )
    row.starts_at = cast.threads[text.threads[0]].thread.created_at
    row.updated_at, row.update_count = moment, 1
    row.closed_at, row.closed_by_id = moment, by.id
    db.session.flush()
    log(by, "close-announcement", "announcement", row.id, moment)


def add_common_questions(cast: Cast, articles: tuple[str, ...], chosen_by: str) -> None:
    """The articles with these keys, in this order."""
    for position, key in enumerate(articles):
        db.session.add(
            FaqEntry(
                article_id=cast.articles[key].id,
                position=position,
                added_by_id=cast.people[chosen_by].id,
                added_at=cast.at(CHOSEN_DAYS_AGO),
            )
        )
    db.session.flush()


def add_starting_paths(cast: Cast, paths: dict[str, list[str]], chosen_by: str) -> None:
    """For each product the articles with these keys, in this order."""
    for slug, articles in paths.items():
        for position, key in enumerate(articles, start=1):
            db.session.add(
                PathStep(
                    product_id=cast.products[slug].id,
                    article_id=cast.articles[key].id,
                    position=position,
                    added_by_id=cast.people[chosen_by].id,
                    added_at=cast.at(CHOSEN_DAYS_AGO),
                )
            )
    db.session.flush()


def add_canned_replies(cast: Cast, replies: tuple[CannedText, ...]) -> None:
    """For everybody on the desk."""
    for text in replies:
        written_at = cast.at(text.days_ago)
        db.session.add(
            CannedReply(
                name=text.name,
                name_key=text.name.casefold(),
                body_en=text.en,
                body_ru=text.ru,
                created_at=written_at,
                updated_at=written_at,
                updated_by_id=cast.people[text.author].id,
            )
        )
    db.session.flush()
