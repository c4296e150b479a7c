"""Answering, commenting, editing and deleting."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person, owner_key
from forum.accounts.models import User
from forum.core.diff import word_diff
from forum.core.errors import NotAllowed, ThreadwellError
from forum.core.pages import wants_fragment
from forum.core.paging import whole_number
from forum.core.permissions import public, signed_in
from forum.threads import actions, policy
from forum.threads.actions.drafts import BASED_ON
from forum.threads.forms import (
    AnswerForm,
    CommentForm,
    EditForm,
    EditQuestionForm,
    ReasonForm,
)
from forum.threads.models import Post, PostKind, Thread
from forum.threads.queries import find_draft, get_post, get_thread
from forum.threads.routes.blueprint import blueprint
from forum.threads.routes.people import signed_in_user
from forum.threads.same_here import says_only_same
from forum.threads.states import thread_url


def to_post(found: Post) -> Response:
    """On to where a post stands."""
    return redirect(url_for("threads.post", post_id=found.id), 303)


@blueprint.post("/t/<int:thread_id>/answers")
@public
def answer(thread_id: int) -> Response:
    """Answer; a visitor's or a refused text is kept as a draft."""
    thread = get_thread(thread_id, current_actor())
    form = AnswerForm()
    place = f"answer:{thread.id}"
    if not form.validate_on_submit():
        return _again(form, thread, url_for("threads.answer", thread_id=thread.id), place)
    author = _known_or_kept(place, form.body.data)
    if author is None:
        return redirect(url_for("security.login", next=f"{thread_url(thread)}#answer"))
    if _could_be_a_click(form, author, thread):
        action = url_for("threads.answer", thread_id=thread.id)
        return make_response(_write(form, thread, action, place, offer_same=True))
    try:
        posted = actions.post_answer(
            author,
            thread.id,
            form.body.data,
            version=form.version.data or "",
            submission_key=form.submission_key.data or "",
        )
    except ThreadwellError:
        _keep(place, form.body.data)
        raise
    return to_post(posted)


@blueprint.post("/p/<int:post_id>/comments")
@public
def comment(post_id: int) -> Response:
    """Comment under a question or an answer; raises as answering does."""
    parent, thread = get_post(post_id, current_actor())
    form = CommentForm()
    place = f"comment:{parent.id}"
    if not form.validate_on_submit():
        return _again(form, thread, url_for("threads.comment", post_id=parent.id), place)
    author = _known_or_kept(place, form.body.data)
    if author is None:
        return redirect(url_for("security.login", next=thread_url(thread)))
    try:
        posted = actions.comment(
            author, parent.id, form.body.data, submission_key=form.submission_key.data or ""
        )
    except ThreadwellError:
        _keep(place, form.body.data)
        raise
    return to_post(posted)


@blueprint.get("/p/<int:post_id>/comment")
@signed_in
def write_comment(post_id: int) -> str:
    """The comment form: in its place below a post, or on a page of its own without scripts."""
    viewer = current_actor()
    parent, thread = get_post(post_id, viewer)
    if not policy.can_answer(viewer, thread):
        raise NotAllowed()
    place = f"comment:{parent.id}"
    kept = find_draft(owner_key(viewer, create=False), place)
    form = CommentForm(formdata=None, data=kept).fresh_key()
    if wants_fragment():
        return render_template("forum/threads/comment_form.html", form=form, post=parent)
    return _write(form, thread, url_for("threads.comment", post_id=parent.id), place)


@blueprint.get("/p/<int:post_id>/edit")
@signed_in
def edit(post_id: int) -> str:
    """The edit form, with a draft of the edit if one was left."""
    viewer = current_actor()
    found, thread = get_post(post_id, viewer)
    if not _may_edit(found, thread):
        raise NotAllowed()
    kept = find_draft(owner_key(viewer, create=False), f"edit:{found.id}")
    data: dict[str, object] = {"body": found.source, "title": thread.title, **kept}
    # what was kept was begun on the revision of that day, and must not overwrite a later one
    data["based_on"] = whole_number(kept.get(BASED_ON)) or found.revision_number
    form = _edit_form(found)(formdata=None, data=data)
    return render_template("forum/threads/edit.html", form=form, post=found, thread=thread)


