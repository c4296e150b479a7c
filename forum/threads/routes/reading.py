"""The thread page and the ways to a post in it."""

from functools import partial

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.categories.queries import products, tree
from forum.core import clock, slots
from forum.core.errors import NotAllowed
from forum.core.page_cache import for_each_reader, kept_for_visitors
from forum.core.paging import whole_number
from forum.core.permissions import Permission, public, signed_in
from forum.threads import actions, policy, views
from forum.threads.forms import AnswerForm, CommentForm
from forum.threads.models import PostKind, ThreadStatus
from forum.threads.post_views import linked_thread_ids, post_views
from forum.threads.queries import (
    Sort,
    ThreadPage,
    get_post,
    get_thread,
    linked_rows,
    page_of_post,
    revisions_of,
    thread_page,
)
from forum.threads.revisions import compare
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import knot_of, status_text, thread_url
from forum.threads.timeline import timeline_lines

PUBLIC_PLACES = ("tried", "article", "related")
OLD_THREAD_DAYS = 180  # after this an answer mostly wakes people who moved on


@blueprint.get("/t/<int:thread_id>")
@public
def short(thread_id: int) -> Response:
    """The number alone leads to the whole address."""
    return redirect(thread_url(get_thread(thread_id, current_actor())), 301)


@blueprint.get("/t/<int:thread_id>/<slug>")
@public
@kept_for_visitors
def show(thread_id: int, slug: str) -> str | Response:
    """A thread: the question, its best answer right below, then the others."""
    viewer = current_actor()
    wanted = request.args.get("sort", "")
    sort = Sort(wanted) if wanted in list(Sort) else Sort.BEST
    page = thread_page(thread_id, viewer, sort, whole_number(request.args.get("page")) or 1)
    thread = page.thread
    if thread.slug != slug:
        return redirect(thread_url(thread), 301)
    for_each_reader(partial(views.seen, thread.id))
    question, best, answers = post_views(page, viewer)
    linked = linked_thread_ids([question, *([best] if best else []), *answers])
    return render_template(
        "forum/threads/show.html",
        page=page,
        thread=thread,
        question=question,
        best=best,
        answers=answers,
        linked=linked_rows(linked, viewer),
        timeline=timeline_lines(page.timeline),
        state=knot_of(thread),
        state_text=status_text(thread),
        **_forms(page),
        post_panels=slots.panels("post.acts", page.post_ids, viewer),
        aside=slots.panels("thread.aside", [thread.id], viewer)[thread.id],
        acts=slots.panels("thread.acts", [thread.id], viewer)[thread.id],
        **{
            place: slots.public_panels(f"thread.{place}", [thread.id], viewer)[thread.id]
            for place in PUBLIC_PLACES
        },
        duplicates=slots.public_panels("thread.duplicates", [thread.id], viewer)[thread.id]
        if thread.status is ThreadStatus.DUPLICATE
        else [],
        may_answer=policy.can_answer(viewer, thread),
        may_curate=policy.can_curate(viewer, thread),
        may_pin=viewer.can(Permission.PIN),
        may_retag=policy.can_retag(viewer, thread),
        may_reopen=policy.can_reopen(viewer, thread) and thread.best_post_id is not None,
        is_old=(clock.now() - thread.last_activity_at).days > OLD_THREAD_DAYS,
    )


def _forms(page: ThreadPage) -> dict[str, FlaskForm | None]:
    """What can be written on the page. Visitors get no form: its token would be a cookie."""
    if not current_actor().is_authenticated:
        return {"form": None, "new_comment": None}
    form = AnswerForm(formdata=None).fresh_key()
    form.body.data = page.draft
    return {"form": form, "new_comment": CommentForm(formdata=None).fresh_key()}


@blueprint.get("/p/<int:post_id>")
@public
def post(post_id: int) -> Response:
    """Where a post stands in its thread."""
    viewer = current_actor()
    found, thread = get_post(post_id, viewer)
    if found.kind is PostKind.QUESTION:
        return redirect(thread_url(thread))
    number = page_of_post(found, viewer)
    return redirect(
        url_for(
            "threads.show",
            thread_id=thread.id,
            slug=thread.slug,
            sort=Sort.OLDEST.value,
            page=number if number > 1 else None,
            _anchor=f"p-{found.id}",
        )
    )


@blueprint.get("/p/<int:post_id>/history")
@public
def history(post_id: int) -> str:
    """What a post said before, word by word."""
    viewer = current_actor()
    found, thread = get_post(post_id, viewer)
    return render_template(
        "forum/threads/history.html",
        post=found,
        thread=thread,
        changes=compare(revisions_of(found)),
    )


@blueprint.post("/t/<int:thread_id>/read")
@signed_in
def read(thread_id: int) -> tuple[str, int]:
    """The signed-in person has seen the thread up to here."""
    actions.mark_read(current_person(), thread_id)
    return "", 204


@blueprint.post("/read-all")
@signed_in
def read_all() -> Response:
    """Nothing is unread any more."""
    actions.mark_all_read(current_person())
    return redirect(url_for("threads.index"), 303)


@blueprint.get("/t/<int:thread_id>/curate")
@signed_in
def curate(thread_id: int) -> str:
    """Everything that may be changed about a whole thread, on a page of its own."""
    viewer = current_actor()
    thread = thread_page(thread_id, viewer).thread
    rights = {
        "may_curate": policy.can_curate(viewer, thread),
        "may_retag": policy.can_retag(viewer, thread),
        "may_pin": viewer.can(Permission.PIN),
    }
    if not any(rights.values()):
        raise NotAllowed()
    return render_template(
        "forum/threads/curate.html",
        thread=thread,
        categories=tree(viewer),
        products=products(retired=True),
        **rights,
    )
