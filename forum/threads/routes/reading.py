"""The thread page and the ways to a post in it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.categories.queries import products, tree
from forum.core import clock, slots
from forum.core.errors import NotAllowed, NotFound
from forum.core.page_cache import for_each_reader, kept_for_visitors
from forum.core.pages import path_to, wants_fragment
from forum.core.paging import whole_number
from forum.core.permissions import Actor, Permission, public, signed_in
from forum.threads import actions, policy, views
from forum.threads.banners import banners_of
from forum.threads.forms import AnswerForm
from forum.threads.forms_of_issues import IdeaForm
from forum.threads.models import PostKind, ThreadStatus
from forum.threads.post_acts import acts_on
from forum.threads.post_views import (
    linked_article_ids,
    linked_thread_ids,
    post_views,
    unread,
)
from forum.threads.queries import (
    ANSWERS_PER_PAGE,
    LINKED_MAX,
    Sort,
    ThreadPage,
    get_merged,
    get_post,
    get_thread,
    is_out_of_date,
    linked_rows,
    merges_into,
    news_since,
    page_of_post,
    revisions_of,
    thread_page,
)
from forum.threads.revisions import compare
from forum.threads.routes.blueprint import blueprint
from forum.threads.states import knot_of, status_text, thread_url
from forum.threads.timeline import placed, timeline_lines

Panels = Mapping[int, Sequence[slots.Panel]]
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
    try:
        page = _asked_page(thread_id, viewer)
    except NotFound:
        return redirect(thread_url(get_merged(thread_id, viewer)), 301)
    thread = page.thread
    if thread.slug != slug:
        return redirect(thread_url(thread), 301)
    for_each_reader(partial(views.seen, thread.id))
    incident = slots.public_panels("thread.incident", [thread.id], viewer)[thread.id]
    return render_template(
        "forum/threads/show.html",
        **_strand(page, viewer),
        state=knot_of(thread),
        state_text=status_text(thread),
        form=_answer_form(page, viewer),
        aside=slots.panels("thread.aside", [thread.id], viewer)[thread.id],
        acts=slots.panels("thread.acts", [thread.id], viewer)[thread.id],
        **{
            place: slots.public_panels(f"thread.{place}", [thread.id], viewer)[thread.id]
            for place in PUBLIC_PLACES
        },
        duplicates=slots.public_panels("thread.duplicates", [thread.id], viewer)[thread.id]
        if thread.status is ThreadStatus.DUPLICATE
        else [],
        incident=incident,
        banners=banners_of(thread, viewer, bool(incident)),
        may_answer=policy.can_answer(viewer, thread),
        may_curate=policy.can_curate(viewer, thread),
        may_retag=policy.can_retag(viewer, thread),
        is_old=(clock.now() - thread.last_activity_at).days > OLD_THREAD_DAYS,
    )


@blueprint.get("/t/<int:thread_id>/answers")
@public
def answers(thread_id: int) -> str:
    """One more page of answers, for "Show more answers"."""
    viewer = current_actor()
    return render_template(
        "forum/threads/answers.html", **_strand(_asked_page(thread_id, viewer), viewer)
    )


@blueprint.get("/t/<int:thread_id>/news")
@public
def news(thread_id: int) -> str | tuple[str, int]:
    """What was answered since the page was drawn; open pages ask now and then."""
    after = whole_number(request.args.get("after")) or 0
    found = news_since(thread_id, current_actor(), after)
    if found is None:
        return "", 204
    return render_template("forum/threads/news.html", news=found)


def _asked_page(thread_id: int, viewer: Actor) -> ThreadPage:
    wanted = request.args.get("sort", "")
    sort = Sort(wanted) if wanted in list(Sort) else Sort.BEST
    return thread_page(thread_id, viewer, sort, whole_number(request.args.get("page")) or 1)


def _strand(page: ThreadPage, viewer: Actor) -> dict[str, Any]:
    """Everything that hangs on the thread's line."""
    thread = page.thread
    question, best, others = post_views(page, viewer)
    views = [question, *([best] if best else []), *others]
    article_ids = linked_article_ids(views)[:LINKED_MAX]
    cards = slots.public_panels("linked.articles", article_ids, viewer) if article_ids else {}
    panels = slots.panels("post.acts", page.post_ids, viewer)
    lines = timeline_lines(page.timeline)
    return {
        "page": page,
        "thread": thread,
        "question": question,
        "best": best,
        "answers": others,
        "placed": placed(lines, others, page.sort, page.page, page.pages),
        "unread": unread(views),
        "first_unread": next((view.id for view in others if view.unread), None),
        "linked": linked_rows(linked_thread_ids(views), viewer),
        "linked_articles": cards,
        "post_panels": panels,
        "macros": _macros(panels, cards),
        "may_reopen": policy.can_reopen(viewer, thread) and thread.best_post_id is not None,
        "more_url": _page_url(page, page.page + 1) if page.page < page.pages else "",
    }


def _macros(*found: Panels) -> dict[str, Any]:
    """The macros of each template that draws these panels: fetched once, not for every post."""
    names = {panel.template for panels in found for some in panels.values() for panel in some}
    return {name: current_app.jinja_env.get_template(name).module for name in names}


def _page_url(page: ThreadPage, number: int) -> str:
    return path_to(
        "threads.show",
        thread_id=page.thread.id,
        slug=page.thread.slug,
        sort=page.sort.value,
        page=number,
    )


def _answer_form(page: ThreadPage, viewer: Actor) -> AnswerForm | None:
    """Where one answers. Visitors get no form: its token would be a cookie."""
    if not viewer.is_authenticated:
        return None
    form = AnswerForm(formdata=None)
    form.fresh_key()
    form.body.data = page.draft
    return form


@blueprint.get("/p/<int:post_id>")
@public
def post(post_id: int) -> Response:
    """Where a post stands in its thread."""
    viewer = current_actor()
    found, thread = get_post(post_id, viewer)
    if found.kind is PostKind.QUESTION:
        return redirect(thread_url(thread))
    anchor = f"#p-{found.id}"
    if thread.last_position <= ANSWERS_PER_PAGE:  # all answers stand on one page, in any order
        return redirect(f"{thread_url(thread)}{anchor}")
    number = page_of_post(found, viewer)
    return redirect(
        url_for(
            "threads.show",
            thread_id=thread.id,
            slug=thread.slug,
            sort=Sort.OLDEST.value,
            page=number if number > 1 else None,
        )
        + anchor
    )


@blueprint.get("/p/<int:post_id>/more")
@public
def more(post_id: int) -> str:
    """What may be done to a post: the menu below it, or a page for those without scripts."""
    viewer = current_actor()
    found, thread = get_post(post_id, viewer)
    template = "more_menu.html" if wants_fragment() else "more.html"
    return render_template(
        f"forum/threads/{template}",
        post=found,
        thread=thread,
        may=acts_on(found, thread, viewer, is_out_of_date(found)),
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
        "may_merge": policy.can_merge(viewer),
    }
    if not any(rights.values()):
        raise NotAllowed()
    return render_template(
        "forum/threads/curate.html",
        thread=thread,
        categories=tree(viewer),
        products=products(retired=True),
        idea_states=IdeaForm(formdata=None).state.choices,
        merges=merges_into(thread.id) if rights["may_merge"] else (),
        **rights,
    )
