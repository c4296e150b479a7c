"""What happened to people. Ids only: a listener loads what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """Somebody made an account; the address is not confirmed yet.

    ``visitor_key`` is the token of the browser (see ``current.owner_key_of_visitor``) or empty.
    """

    user_id: int
    visitor_key: str = ""


@dataclass(frozen=True, slots=True)
class PersonConfirmed:
    """Somebody opened the link that was sent to their address."""

    user_id: int


@dataclass(frozen=True, slots=True)
class PersonSignedIn:
    """Somebody signed in with a browser that may have been a visitor's before."""

    user_id: int
    visitor_key: str = ""


@dataclass(frozen=True, slots=True)
class PersonRenamed:
    """Somebody goes by another name now."""

    user_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody deleted their account: what is theirs alone goes, what others read stays."""

    user_id: int


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """Somebody may do other things now. ``actor_id`` is None for the command line and for rules."""

    user_id: int
    actor_id: int | None
    before: str
    after: str
