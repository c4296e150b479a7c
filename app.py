"""Threadwell: ``create_app()`` puts the house together; ``python app.py`` serves it.

No rules live here: only which rooms there are and in which order they are opened.
"""

import logging
import sys
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import forum.accounts
import forum.announcements
import forum.api
import forum.categories
import forum.confidential
import forum.finding
import forum.helping
import forum.home
import forum.knowledge
import forum.notifications
import forum.people
import forum.reactions
import forum.satisfaction
import forum.silence
import forum.syndication
import forum.threads
import forum.uploads
import moderation.announcing
import moderation.audit
import moderation.bulk
import moderation.deflection
import moderation.demo
import moderation.desk
import moderation.duplicates
import moderation.exchange
import moderation.faq
import moderation.handling
import moderation.incidents
import moderation.measures
import moderation.promotion
import moderation.replies
import moderation.reporting
import moderation.routing
import moderation.saved
import moderation.settings
import moderation.starting
import moderation.styleguide
import moderation.teams
import moderation.together
import moderation.wanted
import moderation.watchlist
import moderation.webhooks
from forum.core import (
    assets,
    briefly,
    compression,
    config,
    db,
    error_pages,
    health,
    i18n,
    jobs,
    mail,
    migrations,
    outbox_commands,
    page_cache,
    pages,
    permissions,
    secrets,
    server,
    storage,
    web,
)
from forum.core import settings as site_settings
from forum.core.look import routes as look

ROOMS = (
    forum.accounts,
    forum.uploads,
    forum.categories,
    forum.threads,
    forum.reactions,
    forum.knowledge,
    forum.notifications,
    forum.announcements,
    forum.finding,
    forum.silence,
    forum.confidential,
    forum.satisfaction,
    forum.people,
    forum.helping,
    forum.syndication,
    forum.home,
    forum.api,
    moderation.desk,
    moderation.audit,
    moderation.settings,
    moderation.teams,
    moderation.replies,
    moderation.handling,
    moderation.watchlist,
    moderation.saved,
    moderation.bulk,
    moderation.routing,
    moderation.webhooks,
    moderation.duplicates,
    moderation.together,
    moderation.promotion,
    moderation.announcing,
    moderation.incidents,
    moderation.faq,
    moderation.starting,
    moderation.measures,
    moderation.deflection,
    moderation.reporting,
    moderation.wanted,
    moderation.exchange,
    moderation.demo,
    moderation.styleguide,
)


def create_app(settings: config.Config | None = None) -> Flask:
    """A ready application.

    Raises:
        ConfigError: the environment says something the site cannot start with.
    """
    settings = settings or config.from_environment()
    root = Path(__file__).resolve().parent
    app = Flask(__name__, static_folder=None, template_folder=str(root / "templates"))
    app.jinja_environment = pages.QuickEnvironment  # before anybody asks for the environment
    kept = secrets.load_or_make(settings.instance)
    app.config.update(
        ROOT=root,
        THREADWELL=settings,
        SECRET_KEY=settings.secret_key or kept["secret_key"],
        KEPT_SECRETS=kept,
    )
    page_cache.init_app(
        app,
        settings.database_url,
        forum.accounts.THEME_COOKIE,
        forum.announcements.SEEN_COOKIE,
    )
    briefly.init_app(app)
    compression.init_app(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    db.init_app(app, settings.database_url)
    site_settings.init_app(app)
    migrations.init_app(app)
    web.init_app(app)
    error_pages.init_app(app)
    i18n.init_app(app, forum.accounts.preferred_language)
    permissions.init_app(app, forum.accounts.current_actor)
    mail.init_app(app, settings.mail_url, settings.instance / "mail")
    outbox_commands.init_app(app)
    jobs.init_app(app, settings.instance)
    storage.init_app(app, settings.uploads_url)
    assets.init_app(app, root / "static")
    look.init_app(app)
    pages.init_app(app)
    health.init_app(app)
    for room in ROOMS:
        room.register(app)
    return app


def main() -> None:
    """Upgrade the database, start the worker beside the site, and serve until stopped."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        app = create_app()
        with app.app_context():
            migrations.upgrade_after_backup()
    except (config.ConfigError, migrations.CannotMigrate) as error:
        sys.exit(f"Threadwell cannot start: {error}")
    moderation.demo.prepare(app)
    jobs.start_in_thread(app)
    forum.finding.start_model(app)
    server.serve(app)


if __name__ == "__main__":
    main()
