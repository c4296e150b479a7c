"""Finding and creating tags."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.pages import slug
from forum.core.permissions import Permission
from forum.threads.models import Tag

TAG_MAX_CHARS = 40
TAGS_MAX = 6  # more say less


def tag_slugs(text: str) -> tuple[str, ...]:
    """Tags as people type them, separated by commas or spaces, as slugs without doubles."""
    words = text.replace(",", " ").replace("#", " ").split()
    slugs = [slug(word)[:TAG_MAX_CHARS].strip("-") for word in words]
    return tuple(dict.fromkeys(found for found in slugs if found))


def tags_for(actor: User, slugs: Sequence[str]) -> list[Tag]:
    """The rows of these tags, counted once more each; new ones only by whom may create them.

    Raises:
        Refused: a tag does not exist and is not the actor's to create.
    """
    known = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(slugs)))}
    missing = [name for name in slugs if name not in known]
    if missing and not actor.can(Permission.CREATE_TAG):
        raise Refused(
            _("There is no tag “%(tag)s” yet.", tag=missing[0]),
            _("Choose one of the suggested tags, or leave it out: the team can add it."),
        )
    for name in missing:
        known[name] = Tag(slug=name, thread_count=0)
        db.session.add(known[name])
    db.session.flush()
    found = [known[name] for name in slugs]
    for tag in found:
        tag.thread_count = Tag.thread_count + 1
    return found
