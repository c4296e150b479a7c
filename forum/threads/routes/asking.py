"""The ask page: open to visitors, who sign in at the end and lose nothing."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, owner_key
from forum.categories.queries import products, tree
from forum.core import slots
from forum.core.errors import Refused
from forum.core.i18n import duration
from forum.core.paging import whole_number
from forum.core.permissions import public
from forum.threads import actions
from forum.threads.forms import AskForm
from forum.threads.models import Severity, ThreadType
from forum.threads.queries import (
    find_draft,
    known_tags,
    last_product,
    usual_answer_time,
)
from forum.threads.routes.blueprint import blueprint
from forum.threads.routes.people import signed_in_user
from forum.threads.states import thread_url

DRAFT_FIELDS = (
    *(
        "title",
        "body",
        "category",
        "product",
        "type",
        "severity",
        "tags",
        "version",
        "ask_key",
        "article",
    ),
)


@blueprint.get("/ask")
@public
def ask() -> str:
    """The form, with what was left unsent, or with what a link brought along."""
    viewer = current_actor()
    kept = find_draft(owner_key(viewer, create=False), "ask")
    brought = {
        name: request.args[name] for name in ("title", "tags", "article") if name in request.args
    }
    form = AskForm(formdata=None, data={**kept, **brought})
    categories = tree(viewer)
    offered = products()
    form.with_places(categories, offered)
    form.category.data = _wanted("category", kept, {row.slug: row.id for row in categories})
    wanted = _wanted("product", kept, {row.slug: row.id for row in offered})
    form.product.data = last_product(viewer) if offered and not (wanted or kept) else wanted
    return _page(form, kept=bool(kept))


@blueprint.post("/ask")
@public
def post_question() -> Response:
    """Ask; or, for visitors, keep the question and go to sign in."""
    form = _sent()
    if not form.validate_on_submit():
        return make_response(_page(form), 400)
    author = signed_in_user()
    if author is None:
        _keep(form)
        flash(_("Your question is kept. Sign in or join, then send it."), "info")
        return redirect(url_for("security.login", next=url_for("threads.ask")))
    try:
        thread = actions.ask(
            author,
            actions.Question(
                title=form.title.data,
                source=form.body.data,
                category_id=form.category_id(),
                type=ThreadType(form.type.data),
                severity=Severity(form.severity.data),
                tags=form.tags.slugs,
                version=form.version.data or "",
                product_id=form.product.data,
            ),
            submission_key=form.submission_key.data or "",
            ask_key=form.ask_key.data or "",
            read_article_id=whole_number(form.article.data),
        )
    except Refused as refusal:
        form.form_errors.append(f"{refusal.message} {refusal.what_to_do}")
        return make_response(_page(form), 409)
    flash(_("Asked. Your question has the number %(number)s.", number=thread.id), "done")
    usual = usual_answer_time(thread.category_id)
    if usual is not None:
        wait = duration(usual.median)
        flash(
            _("Half of the questions here get a first answer within %(time)s.", time=wait), "info"
        )
    return redirect(thread_url(thread), 303)


@blueprint.post("/ask/keep")
@public
def keep_question() -> Response:
    """Keep what is written and show it again, with what its category asks for: without scripts."""
    _keep(_sent())
    return redirect(url_for("threads.ask", _anchor="ask-form"), 303)


@blueprint.get("/ask/hint")
@public
def ask_hint() -> str:
    """What a question in a category should include, and when to expect an answer there."""
    wanted = whole_number(request.args.get("category"))
    chosen = next((row for row in tree(current_actor()) if row.id == wanted), None)
    return render_template(
        "forum/threads/hint_part.html",
        chosen=chosen,
        answer_time=usual_answer_time(chosen.id if chosen else None),
    )


def _sent() -> AskForm:
    return AskForm().with_places(tree(current_actor()), products())


def _wanted(name: str, kept: dict[str, str], by_slug: dict[str, int]) -> int | None:
    """The id that a link names by its slug, else the one that was chosen before."""
    return by_slug.get(request.args.get(name, "")) or whole_number(kept.get(name))


def _page(form: AskForm, kept: bool = False) -> str:
    chosen, viewer = form.fresh_key().chosen_category, current_actor()
    article_id = whole_number(form.article.data)
    read = slots.public_panels("ask.article", [article_id], viewer) if article_id else {}
    return render_template(
        "forum/threads/ask.html",
        form=form,
        kept=kept,
        chosen=chosen,
        tags=known_tags(),
        answer_time=usual_answer_time(chosen.id if chosen else None),
        expect=slots.public_panels("ask.expect", [0], viewer)[0],
        read=read.get(article_id or 0, []),
    )


def _keep(form: AskForm) -> None:
    fields = {name: str(form[name].data or "") for name in DRAFT_FIELDS}
    viewer = current_actor()
    actions.save_draft(owner_key(viewer, create=True) or "", viewer.id, "ask", fields)