@blueprint.post("/p/<int:post_id>/edit")
@public
def save(post_id: int) -> Response:
    """Save an edit, or show both texts when somebody else was quicker.

    Whoever was signed out while writing is led to sign in; the text is kept as a draft.
    """
    if _known_or_kept(f"edit:{post_id}", request.form.get("body", "")) is None:
        here = url_for("threads.edit", post_id=post_id)
        return redirect(url_for("security.login", next=here))
    found, thread = get_post(post_id, current_actor())
    form = _edit_form(found)()
    if not form.validate_on_submit():
        page = render_template("forum/threads/edit.html", form=form, post=found, thread=thread)
        return make_response(page, 400)
    wanted = actions.Edit(
        source=form.body.data,
        based_on=form.based_on.data,
        title=form.title.data if isinstance(form, EditQuestionForm) else "",
        reason=form.reason.data or "",
    )
    try:
        actions.edit_post(current_person(), found.id, wanted)
    except actions.StaleEdit as stale:
        form.based_on.data = stale.post.revision_number
        form.based_on.raw_data = None
        page = render_template(
            "forum/threads/conflict.html",
            form=form,
            post=stale.post,
            thread=thread,
            theirs=stale.post.source,
            their_title=stale.title,
            difference=word_diff(stale.post.source, wanted.source),
            message=stale.message,
            what_to_do=stale.what_to_do,
        )
        return make_response(page, 409)
    except ThreadwellError:
        _keep(f"edit:{found.id}", wanted.source, based_on=wanted.based_on)
        raise
    return to_post(found)


@blueprint.post("/p/<int:post_id>/delete")
@signed_in
def delete(post_id: int) -> Response:
    """Take a post out of sight."""
    found = actions.delete_post(current_person(), post_id, ReasonForm().text())
    flash(_("Removed. It can be brought back."), "done")
    if found.kind is PostKind.QUESTION:
        return redirect(url_for("threads.index"), 303)
    return redirect(thread_url(get_thread(found.thread_id, current_actor())), 303)


@blueprint.post("/p/<int:post_id>/restore")
@signed_in
def restore(post_id: int) -> Response:
    """Bring a post back into sight."""
    return to_post(actions.restore_post(current_person(), post_id))


@blueprint.post("/p/<int:post_id>/answer")
@signed_in
def to_answer(post_id: int) -> Response:
    """This comment is an answer."""
    return to_post(actions.comment_to_answer(current_person(), post_id))


@blueprint.post("/p/<int:post_id>/comment")
@signed_in
def to_comment(post_id: int) -> Response:
    """This answer is a comment."""
    return to_post(actions.answer_to_comment(current_person(), post_id))


def _may_edit(found: Post, thread: Thread) -> bool:
    viewer = current_actor()
    if found.kind is PostKind.QUESTION and policy.can_edit_title(viewer, thread):
        return True
    return policy.can_edit(viewer, found, thread)


def _edit_form(found: Post) -> type[EditForm]:
    return EditQuestionForm if found.kind is PostKind.QUESTION else EditForm


def _known_or_kept(place: str, body: str) -> User | None:
    author = signed_in_user()
    if author is None:
        _keep(place, body)
        flash(_("Your text is kept. Sign in or join, then send it."), "info")
    return author


def _keep(place: str, body: str, based_on: int | None = None) -> None:
    viewer = current_actor()
    fields = {"body": body} | ({BASED_ON: str(based_on)} if based_on else {})
    actions.save_draft(owner_key(viewer, create=True) or "", viewer.id, place, fields)


def _could_be_a_click(form: AnswerForm, author: User, thread: Thread) -> bool:
    """Whether "I have this too" would say the same, and was not declined yet."""
    only_same = not form.anyway.data and says_only_same(form.body.data)
    return only_same and policy.can_have_same(author, thread)


def _write(
    form: FlaskForm, thread: Thread, action: str, place: str, offer_same: bool = False
) -> str:
    return render_template(
        "forum/threads/write.html",
        form=form,
        thread=thread,
        action=action,
        place=place,
        offer_same=offer_same,
    )


def _again(form: FlaskForm, thread: Thread, action: str, place: str) -> Response:
    return make_response(_write(form, thread, action, place), 400)
