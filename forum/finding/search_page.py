"""One page of results with its facets, as far as the viewer may see them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.categories.queries import audiences_of, products, tree
from forum.core.db import db
from forum.core.i18n import LANGUAGES, language
from forum.core.permissions import Actor
from forum.finding import labels
from forum.finding.cards import Suggestion, cards
from forum.finding.doubts import offer
from forum.finding.engine import finding
from forum.finding.given import Explained, among, explained, taken_apart
from forum.finding.operators import Asked, without
from search.documents import Results
from search.keyboard import other_layout
from search.narrowing import Narrowed
from search.retrieval import Way
from search.spelling import corrected

logger = logging.getLogger(__name__)
PAGE_SIZE_RESULTS = 20
PAGES_MAX = 20  # beyond some hundred candidates nothing is ranked any more
OPTIONS_MAX = 12  # of one facet; the rarest are reached by words
NOBODY = 0  # no row has this id: a name that nobody bears finds nothing
# Facets of the page: parameter, and the values in the order in which they are offered.
STATES = ("solved", "answered", "waiting", "needs_info")
FACETS = ("kind", "state", "staff", "category", "product", "tag", "lang")


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet: how many results have it, and whether it was chosen."""

    value: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the results."""

    name: str
    title: str
    options: Sequence[FacetOption]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What ``/search`` shows.

    Args:
        query: as it was typed.
        words: the query without its operators, to ask the community with.
        results: the cards of this page, best first.
        total: how many documents matched.
        facets: those with something to choose.
        chosen: the facets in force, by parameter.
        page: from 1.
        has_next: whether there is another page.
        degraded: whether words alone were compared.
        given: operators that only some people have, this viewer among them.
        operators: each one that was typed, with the query that is left without it.
        looked_for: the words that were looked for, where they are not those that were typed.
        offered: the same words but for one that is rare beside another much like it.
        exact: whether words are taken as they were typed.
    """

    query: str
    words: str
    results: Sequence[Suggestion] = field(default_factory=tuple)
    total: int = 0
    facets: Sequence[Facet] = field(default_factory=tuple)
    chosen: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    has_next: bool = False
    degraded: bool = False
    given: Sequence[Explained] = ()
    operators: Sequence[tuple[str, str]] = ()
    looked_for: str = ""
    offered: str = ""
    exact: bool = False

    @property
    def offered_query(self) -> str:
        """The query with what is offered in the place of the words; without operators between."""
        kept = self.words in self.query
        return self.query.replace(self.words, self.offered) if kept else self.offered

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing but words: nothing narrows what they find."""
        return not (self.chosen or self.operators)

    @property
    def is_empty(self) -> bool:
        """Whether words alone, compared by meaning too, found nothing at all."""
        return bool(self.words) and not self.total and self.is_plain and not self.degraded


def search_page(
    query: str, chosen: Mapping[str, str], page: int, viewer: Actor, exact: bool = False
) -> SearchPage:
    """Search threads and articles.

    Args:
        query: as typed, operators included.
        chosen: facet parameters; unknown ones and empty values are ignored.
        page: from 1; beyond the last page there is simply nothing.
        viewer: finds nothing that they may not read.
        exact: whether to look for the words as they were typed, slips and all.
    """
    asked = taken_apart(query, viewer)
    narrowed = {name: chosen[name].lower() for name in FACETS if chosen.get(name)}
    wanted = wanted_of(asked, narrowed, viewer)
    if not asked.text and not wanted:
        return SearchPage(query, "", chosen=narrowed, given=explained(viewer))
    page = min(max(page, 1), PAGES_MAX)
    results, looked_for, offered = _search(asked.text, wanted, page, viewer, exact)
    return SearchPage(
        query=query,
        words=asked.text,
        results=cards(results.hits, viewer),
        total=results.total,
        facets=_facets(results.facets, narrowed, viewer),
        chosen=narrowed,
        page=page,
        has_next=results.total > page * PAGE_SIZE_RESULTS and page < PAGES_MAX,
        degraded=results.degraded,
        given=explained(viewer),
        operators=[(operator, without(query, operator)) for operator in asked.operators],
        looked_for=looked_for,
        offered=offered,
        exact=exact,
    )


def wanted_of(asked: Asked, narrowed: Mapping[str, str], viewer: Actor) -> Narrowed:
    """What operators and facets ask of documents.

    One statement where people are named, and one for each operator that another room gave.
    """
    chosen = (f"{name}:{value}" for name, value in narrowed.items())
    return Narrowed(
        labels.joined([*asked.labels, *chosen, *_people(asked)]),
        asked.phrases,
        asked.without,
        asked.since,
        asked.until,
        among(asked, viewer),
    )


def _people(asked: Asked) -> list[str]:
    if not asked.users:
        return []
    skeletons = {name: skeleton(name) for name in asked.users}
    rows = db.session.execute(
        select(User.name_skeleton, User.id).where(
            User.name_skeleton.in_(set(skeletons.values())), User.deleted_at.is_(None)
        )
    )
    known = {row.name_skeleton: row.id for row in rows}
    return [labels.author(known.get(kept, NOBODY)) for kept in skeletons.values()]


def _search(
    text: str, wanted: Narrowed, page: int, viewer: Actor, exact: bool
) -> tuple[Results, str, str]:
    """What is found, the words that were looked for where others were typed, and some to offer."""
    engine, audiences = finding(), audiences_of(viewer)

    def look(words: str) -> Results:
        return engine.index.search(
            engine.connection(),
            words,
            audiences,
            wanted,
            limit=PAGE_SIZE_RESULTS,
            offset=(page - 1) * PAGE_SIZE_RESULTS,
            way=Way(forgiving=not exact),
        )

    def find() -> tuple[Results, str, str]:
        results = look(text)
        other = "" if exact or results.is_known else other_layout(text)
        if other and engine.index.knows(engine.connection(), other):
            return look(other), other, ""
        if results.corrections:
            return results, corrected(text, results.corrections), ""
        if exact or page > 1:
            return results, "", ""
        return results, "", offer(engine.index, engine.connection(), text, wanted, viewer)

    try:
        found = find()
    except Exception:  # whatever is wrong with the index, the page says so and offers to ask
        logger.exception("the search index did not answer")
        engine.unanswered = find
        db.session.rollback()
        return Results(degraded=True), "", ""
    engine.unanswered = None
    return found


def _facets(counts: Mapping[str, int], chosen: Mapping[str, str], viewer: Actor) -> list[Facet]:
    by_facet = labels.grouped(counts)
    names = {row.slug: row.name(language()) for row in tree(viewer)}
    texts: dict[str, dict[str, str]] = {
        "kind": {"thread": _("Questions"), "article": _("Articles")},
        "state": {
            "solved": _("Solved"),
            "answered": _("Answered"),
            "waiting": _("Unanswered"),
            "needs_info": _("Needs details"),
        },
        "staff": {"yes": _("The team answered")},
        "category": names,
        "product": _products(by_facet, chosen),
        "tag": {value: value for value in by_facet.get("tag", {})},
        "lang": dict(LANGUAGES),
    }
    titles = {
        "kind": _("What to show"),
        "state": _("State"),
        "staff": _("Who answered"),
        "category": _("Category"),
        "product": _("Product"),
        "tag": _("Tag"),
        "lang": _("Language"),
    }
    facets = [
        Facet(name, titles[name], _options(by_facet.get(name, {}), texts[name], chosen.get(name)))
        for name in FACETS
    ]
    return [facet for facet in facets if facet.options]


def _products(
    by_facet: Mapping[str, Mapping[str, int]], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Names by address; nothing is read where no result is about a product."""
    if not (by_facet.get("product") or "product" in chosen):
        return {}
    return {row.slug: row.name(language()) for row in products(retired=True)}


def _options(
    counts: Mapping[str, int], texts: Mapping[str, str], chosen: str | None
) -> list[FacetOption]:
    """The values that occur, most frequent first; a chosen one stays even where nothing is left."""
    values = [value for value in texts if counts.get(value) or value == chosen]
    ordered = sorted(values, key=lambda value: (value != chosen, -counts.get(value, 0), value))
    return [
        FacetOption(value, str(texts[value]), counts.get(value, 0), value == chosen)
        for value in ordered[:OPTIONS_MAX]
    ]
