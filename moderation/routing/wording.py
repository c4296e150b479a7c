"""What a rule says, in a line of the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.categories.models import Category
from forum.categories.queries import ProductLine
from forum.core.i18n import LANGUAGES
from forum.core.permissions import Permission
from moderation.routing.models import RoutingRule
from moderation.watchlist.wording import severity_name

PHRASES_SHOWN = 4


class Names:
    """What categories and products are called in the reader's language."""

    def __init__(
        self, categories: Sequence[Category], products: Sequence[ProductLine], words: str
    ) -> None:
        self.categories = {row.id: row.name(words) for row in categories}
        self.products = {row.id: row.name(words) for row in products}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the list shows it."""

    rule: RoutingRule
    asks: Sequence[str]
    does: Sequence[str]
    rests: str  # why it sorts nothing at the moment, if so


def line(rule: RoutingRule, names: Names) -> Line:
    """A rule in words."""
    return Line(rule, _asks(rule, names), _does(rule), _rests(rule))


def _asks(rule: RoutingRule, names: Names) -> list[str]:
    found = []
    if rule.category_id is not None:
        found.append(names.categories.get(rule.category_id, _("a category you cannot see")))
    if rule.product_id is not None:
        found.append(names.products.get(rule.product_id, ""))
    if rule.language:
        found.append(LANGUAGES.get(rule.language, rule.language))
    phrases = [phrase.strip() for phrase in rule.words.splitlines() if phrase.strip()]
    if phrases:
        shown = ", ".join(f"“{phrase}”" for phrase in phrases[:PHRASES_SHOWN])
        found.append(f"{shown} …" if len(phrases) > PHRASES_SHOWN else shown)
    return [part for part in found if part]


def _does(rule: RoutingRule) -> list[str]:
    found = []
    if rule.team is not None:
        found.append(_("to %(team)s", team=rule.team.name))
    if rule.severity is not None:
        found.append(severity_name(rule.severity))
    if rule.tag is not None:
        found.append(f"#{rule.tag.slug}")
    return found


def _rests(rule: RoutingRule) -> str:
    why = ""
    if rule.stopped_at is not None:
        why = _("Stopped")
    elif not rule.keeper.can(Permission.CURATE):
        name = rule.keeper.name
        why = _("Rests: %(name)s does not work here any more. Save it anew.", name=name)
    elif rule.team is not None and rule.team.retired_at is not None:
        why = _("The team %(name)s was given up: choose another one.", name=rule.team.name)
    return why
