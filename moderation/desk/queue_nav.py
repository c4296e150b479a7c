"""The list of queues at the side of the desk, which every room under the desk may add to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.core.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Queue:
    """One entry. ``text`` is shown, ``count`` may be None, ``tone`` is "late", "soon" or empty."""

    name: str
    text: str
    url: str
    count: int | None = None
    tone: str = ""


Provider = Callable[[Actor], Sequence[Queue]]
NavItem = tuple[str, str, bool, "int | None", str]  # as components/queue.html takes it
ADMINISTRATION_FROM = 90  # whatever stands lower runs the site and is no queue
_providers: dict[str, tuple[int, Provider]] = {}


def register_queues(name: str, provider: Provider, order: int = 50) -> None:
    """Let a room add several entries at once, from one statement.

    Args:
        name: of the room, so that registering twice changes nothing.
        provider: gives the entries for a viewer who works on the desk.
        order: lower stands higher; the watchlist has 0, administration begins with the log at 90.
    """
    _providers[name] = (order, provider)


def register_queue(
    name: str,
    label: Callable[[], str],
    endpoint: str,
    count: Callable[[Actor], int | None] = lambda _viewer: None,
    order: int = 50,
    permission: Permission = Permission.WORK_DESK,
) -> None:
    """Let a room add one entry.

    Args:
        name: what its pages pass to templates as ``desk_queue`` to mark it as the current one.
        label: gives the text in the language of the request: ``lambda: _("Articles")``.
        endpoint: such as ``desk.articles.home``.
        count: what waits there, in one statement; None shows no figure.
        permission: whoever lacks it does not see the entry.
    """

    def provider(viewer: Actor) -> Sequence[Queue]:
        if not viewer.can(permission):
            return ()
        return (Queue(name, label(), url_for(endpoint), count(viewer)),)

    register_queues(name, provider, order)


def items(viewer: Actor, current: str = "") -> list[NavItem]:
    """All entries for this viewer, one below the other; ``current`` is marked."""
    return [item for _heading, part in groups(viewer, current) for item in part]


def groups(viewer: Actor, current: str = "") -> list[tuple[str, list[NavItem]]]:
    """The entries as the desk shows them: the work without a heading, then the administration."""
    work: list[NavItem] = []
    administration: list[NavItem] = []
    for order, provider in sorted(_providers.values(), key=lambda entry: entry[0]):
        part = work if order < ADMINISTRATION_FROM else administration
        part += [
            (queue.text, queue.url, queue.name == current, queue.count, queue.tone)
            for queue in provider(viewer)
        ]
    return [("", work), (_("Administration"), administration)] if administration else [("", work)]
