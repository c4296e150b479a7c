"""Queues, the pane of a thread, and what is written there."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core import slots
from forum.core.errors import Invalid, NotFound, ThreadwellError
from forum.core.permissions import Permission, requires
from forum.finding import duplicates
from forum.finding.clusters import open_beside
from forum.finding.forms import DuplicateForm
from forum.finding.keys import thread_key
from forum.finding.suggestions import suggest
from forum.finding.targets import target_of
from forum.threads import actions as threads
from forum.threads.queries import get_merged, get_thread, question_of
from moderation.desk import current_rep, desk
from moderation.watchlist import actions
from moderation.watchlist.actions.answering import DRAFT_FIELD
from moderation.watchlist.filters import from_args
from moderation.watchlist.forms import (
    REPLIES_FIELD,
    DeskAnswerForm,
    DetailsForm,
    NoteForm,
)
from moderation.watchlist.list_view import list_view
from moderation.watchlist.queues import QueueName
from moderation.watchlist.responses import go_on, just_sent, pane, stay, wants
from moderation.watchlist.work_view import Forms


@desk.get("")
@requires(Permission.WORK_DESK, hidden=True)
def home() -> str:
    """A queue; without a word about which, the one that says what to do next."""
    filters, rep = from_args(request.args), current_rep()
    first = slots.panels("desk.next", [0], rep)[0] if filters.queue is QueueName.NEXT else []
    return render_template(
        "moderation/watchlist/home.html",
        first=first,
        list=list_view(rep, filters),
        sent=just_sent(),
        desk_queue=filters.queue.value,
    )


@desk.get("/t/<int:thread_id>")
@requires(Permission.WORK_DESK, hidden=True)
def thread(thread_id: int) -> Response:
    """A thread to work on, beside the list it was opened from."""
    try:
        return pane(thread_id, Forms())
    except NotFound:
        into = get_merged(thread_id, current_rep())
        return redirect(url_for("desk.thread", thread_id=into.id), 301)


@desk.get("/t/<int:thread_id>/similar")
@requires(Permission.WORK_DESK, hidden=True)
def similar(thread_id: int) -> str:
    """What may already answer the thread; asked for after the pane, since it takes its time."""
    asked = get_thread(thread_id, current_rep())
    text = f"{asked.title}\n{question_of(asked.id).source}"
    found = suggest(text, current_rep(), exclude=(thread_key(asked.id),))
    fragment = wants("similar")
    return render_template(
        f"moderation/watchlist/similar{'_part' if fragment else ''}.html",
        found=found.all,
        beside=open_beside(asked.id, current_rep()),
        link_url=url_for(
            "desk.duplicate", thread_id=thread_id, **from_args(request.args).as_args()
        ),
        thread=asked,
        desk_queue="",
    )


@desk.post("/t/<int:thread_id>/claim")
@requires(Permission.WORK_DESK, hidden=True)
def claim(thread_id: int) -> Response:
    """Take it for a while."""
    actions.claim(current_rep(), thread_id)
    return stay(thread_id)


@desk.post("/t/<int:thread_id>/claim/delete")
@requires(Permission.WORK_DESK, hidden=True)
def release(thread_id: int) -> Response:
    """Give it back."""
    actions.release(current_rep(), thread_id)
    return stay(thread_id)


@desk.post("/t/<int:thread_id>/claim/renew")
@requires(Permission.WORK_DESK, hidden=True)
def renew(thread_id: int) -> tuple[str, int]:
    """Still at it; a script says so while one types."""
    actions.renew(current_rep(), thread_id)
    return "", 204


@desk.post("/t/<int:thread_id>/notes")
@requires(Permission.WORK_DESK, hidden=True)
def note(thread_id: int) -> Response:
    """Write an internal note."""
    form = NoteForm()
    if not form.validate_on_submit():
        return pane(thread_id, Forms(note=form), refused=True)
    actions.add_note(current_rep(), thread_id, form.note.data)
    return stay(thread_id, _("Noted. Only the team sees it."))


@desk.post("/t/<int:thread_id>/needs-info")
@requires(Permission.WORK_DESK, hidden=True)
def needs_info(thread_id: int) -> Response:
    """Ask the asker for details, and go on with the next thread."""
    form = DetailsForm()
    if not form.validate_on_submit():
        return pane(thread_id, Forms(details=form), refused=True)
    threads.request_info(current_rep(), thread_id, form.details.data)
    return go_on(thread_id, _("Asked for details. The clock stands until they come."))


@desk.post("/t/<int:thread_id>/duplicate")
@requires(Permission.WORK_DESK, hidden=True)
def duplicate(thread_id: int) -> Response:
    """The answer stands elsewhere: link it, and go on with the next thread."""
    form = DuplicateForm()
    if not form.validate_on_submit():
        raise Invalid(_("Say which question or article it is."))
    duplicates.link(current_rep(), thread_id, str(target_of(form.target.data)))
    return go_on(thread_id, _("Linked. Everyone who waits here is led there."))


@desk.post("/t/<int:thread_id>/answer")
@requires(Permission.WORK_DESK, hidden=True)
def answer(thread_id: int) -> Response:
    """Answer, and go on with the next thread of the list; a refused text is kept as a draft."""
    form = DeskAnswerForm()
    if not form.validate_on_submit():
        return pane(thread_id, Forms(answer=form), refused=True)
    rep = current_rep()
    try:
        post = actions.answer(
            rep,
            thread_id,
            form.body.data,
            form.official.data,
            form.submission_key.data or "",
            form.what_was_seen(),
            form.reply_ids(),
        )
    except ThreadwellError:
        kept = {DRAFT_FIELD: form.body.data, REPLIES_FIELD: form.replies.data or ""}
        actions.keep_text(rep, thread_id, kept)
        raise
    return go_on(thread_id, _("Answered."), sent_id=post.id)


@desk.post("/answers/<int:post_id>/take-back")
@requires(Permission.WORK_DESK, hidden=True)
def take_back(post_id: int) -> Response:
    """Have second thoughts about an answer in its first seconds; the text is in the form again."""
    thread = actions.take_back(current_rep(), post_id)
    return stay(thread.id, _("Taken back. Nobody was told; your text is in the form again."))
