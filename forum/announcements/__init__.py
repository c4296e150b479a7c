"""What the team tells everyone: planned work, incidents, releases, news; with a banner on pages."""

from flask import Flask

from forum.announcements import listeners, panels
from forum.announcements.banner import SEEN_COOKIE, banner_for
from forum.announcements.models import Announcement, AnnouncementUpdate
from forum.announcements.routes import blueprint
from forum.uploads.holders import column_holds_pictures

__all__ = ["SEEN_COOKIE", "listeners", "panels", "register"]


def register(app: Flask) -> None:
    """Open the room; every page may show the banner."""
    app.register_blueprint(blueprint)
    column_holds_pictures(Announcement.source)
    column_holds_pictures(AnnouncementUpdate.source)
    app.jinja_env.globals["banner_for"] = banner_for
