"""The ledger under the desk, and its tables as files."""

from datetime import datetime, time

from flask import Blueprint, Response, render_template, request, url_for

from forum.core import clock, settings
from forum.core.permissions import Permission, requires
from forum.finding.holding_back import comparison
from moderation.deflection import queries, views
from moderation.desk import current_rep, desk
from moderation.measures.export import as_file
from moderation.measures.spans import Span, preset_of, span_of
from moderation.measures.words import presets, share_text, span_text
from moderation.watchlist import business_time

blueprint = Blueprint("deflection", __name__, url_prefix="/deflection")
desk_only = requires(Permission.WORK_DESK, hidden=True)
HEADS = ("confirmed", "probable", "failed", "open")


@blueprint.get("")
@desk_only
def index() -> str:
    """What became of visits in which a suggestion was read."""
    span, chosen = _span(), preset_of(request.args)
    steps, (counted, before) = queries.by_step(span), queries.now_and_before(span)
    since = datetime.combine(span.first, time(0), business_time.zone())
    return render_template(
        "moderation/deflection/index.html",
        desk_queue="deflection",
        span=span,
        span_text=span_text(span),
        here=url_for("desk.deflection.index"),
        presets=presets(lambda days: url_for("desk.deflection.index", days=days), chosen),
        args=_args(span, chosen),
        counted=counted,
        cards=views.cards(counted, before),
        chart=views.chart(steps),
        key=views.key(),
        steps=[(span_text(step), one) for step, one in steps],
        documents=queries.helpful_first(queries.by_document(span, current_rep())),
        held_back=settings.current().held_back_percent,
        compared=comparison(since),
        share_text=share_text,
    )


@blueprint.get("/days.csv")
@desk_only
def days_csv() -> Response:
    """The figures behind the chart."""
    return as_file(
        "questions-spared-by-day",
        ["from", "to", *HEADS],
        [
            (
                step.first.isoformat(),
                step.last.isoformat(),
                *(getattr(counted, head) for head in HEADS),
            )
            for step, counted in queries.by_step(_span())
        ],
    )


@blueprint.get("/documents.csv")
@desk_only
def documents_csv() -> Response:
    """The figures by what was read."""
    return as_file(
        "questions-spared-by-document",
        ["title", "address", *HEADS],
        [
            (row.found.title, row.found.url, *(getattr(row.counted, head) for head in HEADS))
            for row in queries.by_document(_span(), current_rep())
        ],
    )


def _span() -> Span:
    return span_of(request.args, business_time.today(clock.now()))


def _args(span: Span, chosen: int | None) -> dict[str, str]:
    if chosen is not None:
        return {"days": str(chosen)}
    return {"from": span.first.isoformat(), "to": span.last.isoformat()}


desk.register_blueprint(blueprint)
