"""The search page, the suggestions of the ask page and what they did, duplicate links."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import browser_key, current_actor, current_person, owner_key
from forum.core import settings, slots
from forum.core.errors import Invalid
from forum.core.pages import wants_fragment
from forum.core.permissions import Permission, public, requires, signed_in
from forum.finding import duplicates, empty, outcomes, second_look
from forum.finding import shown as shown_log
from forum.finding.besides import Besides, besides
from forum.finding.forms import DuplicateForm, OpenedForm, OutcomeForm
from forum.finding.holding_back import is_held_back
from forum.finding.instant import at_once
from forum.finding.models import Outcome
from forum.finding.operators import QUERY_MAX_CHARS
from forum.finding.search_page import FACETS, search_page
from forum.finding.suggestions import Suggestions, related_to, suggest_for
from forum.finding.targets import target_of
from forum.threads.queries import get_thread
from forum.threads.states import thread_url

blueprint = Blueprint("finding", __name__)
BODY_READ_CHARS = 2_000  # what the model reads of a text


@blueprint.route("/search")
@public
def search() -> str:
    """One box over threads and articles."""
    chosen = {name: request.args.get(name, "") for name in FACETS}
    query = request.args.get("q", "")[:QUERY_MAX_CHARS].strip()
    page = request.args.get("page", 1, type=int)
    viewer = current_actor()
    found = search_page(query, chosen, page, viewer, exact=request.args.get("exact") == "1")
    first = found.page == 1 and not found.chosen
    if found.is_empty:
        empty.note(found.words)
    return render_template(
        "forum/finding/search.html",
        found=found,
        besides=besides(found.words, viewer) if first else Besides(),
    )


@blueprint.route("/search/instant")
@public
def instant() -> str | Response:
    """A few results while one types; without scripts, the page of all of them."""
    query = request.args.get("q", "")[:QUERY_MAX_CHARS].strip()
    if not wants_fragment():
        return redirect(url_for("finding.search", q=query or None))
    return render_template(
        "forum/finding/instant.html", query=query, results=at_once(query, current_actor())
    )


@blueprint.route("/ask/suggestions")
@public
def suggestions() -> str | Response:
    """What may already answer the question being typed: a fragment, or a page without htmx."""
    title = request.args.get("title", "").strip()
    body = request.args.get("body", "")[:BODY_READ_CHARS].strip()
    shown = suggest_for(title, body, current_actor())
    ask_key = request.args.get("ask_key", "")[: outcomes.ASK_KEY_MAX_CHARS]
    held_back = is_held_back(ask_key, settings.current().held_back_percent)
    shown_log.note(ask_key, title, shown, held_back, browser_key())
    if held_back:
        if not wants_fragment():
            return redirect(url_for("threads.ask", title=title))
        shown = Suggestions()
        title = ""  # as before a word was typed: "nothing like it" would be no truth
    viewer, found = current_actor(), [one.id for one in shown.all if one.kind == "thread"]
    incidents = slots.public_panels("suggestions.incident", found, viewer)
    template = "suggestions_part" if wants_fragment() else "suggestions_page"
    return render_template(
        f"forum/finding/{template}.html",
        suggestions=shown,
        incidents=[panel for panels in incidents.values() for panel in panels],
        title=title,
        ask_key=ask_key,
    )


@blueprint.route("/ask/outcome", methods=["POST"])
@public
def outcome() -> str | Response:
    """What a suggestion did for the person who is asking."""
    form = OutcomeForm()
    if not form.validate_on_submit():
        raise Invalid(_("This answer could not be counted."), _("Reload the page and try again."))
    actor = current_actor()
    kept = Outcome(form.outcome.data)
    found = outcomes.record(
        actor,
        owner_key(actor, create=True) or "",
        form.ask_key.data or "",
        form.key.data or "",
        kept,
        form.text.data or "",
    )
    if kept is Outcome.SOLVED:
        return _end_of_ask(url_for("finding.thanks", key=form.key.data))
    if wants_fragment():
        return render_template("forum/finding/outcome.html", found=found)
    return redirect(url_for("threads.ask", title=form.text.data), 303)


@blueprint.route("/ask/opened", methods=["POST"])
@public
def opened() -> Response:
    """Somebody went to read a suggestion; the page says it while they leave."""
    form = OpenedForm()
    if form.validate_on_submit():
        shown_log.opened(form.ask_key.data or "", form.key.data or "")
    return make_response("", 204)


def _end_of_ask(address: str) -> Response:
    """Go there; what the browser kept of the question is thrown away as well."""
    if not wants_fragment():
        return redirect(address, 303)
    response = make_response("", 204)
    response.headers["HX-Trigger"] = "draft:discard"
    response.headers["HX-Redirect"] = address
    return response


@blueprint.route("/ask/solved/<key>")
@public
def thanks(key: str) -> str:
    """The end of an ask that was not needed."""
    return render_template(
        "forum/finding/thanks.html", found=outcomes.get_found(key, current_actor())
    )


@blueprint.route("/t/<int:thread_id>/related")
@public
def related(thread_id: int) -> str:
    """What is like a thread: a fragment beside it, or a page of its own."""
    viewer = current_actor()
    thread = get_thread(thread_id, viewer)
    template = "related" if wants_fragment() else "related_page"
    return render_template(
        f"forum/finding/{template}.html",
        related=related_to(thread, viewer),
        thread=thread,
        thread_url=thread_url(thread),
    )


@blueprint.route("/t/<int:thread_id>/duplicate", methods=["POST"])
@requires(Permission.CONFIRM_DUPLICATE)
def link_duplicate(thread_id: int) -> Response:
    """The answer stands there."""
    form = DuplicateForm()
    if not form.validate_on_submit():
        raise Invalid(_("Say which question or article it is."))
    duplicates.link(current_person(), thread_id, str(target_of(form.target.data)))
    return _to_thread(thread_id)


@blueprint.route("/t/<int:thread_id>/duplicate/delete", methods=["POST"])
@signed_in
def unlink_duplicate(thread_id: int) -> Response:
    """It is a question of its own."""
    duplicates.unlink(current_person(), thread_id)
    return _to_thread(thread_id)


@blueprint.route("/t/<int:thread_id>/same-question", methods=["POST"])
@signed_in
def same_question(thread_id: int) -> Response:
    """The asker says that what was found after posting is their question."""
    second_look.confirm(current_person(), thread_id)
    return _to_thread(thread_id)


@blueprint.route("/t/<int:thread_id>/same-question/delete", methods=["POST"])
@signed_in
def different_question(thread_id: int) -> Response:
    """The asker says that it is another one."""
    second_look.dismiss(current_person(), thread_id)
    return _to_thread(thread_id)


def _to_thread(thread_id: int) -> Response:
    return redirect(thread_url(get_thread(thread_id, current_actor())), 303)
