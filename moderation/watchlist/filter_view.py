"""What a view of the desk is narrowed by, in words: to take off, and to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.categories.models import Category
from forum.categories.queries import products
from forum.core.i18n import LANGUAGES, language
from forum.threads.models import Severity
from moderation.handling.queries import names_to_ask
from moderation.watchlist import wording
from moderation.watchlist.filters import ME, NOBODY, Age, Claimed, Filters, Sort

Values = list[tuple[str, str]]  # as they stand in the address, and in words


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


def filter_view(filters: Filters, categories: Sequence[Category]) -> FilterView:
    """The filters of a view, in one statement."""
    offered = _offered(categories)
    return FilterView(_chips(filters, offered), _options(filters, offered))


def list_url(filters: Filters) -> str:
    """The address of a view."""
    return url_for("desk.home", **filters.as_args())


def _offered(categories: Sequence[Category]) -> dict[str, Values]:
    return {
        "category": [(row.slug, row.name(language())) for row in categories],
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
