"""``GET /api/v1/similar``: what may already answer a text."""

from dataclasses import asdict, dataclass

from flask import Blueprint, Response, jsonify, request

from forum.accounts.current import current_actor
from forum.api.parameters import limit_of, text_of
from forum.core.pages import absolute
from forum.core.permissions import public
from forum.finding.cards import Suggestion
from forum.finding.suggestions import suggest

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
SCORE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """One result as programs get it; ``docs/api.md`` says what each field means."""

    kind: str
    id: int
    title: str
    url: str
    score: float
    likely_duplicate: bool
    answered: bool
    excerpt: str


@blueprint.route("/similar")
@public
def similar() -> Response:
    """Threads and articles that may answer ``text``, best first; the ask page's own code."""
    text, limit = text_of(request.args), limit_of(request.args)
    found = suggest(text, current_actor(), limit)
    results = [asdict(_result(card)) for card in found.all]
    return jsonify({"results": results, "degraded": found.degraded})


def _result(card: Suggestion) -> SimilarResult:
    return SimilarResult(
        kind=card.kind,
        id=card.id,
        title=card.title,
        url=absolute(card.url),
        score=round(card.score, SCORE_DECIMALS),
        likely_duplicate=card.likely_duplicate,
        answered=card.answered,
        excerpt="".join(text for text, _matches in card.excerpt_parts),
    )
