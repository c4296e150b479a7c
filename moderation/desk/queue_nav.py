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
PARTS: tuple[tuple[int, Callable[[], str]], ...] = (  # from which order on, and its heading
    (0, lambda: ""),
    (54, lambda: _("Related questions")),
    (60, lambda: _("Knowledge base")),
    (67, lambda: _("The team")),
    (90, lambda: _("Administration")),  # runs the site and is no queue
)
_providers: dict[str, tuple[int, Provider]] = {}


def register_queues(name: str, provider: Provider, order: int = 50) -> None:
    """Let a room add several entries at once, from one statement.

    Args:
        name: of the room, so that registering twice changes nothing.
        provider: gives the entries for a viewer who works on the desk.
        order: lower stands higher, and says below which heading of ``PARTS``.
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
    """The entries as the desk shows them: the queues without a heading, then part by part."""
    parts: list[list[NavItem]] = [[] for _part in PARTS]
    for order, provider in sorted(_providers.values(), key=lambda entry: entry[0]):
        place = sum(order >= begins for begins, _heading in PARTS) - 1
        parts[place] += [
            (queue.text, queue.url, queue.name == current, queue.count, queue.tone)
            for queue in provider(viewer)
        ]
    return [(heading(), part) for (_from, heading), part in zip(PARTS, parts, strict=True) if part]
