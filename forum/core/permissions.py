"""Who may do what: roles and what each is granted, and one access rule for every endpoint.

An endpoint without a rule cannot be reached, and a test fails on it. Rules about one particular
thing ("own", "not locked") live in the rooms' ``policy.py``; they take what stands here as given.

Who lacks a permission hears "not yours" about what they can see and "not there" about the rest:
rooms say with ``names`` what the arguments of their addresses name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import Flask, request

from forum.core.errors import NotAllowed, NotFound, SignInNeeded


class Role(StrEnum):
    """What a person is here, from least to most trusted."""

    NEW = "new"
    MEMBER = "member"
    AMBASSADOR = "ambassador"
    REP = "rep"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Permission(StrEnum):
    """An act, or a group of acts that are always granted together."""

    ASK = "ask"
    ANSWER = "answer"
    SAME = "same"
    UPLOAD = "upload"
    UPLOAD_FREELY = "upload-freely"
    VOTE = "vote"
    ENDORSE = "endorse"
    RETAG = "retag"
    SUGGEST_DUPLICATE = "suggest-duplicate"
    CONFIRM_DUPLICATE = "confirm-duplicate"
    PROPOSE_ARTICLE = "propose-article"
    HELP_WANTED = "help-wanted"  # the list of what waits; calling the team
    ANSWER_LOCKED = "answer-locked"
    MARK_OFFICIAL = "mark-official"
    ACCEPT_FOR_OTHERS = "accept-for-others"
    CURATE = "curate"  # lock, reopen, move, edit titles, set language, needs-info
    REDACT = "redact"  # take words out of posts for good
    WORK_DESK = "work-desk"
    WRITE_ARTICLE = "write-article"
    PUBLISH_ARTICLE = "publish-article"
    CREATE_TAG = "create-tag"
    EDIT_ANY = "edit-any"
    SEE_DELETED = "see-deleted"
    PIN = "pin"
    MERGE = "merge"  # make one question part of another, and take it out again
    ANNOUNCE = "announce"
    RUN_INCIDENT = "run-incident"  # begin one, tell of it, add threads; its end is announced
    WRITE_REPLIES = "write-replies"  # the texts that everybody on the desk sends
    ROUTE = "route"  # the rules that sort new questions
    SEE_EMAIL = "see-email"
    MANAGE_ROLES = "manage-roles"
    MANAGE_SITE = "manage-site"  # its name, logo and accent colour
    MANAGE_PLACES = "manage-places"  # categories and products


_NEW = frozenset({Permission.ASK, Permission.ANSWER, Permission.SAME, Permission.UPLOAD})
_MEMBER = _NEW | {Permission.VOTE, Permission.SUGGEST_DUPLICATE, Permission.UPLOAD_FREELY}
_AMBASSADOR = _MEMBER | {
    Permission.ENDORSE,
    Permission.RETAG,
    Permission.CONFIRM_DUPLICATE,
    Permission.PROPOSE_ARTICLE,
    Permission.HELP_WANTED,
}
_REP = _AMBASSADOR | {
    Permission.ANSWER_LOCKED,
    Permission.MARK_OFFICIAL,
    Permission.ACCEPT_FOR_OTHERS,
    Permission.CURATE,
    Permission.REDACT,
    Permission.WORK_DESK,
    Permission.RUN_INCIDENT,
    Permission.WRITE_ARTICLE,
    Permission.PUBLISH_ARTICLE,
}
_MODERATOR = _REP | {
    Permission.CREATE_TAG,
    Permission.EDIT_ANY,
    Permission.SEE_DELETED,
    Permission.PIN,
    Permission.MERGE,
    Permission.ANNOUNCE,
    Permission.WRITE_REPLIES,
    Permission.ROUTE,
}
_ADMIN = _MODERATOR | {
    Permission.SEE_EMAIL,
    Permission.MANAGE_ROLES,
    Permission.MANAGE_SITE,
    Permission.MANAGE_PLACES,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.NEW: _NEW,
    Role.MEMBER: _MEMBER,
    Role.AMBASSADOR: _AMBASSADOR,
    Role.REP: _REP,
    Role.MODERATOR: _MODERATOR,
    Role.ADMIN: _ADMIN,
}
STAFF = frozenset({Role.REP, Role.MODERATOR, Role.ADMIN})


class Actor(Protocol):
    """What rules need to know of the person who acts; anonymous visitors have no id and no role."""

    @property
    def id(self) -> int | None:
        """Row id, None for visitors."""
        ...

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        ...

    @property
    def is_staff(self) -> bool:
        """Whether the person works here."""
        ...

    def can(self, permission: Permission) -> bool:
        """Whether the person's role is granted the permission."""
        ...


@dataclass(frozen=True, slots=True)
class Access:
    """The rule of one endpoint. ``hidden`` makes a refusal look as if nothing were there."""

    signed_in: bool = False
    permission: Permission | None = None
    hidden: bool = False


View = TypeVar("View", bound=Callable[..., Any])
_RULE = "__access__"
PUBLIC = Access()
# Endpoints that come from packages. Flask-Security checks its own sign-in and freshness.
PACKAGE_ENDPOINTS = ("static", "security.")
Finder = Callable[[Any, Actor], object]
_finders: dict[str, Finder] = {}


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _RULE, access)
        return view

    return mark


def public(view: View) -> View:
    """Everybody may come here."""
    return _declare(PUBLIC)(view)


def signed_in(view: View) -> View:
    """Whoever is signed in may come here."""
    return _declare(Access(signed_in=True))(view)


def requires(permission: Permission, hidden: bool = False) -> Callable[[View], View]:
    """Only whose role is granted the permission may come here."""
    return _declare(Access(signed_in=True, permission=permission, hidden=hidden))


def names(argument: str, find: Finder) -> None:
    """Let a refusal look first whether what ``<argument>`` names is there for the actor.

    ``find`` takes the value and the actor, and raises NotFound.
    """
    _finders[argument] = find


def access_of(app: Flask, endpoint: str) -> Access | None:
    """The rule of an endpoint, or None when it declares none."""
    if endpoint == PACKAGE_ENDPOINTS[0] or endpoint.startswith(PACKAGE_ENDPOINTS[1]):
        return PUBLIC
    rule = getattr(app.view_functions[endpoint], _RULE, None)
    return rule if isinstance(rule, Access) else None


def check(access: Access, actor: Actor) -> None:
    """Refuse whoever the rule does not let in.

    Raises:
        SignInNeeded, NotAllowed, or NotFound where even the existence is not for this person.
    """
    if not access.signed_in:
        return
    allowed = access.permission is None or actor.can(access.permission)
    if access.hidden and not (actor.is_authenticated and allowed):
        raise NotFound()
    if not actor.is_authenticated:
        raise SignInNeeded()
    if not allowed:
        raise NotAllowed()


def init_app(app: Flask, current_actor: Callable[[], Actor]) -> None:
    """Hold every request against the rule of its endpoint before anything else runs."""

    @app.before_request
    def hold_against_rule() -> None:
        if request.endpoint is None:
            return
        access = access_of(app, request.endpoint)
        if access is None:
            raise NotFound()
        if not access.signed_in:
            return
        actor = current_actor()
        try:
            check(access, actor)
        except NotAllowed:
            for argument, value in (request.view_args or {}).items():
                if argument in _finders:
                    _finders[argument](value, actor)
            raise
