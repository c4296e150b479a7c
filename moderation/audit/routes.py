"""The log's page and its export, under the desk."""

from flask import Response, render_template, request, stream_with_context, url_for

from forum.core.permissions import Permission, requires
from moderation.audit import queries
from moderation.audit.export import as_csv
from moderation.audit.filters import from_args
from moderation.audit.wording import kinds, object_name, object_url, value_name, verb_name
from moderation.desk import current_rep, desk


@desk.get("/log")
@requires(Permission.SEE_DELETED, hidden=True)
def log() -> str:
    """What staff did, newest first."""
    filters = from_args(request.args, kinds())
    viewer = current_rep()
    page = queries.log_page(viewer, filters)
    given = filters.as_args()
    next_url = None
    if page.next_cursor:
        next_url = url_for("desk.log", **{**given, "after": page.next_cursor})
    return render_template(
        "moderation/audit/log.html",
        rows=page.items,
        filters=filters,
        verbs=queries.verbs(viewer),
        kinds=kinds(),
        next_url=next_url,
        csv_url=url_for("desk.log_csv", **{**given, "after": None}),
        object_name=object_name,
        object_url=object_url,
        value_name=value_name,
        verb_name=verb_name,
        desk_queue="log",
    )


@desk.get("/log.csv")
@requires(Permission.SEE_DELETED, hidden=True)
def log_csv() -> Response:
    """The same view as a file."""
    rows = queries.exported(current_rep(), from_args({**request.args, "after": ""}, kinds()))
    return Response(
        stream_with_context(as_csv(rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=staff-log.csv"},
    )
