"""What a view of the desk is narrowed by, in words: to take off, and to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from forum.categories.events import PlaceChanged
from forum.categories.queries import products, tree
from forum.core.briefly import Briefly
from forum.core.db import after_commit
from forum.core.events import listens_to
from forum.core.i18n import LANGUAGES, language
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of
from forum.threads.models import Severity
from moderation.handling.queries import names_to_ask
from moderation.watchlist import wording
from moderation.watchlist.filters import ME, NOBODY, Age, Claimed, Filters, Sort

Values = list[tuple[str, str]]  # as they stand in the address, and in words


@dataclass(frozen=True, slots=True)
class Place:
    """A category as rows and filters show it."""

    id: int
    slug: str
    name: str


# every page of the desk names them; another process learns of a new one within the minute
PLACES: Briefly[Sequence[Place]] = Briefly("desk_places", timedelta(minutes=1))


def places(viewer: Actor) -> Sequence[Place]:
    """The categories somebody sees, in the order of the tree, in the language of the request."""
    kind: ViewerKind = kind_of(viewer)
    return PLACES.get((kind.role, language()), lambda: _read(viewer))


def _read(viewer: Actor) -> Sequence[Place]:
    return [Place(row.id, row.slug, row.name(language())) for row in tree(viewer)]


@listens_to(PlaceChanged)
def forget_places(_event: PlaceChanged) -> None:
    """A category has another name, or there is a new one."""
    after_commit(PLACES.forget)


@dataclass(frozen=True, slots=True)
class Options:
    """One thing to filter by: its name in the address, and the values to choose from."""

    name: str
    label: str
    chosen: str
    values: Values


@dataclass(frozen=True, slots=True)
class FilterView:
    """``chips`` are what is filtered by, each with the address without it."""

    chips: list[tuple[str, str]]
    options: list[Options]


def filter_view(filters: Filters, categories: Sequence[Place]) -> FilterView:
    """The filters of a view."""
    offered = _offered(categories)
    return FilterView(_chips(filters, offered), _options(filters, offered))


def list_url(filters: Filters) -> str:
    """The address of a view."""
    return url_for("desk.home", **filters.as_args())


def _offered(categories: Sequence[Place]) -> dict[str, Values]:
    return {
        "category": [(place.slug, place.name) for place in categories],
        "product": [(row.slug, row.name(language())) for row in products(retired=True)],
        "severity": [(one.value, wording.severity_name(one)) for one in reversed(Severity)],
        "language": list(LANGUAGES.items()),
        "age": [(one.value, wording.age_name(one)) for one in Age],
        "assigned": [
            (str(ME), _("Me")),
            (str(NOBODY), _("Nobody")),
            *((f"{kind}-{row_id}", name) for kind, row_id, name in names_to_ask()),
        ],
        "claimed": [(one.value, wording.claimed_name(one)) for one in Claimed],
        "sort": [(one.value, wording.sort_name(one)) for one in Sort],
    }


def _chips(filters: Filters, offered: dict[str, Values]) -> list[tuple[str, str]]:
    chosen = filters.as_args()
    words = {
        name: dict(values).get(chosen.get(name, ""), chosen.get(name, ""))
        for name, values in offered.items()
    }
    words["tag"], words["text"] = f"#{filters.tag}", f"“{filters.text}”"
    words["assigned"] = _("For %(name)s", name=words["assigned"])
    return [(words[name], list_url(filters.without(name))) for name in filters.narrowing]


def _options(filters: Filters, offered: dict[str, Values]) -> list[Options]:
    chosen = filters.as_args()
    labels = {
        "category": _("Category"),
        "product": _("Product"),
        "severity": _("Severity"),
        "language": _("Language"),
        "age": _("Age"),
        "assigned": _("Assigned to"),
        "claimed": _("Claimed by"),
        "sort": _("Order"),
    }
    return [
        Options(name, labels[name], chosen.get(name, ""), values)
        for name, values in offered.items()
        if values
    ]
