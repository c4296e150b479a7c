"""What changes about people and their accounts."""

import uuid
from contextlib import suppress
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from forum.accounts import names, policy
from forum.accounts.events import (
    PersonConfirmed,
    PersonLeft,
    PersonRegistered,
    PersonRenamed,
    RoleChanged,
)
from forum.accounts.models import FormerName, SignInSession, User
from forum.accounts.queries import is_name_taken
from forum.core import clock, i18n, outbox
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotAllowed, NotFound, Refused
from forum.core.events import publish
from forum.core.permissions import Actor, Role

BATCH_PEOPLE = 200  # a short transaction; the next sweep takes the rest


@transactional
def register(
    name: str,
    email: str,
    password_hash: str | None,
    role: Role = Role.NEW,
    confirmed: bool = False,
    language: str = "",
    visitor_key: str = "",
) -> User:
    """Make an account. Forms have said already what is wrong with a name or an address.

    Raises:
        Conflict: the name or the address went to somebody else this very moment.
    """
    moment = clock.now()
    person = User(
        name=name,
        name_skeleton=names.skeleton(name),
        email=email,
        password=password_hash,
        active=True,
        confirmed_at=moment if confirmed else None,
        fs_uniquifier=uuid.uuid4().hex,
        role=role,
        language=language,
        joined_at=moment,
    )
    if is_name_taken(name):
        raise _taken()
    try:
        db.session.add(person)
        db.session.flush()
    except IntegrityError:
        raise _taken() from None
    publish(PersonRegistered(person.id, visitor_key))
    return person


def _taken() -> Conflict:
    return Conflict(
        _("Somebody took this name or address a moment ago."),
        _("Go back and choose another name, or sign in if the account is yours."),
    )


@transactional
def forget_unconfirmed(before: datetime) -> None:
    """Drop accounts made before then whose address nobody confirmed."""
    stale = db.session.scalars(
        select(User.id)
        .where(
            User.confirmed_at.is_(None),
            User.joined_at < before,
            User.active,
            User.role == Role.NEW,
            User.import_key.is_(None),
        )
        .order_by(User.id)
        .limit(BATCH_PEOPLE)
    ).all()
    for user_id in stale:
        with suppress(IntegrityError), db.session.begin_nested():  # something hangs on it: it stays
            db.session.execute(delete(User).where(User.id == user_id))


@transactional
def confirm(user_id: int) -> User:
    """The person holds the mailbox they named. A second time changes nothing."""
    person = locked(User, user_id)
    if person.confirmed_at is None:
        person.confirmed_at = clock.now()
        publish(PersonConfirmed(person.id))
    return person


@transactional
def rename(user_id: int, name: str) -> User:
    """Give a person another name; the old one keeps leading to them.

    Raises:
        Refused: the name is somebody else's, or the last change is too recent.
    """
    person = locked(User, user_id)
    before, skeleton = person.name, names.skeleton(name)
    if skeleton != person.name_skeleton:
        if is_name_taken(name, besides=person.id):
            raise Refused(_("This name belongs to somebody else."), _("Choose another one."))
        again = policy.may_rename_at(_last_renamed(person.id))
        if again and again > clock.now():
            raise Refused(
                _("You changed your name less than a month ago."),
                _("You can change it again after %(date)s.", date=i18n.datetime_full(again)),
            )
        db.session.execute(delete(FormerName).where(FormerName.name_skeleton == skeleton))
        db.session.add(
            FormerName(
                name_skeleton=person.name_skeleton, user_id=person.id, given_up_at=clock.now()
            )
        )
        person.name_skeleton = skeleton
    person.name = name
    publish(PersonRenamed(person.id, before, name))
    return person


def _last_renamed(user_id: int) -> datetime | None:
    return db.session.scalar(
        select(func.max(FormerName.given_up_at)).where(FormerName.user_id == user_id)
    )


@transactional
def set_preferences(user_id: int, language: str, theme: str, wants_mail: bool) -> None:
    """How the site looks and whether it writes."""
    person = locked(User, user_id)
    person.language, person.theme, person.wants_mail = language, theme, wants_mail


@transactional
def set_language(user_id: int, language: str) -> None:
    """The language pages and mails come in; "" follows the browser."""
    locked(User, user_id).language = language


