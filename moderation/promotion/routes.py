"""Articles under the desk: the list by state, the editor, the history; one click on a thread."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.models import User
from forum.categories.queries import tree
from forum.core.i18n import language
from forum.core.markup import SOURCE_MAX_CHARS
from forum.core.paging import whole_number
from forum.core.permissions import Permission, requires
from forum.knowledge.models import Article
from forum.knowledge.sections import rendered
from moderation.desk import desk
from moderation.promotion import actions, policy, queries, views
from moderation.promotion.forms import ArticleForm

articles = Blueprint("promotion", __name__, url_prefix="/articles")
threads = Blueprint("promotion", __name__)
writer_only = requires(Permission.WRITE_ARTICLE, hidden=True)


@threads.post("/t/<int:thread_id>/promote")
@requires(Permission.WRITE_ARTICLE)
def promote(thread_id: int) -> Response:
    """Make a draft of a resolved thread, or go to the one that there is."""
    try:
        made = actions.promote(current_person(), thread_id)
    except actions.AlreadyPromoted as known:
        flash(_("This thread is an article already: here it is."), "info")
        return redirect(url_for("desk.promotion.edit", article_id=known.article_id), 303)
    if made.left_out:
        flash(
            ngettext(
                "%(num)s helpful answer was too long to fit in.",
                "%(num)s helpful answers were too long to fit in.",
                made.left_out,
            ),
            "info",
        )
    return redirect(url_for("desk.promotion.edit", article_id=made.article.id), 303)


@articles.get("")
@writer_only
def queue() -> str:
    """Articles in one state."""
    viewer = current_person()
    chosen = views.state_of(request.args.get("state"))
    page = queries.queue(viewer, chosen, request.args.get("after"))
    return render_template(
        "moderation/promotion/queue.html",
        desk_queue="articles",
        states=views.state_tabs(queries.state_counts(viewer), chosen),
        state=chosen,
        rows=page.items,
        next_cursor=page.next_cursor,
    )


@articles.get("/new")
@writer_only
def new() -> str:
    """An empty page to write on."""
    form = ArticleForm(formdata=None, language=language())
    return _new_page(current_person(), form)


@articles.post("/new")
@writer_only
def create() -> Response | tuple[str, int]:
    """Keep a new draft."""
    author = current_person()
    form = ArticleForm().offer(tree(author), language())
    if not form.validate():
        return _new_page(author, form), 400
    article = actions.begin_article(author, form.text())
    return _back_to_editor(article.id, _("The draft was saved."))


@articles.get("/<int:article_id>/edit")
@writer_only
def edit(article_id: int) -> str:
    """The editor, with the posts the article stands on beside it."""
    viewer = current_person()
    page = queries.edit_page(article_id, viewer)
    return _edit_page(viewer, page, ArticleForm(formdata=None).fill(page.article))


@articles.post("/preview", defaults={"article_id": 0})
@articles.post("/<int:article_id>/preview")
@writer_only
def preview(article_id: int) -> str | tuple[str, int]:
    """How the text in the form would look."""
    source = request.form.get("body", "")
    if len(source) > SOURCE_MAX_CHARS:
        return _("This is longer than an article may be."), 422
    return render_template("moderation/promotion/preview.html", html=rendered(source))


@articles.post("/<int:article_id>/save")
@writer_only
def save(article_id: int) -> Response | tuple[str, int]:
    """Keep a new revision; where somebody was faster, show both texts."""
    editor = current_person()
    form = ArticleForm().offer(tree(editor), language())
    if not form.validate():
        return _edit_page(editor, queries.edit_page(article_id, editor), form), 400
    try:
        article = actions.save(editor, article_id, form.revision, form.text())
    except actions.StaleArticle:
        return _conflict_page(editor, article_id, form), 409
    return _back_to_editor(article.id, _("Saved."))


@articles.post("/<int:article_id>/submit")
@writer_only
def submit(article_id: int) -> Response:
    """Hand the draft to a reviewer."""
    return _change(actions.submit, article_id, _("Handed in: a colleague can publish it now."))


@articles.post("/<int:article_id>/publish")
@requires(Permission.PUBLISH_ARTICLE, hidden=True)
def publish(article_id: int) -> Response:
    """Let everyone read it."""
    return _change(actions.publish_article, article_id, _("Published: everyone can read it now."))


@articles.post("/<int:article_id>/unpublish")
@writer_only
def unpublish(article_id: int) -> Response:
    """Back among the drafts."""
    return _change(actions.withdraw, article_id, _("It is a draft again."))


@articles.post("/<int:article_id>/archive")
@requires(Permission.PUBLISH_ARTICLE, hidden=True)
def archive(article_id: int) -> Response:
    """Out of sight, kept with its history."""
    return _change(actions.archive, article_id, _("It is in the archive, with its history."))


@articles.get("/<int:article_id>/history")
@writer_only
def history(article_id: int) -> str:
    """All revisions, one of them against the one before."""
    number = whole_number(request.args.get("revision"))
    page = queries.history_page(article_id, number, current_person())
    return render_template(
        "moderation/promotion/history.html",
        desk_queue="articles",
        page=page,
        change=views.change_between(page.before, page.shown),
    )


@articles.post("/<int:article_id>/restore/<int:number>")
@writer_only
def restore(article_id: int, number: int) -> Response:
    """Let it say again what it said then."""
    article = actions.restore(current_person(), article_id, number)
    return _back_to_editor(article.id, _("Revision %(number)s stands again.", number=number))


def _change(act: Callable[[User, int], Article], article_id: int, done: str) -> Response:
    act(current_person(), article_id)
    return _back_to_editor(article_id, done)


def _back_to_editor(article_id: int, done: str) -> Response:
    flash(done, "done")
    return redirect(url_for("desk.promotion.edit", article_id=article_id), 303)


def _new_page(author: User, form: ArticleForm) -> str:
    return render_template(
        "moderation/promotion/new.html",
        desk_queue="articles",
        form=form.offer(tree(author), language()),
    )


def _edit_page(viewer: User, page: queries.EditPage, form: ArticleForm) -> str:
    article = page.article
    second = policy.needs_second_person(
        viewer, article, current_app.config["THREADWELL"].second_pair_of_eyes
    )
    may_publish = policy.can_publish(viewer, article)
    return render_template(
        "moderation/promotion/edit.html",
        desk_queue="articles",
        page=page,
        article=article,
        form=form.offer(tree(viewer), language()),
        status_text=views.status_text(article.status),
        may_submit=policy.can_submit(viewer, article),
        may_publish=may_publish and not second,
        waits_for=queries.who_can_publish(viewer) if may_publish and second else [],
        may_withdraw=policy.can_withdraw(viewer, article),
        may_archive=policy.can_archive(viewer, article),
    )


def _conflict_page(editor: User, article_id: int, form: ArticleForm) -> str:
    page = queries.edit_page(article_id, editor)
    form.based_on.data = str(page.article.revision_number)
    return render_template(
        "moderation/promotion/conflict.html",
        desk_queue="articles",
        article=page.article,
        form=form,
        change=views.change_to(page.article, form.text()),
    )


desk.register_blueprint(articles)
