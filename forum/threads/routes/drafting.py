"""What goes on while somebody writes: drafts, previews, and people to name after an ``@``."""

from datetime import timedelta

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person, owner_key
from forum.accounts.limits import Limit, limiter
from forum.core.markup import SOURCE_MAX_CHARS
from forum.core.pages import safe_next, wants_fragment
from forum.core.paging import whole_number
from forum.core.permissions import public, signed_in
from forum.core.resending import typed_form
from forum.threads import actions
from forum.threads.actions.drafts import BASED_ON, SEEN, keep_typed
from forum.threads.mentions import people_to_name, render
from forum.threads.post_views import linked_threads
from forum.threads.queries import linked_rows
from forum.threads.routes.blueprint import blueprint

UNKEPT = frozenset({"csrf_token", "submission_key", SEEN})
LOOKUPS = Limit(120, timedelta(minutes=1))  # one for each letter typed, and nobody types faster
PAGES_OF_PLACES = {
    "answer": ("threads.short", "thread_id"),
    "comment": ("threads.post", "post_id"),
    "edit": ("threads.edit", "post_id"),
}


@blueprint.post("/drafts/<place>")
@public
def save_draft(place: str) -> Response:
    """Keep what is being typed; the script calls this after each pause.

    Tells when it was kept, whose it is, and what another window had kept that this one did not
    know of.
    """
    viewer = current_actor()
    typed = {name: value.replace("\r\n", "\n") for name, value in request.form.items()}
    fields = {name: value for name, value in typed.items() if name not in UNKEPT}
    if not any(value.strip() for name, value in fields.items() if name != BASED_ON):
        fields = {}
    owner = owner_key(viewer, create=True) or ""
    kept = keep_typed(owner, viewer.id, place, fields, typed.get(SEEN, ""))
    return jsonify(at=kept.at.isoformat(), owner=viewer.id, other=kept.other)


@blueprint.post("/drafts/<place>/delete")
@public
def discard_draft(place: str) -> Response:
    """Throw a draft away."""
    actions.discard_draft(owner_key(current_actor(), create=False) or "", place)
    return redirect(_page_of(place), 303)


@blueprint.post("/preview")
@public
def preview() -> str:
    """How a text would look: a piece for the script, else a page from which to send it."""
    html, _mentioned = render((request.form.get("body") or "")[:SOURCE_MAX_CHARS])
    linked = linked_rows(linked_threads(html), current_actor())
    if wants_fragment():
        return render_template("forum/threads/preview.html", html=html, linked=linked)
    return render_template(
        "forum/threads/preview_page.html",
        html=html,
        linked=linked,
        typed=typed_form(safe_next(request.args.get("to"), "")),
    )


@blueprint.get("/mentions")
@signed_in
def mentions() -> str:
    """People whose name begins so, those who wrote in the thread first."""
    viewer = current_person()
    limiter().take(("mentions", str(viewer.id)), LOOKUPS)
    people = people_to_name(
        request.args.get("q", ""), viewer, whole_number(request.args.get("thread"))
    )
    return render_template("forum/threads/mentions.html", people=people)


def _page_of(place: str) -> str:
    """Where what was written in a place is read or written."""
    kind, _colon, number = place.partition(":")
    row_id = whole_number(number)
    if kind in PAGES_OF_PLACES and row_id is not None:
        endpoint, argument = PAGES_OF_PLACES[kind]
        return url_for(endpoint, **{argument: row_id})  # type: ignore[arg-type]
    return url_for("threads.ask") if kind == "ask" else url_for("threads.index")