@transactional
def set_theme(user_id: int, theme: str) -> None:
    """ "auto", "light" or "dark"."""
    locked(User, user_id).theme = theme


@transactional
def set_bio(user_id: int, bio: str) -> None:
    """What a person says about themselves."""
    locked(User, user_id).bio = bio


@transactional
def set_role(actor: Actor, user_id: int, role: Role, title: str | None = None) -> User:
    """Give somebody another role, and staff the title that stands beside their name.

    Raises:
        NotAllowed: only admins, and never their own.
        Refused: nobody would be left in charge.
    """
    admins = _locked_admins()
    if actor.id is not None:
        actor = locked(User, actor.id)  # their own role may have changed a moment ago
    person = locked(User, user_id)
    if not policy.can_set_role(actor, person):
        raise NotAllowed(_("Roles are given by admins, and nobody gives one to themselves."))
    return _set_role(person, role, admins, actor.id, title)


@transactional
def set_role_by_operator(user_id: int, role: Role) -> User:
    """The same from the command line, where nobody is signed in."""
    admins = _locked_admins()
    return _set_role(locked(User, user_id), role, admins, None, None)


@transactional
def promote_new_member(user_id: int) -> None:
    """A new person whose first post stood is a member from now on."""
    person = locked(User, user_id)
    if person.role is Role.NEW:
        person.role = Role.MEMBER
        publish(RoleChanged(person.id, None, Role.NEW.value, Role.MEMBER.value))


def _set_role(
    person: User, role: Role, admins: int, actor_id: int | None, title: str | None
) -> User:
    if policy.leaves_no_admin(person, admins, role):
        raise Refused(
            _("%(name)s is the last admin.", name=person.name),
            _("Make somebody else an admin first."),
        )
    before, person.role = person.role, role
    if title is not None:
        person.title = title
    if before is not role:
        publish(RoleChanged(person.id, actor_id, before.value, role.value))
    return person


def _locked_admins() -> int:
    rows = db.session.scalars(
        select(User.id)
        .where(User.role == Role.ADMIN, User.active, User.deleted_at.is_(None))
        .order_by(User.id)
        .with_for_update()
    )
    return len(rows.all())


@transactional
def keep_recovery_codes(user_id: int, digests: list[str]) -> None:
    """Replace the recovery codes."""
    locked(User, user_id).mf_recovery_codes = digests


@transactional
def use_recovery_code(user_id: int, digest: str) -> None:
    """Strike one recovery code off.

    Raises:
        Refused: it was used already.
    """
    person = locked(User, user_id)
    left = person.mf_recovery_codes
    if digest not in left:
        raise Refused(_("This recovery code was used already."), _("Use another one."))
    left.remove(digest)
    person.mf_recovery_codes = left


@transactional
def leave(user_id: int) -> None:
    """Delete an account: the posts stay under "Former member", what names the person goes.

    Raises:
        Refused: nobody would be left in charge.
    """
    admins = _locked_admins()
    person = locked(User, user_id)
    if person.deleted_at is not None:
        raise NotFound()
    if policy.leaves_no_admin(person, admins, None):
        raise Refused(_("You are the last admin."), _("Make somebody else an admin first."))
    outbox.unsend_to(person.id)
    db.session.execute(
        delete(outbox.OutboxMail).where(
            or_(
                outbox.OutboxMail.user_id == person.id,
                outbox.OutboxMail.recipient == person.email,
            )
        )
    )
    db.session.execute(delete(SignInSession).where(SignInSession.user_id == person.id))
    db.session.execute(delete(FormerName).where(FormerName.user_id == person.id))
    person.stored_name, person.name_skeleton = "Former member", f"~{person.id}"
    person.email = person.password = person.confirmed_at = None
    person.tf_primary_method = person.tf_totp_secret = person.tf_last_counter = None
    person.mf_recovery_codes = []
    person.bio = person.title = person.language = ""
    person.role, person.active, person.wants_mail = Role.NEW, False, False
    person.fs_uniquifier = uuid.uuid4().hex
    person.deleted_at = clock.now()
    db.session.flush()
    publish(PersonLeft(person.id))
