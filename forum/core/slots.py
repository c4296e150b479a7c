"""Places on member pages that other rooms may fill, without the page knowing who does.

A provider takes a list of ids and the viewer, returns ``{id: panel}`` in one query, and is never
called for anonymous visitors, so what is for staff cannot reach a page that may be cached.
What everyone may see has a registry of its own, ``public_panel``, so the two cannot be mixed up.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class PanelViewer(Protocol):
    """Whoever looks at the page."""

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        ...


@dataclass(frozen=True, slots=True)
class Panel:
    """A template that knows how to draw ``content``."""

    template: str
    content: Any


Provider = Callable[[Sequence[int], Any], dict[int, Panel]]
_providers: dict[str, list[Provider]] = defaultdict(list)
_public_providers: dict[str, list[Provider]] = defaultdict(list)


def panel(place: str, provider: Provider) -> None:
    """Let ``provider`` fill ``place``, such as ``thread.aside``."""
    if provider not in _providers[place]:
        _providers[place].append(provider)


def panels(place: str, ids: Sequence[int], viewer: PanelViewer) -> dict[int, list[Panel]]:
    """Everything that fills ``place`` for each id, in the order the providers registered."""
    found: dict[int, list[Panel]] = {row_id: [] for row_id in ids}
    if viewer.is_authenticated:
        for provider in _providers[place]:
            for row_id, content in provider(ids, viewer).items():
                found[row_id].append(content)
    return found


def public_panel(place: str, provider: Provider) -> None:
    """Let ``provider`` fill ``place`` for visitors too; it shows only what the viewer may see."""
    if provider not in _public_providers[place]:
        _public_providers[place].append(provider)


def public_panels(place: str, ids: Sequence[int], viewer: PanelViewer) -> dict[int, list[Panel]]:
    """Everything that fills ``place`` for everyone, for each id."""
    found: dict[int, list[Panel]] = {row_id: [] for row_id in ids}
    for provider in _public_providers[place]:
        for row_id, content in provider(ids, viewer).items():
            found[row_id].append(content)
    return found
