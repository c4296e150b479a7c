"""Articles under the desk: the list by state, the editor, the history, edits that wait."""

from flask import current_app, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.models import User
from forum.categories.queries import tree
from forum.core.i18n import language
from forum.core.markup import SOURCE_MAX_CHARS
from forum.core.paging import whole_number
from forum.core.permissions import Permission
from forum.knowledge.sections import rendered
from moderation.promotion import actions, policy, queries, views
from moderation.promotion.forms import (
    TITLE_MAX_CHARS,
    ArchiveForm,
    ArticleForm,
    KeepingForm,
    ScheduleForm,
)
from moderation.promotion.routes.base import articles, back_to_editor, writer_only


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
    """An empty page to write on, or one about what somebody looked for in vain."""
    wanted = request.args.get("title", "")[:TITLE_MAX_CHARS]
    form = ArticleForm(formdata=None, language=language(), title=wanted)
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
    return back_to_editor(article.id, _("The draft was saved."))


@articles.get("/<int:article_id>/edit")
@writer_only
def edit(article_id: int) -> str:
    """The editor, with the posts the article stands on beside it."""
    viewer = current_person()
    page = queries.edit_page(article_id, viewer)
    form = ArticleForm(formdata=None).fill(page.article)
    number = whole_number(request.args.get("edit"))
    waiting = next((row for row in page.edits if row.id == number), None)
    if waiting is not None:
        form.fill_with(waiting)
    return _edit_page(viewer, page, form)


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
        saved = actions.save(editor, article_id, form.revision, form.text())
    except actions.StaleArticle:
        return _conflict_page(editor, article_id, form), 409
    if saved.waits:
        return back_to_editor(article_id, _("Your edit waits for a colleague to look at it."))
    return back_to_editor(article_id, _("Saved."))


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
    saved = actions.restore(current_person(), article_id, number)
    if saved.waits:
        return back_to_editor(article_id, _("Your edit waits for a colleague to look at it."))
    return back_to_editor(article_id, _("Revision %(number)s stands again.", number=number))


@articles.get("/<int:article_id>/provenance")
@writer_only
def provenance(article_id: int) -> str:
    """Where each paragraph came from."""
    page = queries.provenance(article_id, current_person())
    return render_template("moderation/promotion/provenance.html", desk_queue="articles", page=page)


@articles.get("/<int:article_id>/edits/<int:edit_id>")
@writer_only
def waiting_edit(article_id: int, edit_id: int) -> str:
    """What an edit would change."""
    viewer = current_person()
    article, waiting = queries.waiting_edit(article_id, edit_id, viewer)
    return render_template(
        "moderation/promotion/waiting_edit.html",
        desk_queue="articles",
        article=article,
        waiting=waiting,
        change=views.change_by(article, waiting),
        is_stale=waiting.based_on != article.revision_number,
        is_own=waiting.by_id == viewer.id and not viewer.can(Permission.EDIT_ANY),
    )


@articles.post("/<int:article_id>/edits/<int:edit_id>/accept")
@writer_only
def accept_edit(article_id: int, edit_id: int) -> Response:
    """Let readers have it."""
    actor = current_person()
    _article, waiting = queries.waiting_edit(article_id, edit_id, actor)
    actions.accept_edit(actor, article_id, edit_id, waiting.source)
    return back_to_editor(article_id, _("Readers have this edit now."))


@articles.post("/<int:article_id>/edits/<int:edit_id>/drop")
@writer_only
def drop_edit(article_id: int, edit_id: int) -> Response:
    """Leave the article as it is."""
    actions.drop_edit(current_person(), article_id, edit_id)
    return back_to_editor(article_id, _("The article stays as it is."))


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
    people = queries.writers()
    return render_template(
        "moderation/promotion/edit.html",
        desk_queue="articles",
        page=page,
        article=article,
        form=form.offer(tree(viewer), language()),
        status_text=views.status_text(article.status),
        may_submit=policy.can_submit(viewer, article),
        may_publish=may_publish and not second,
        waits_for=views.publishers(people, viewer) if may_publish and second else [],
        may_withdraw=policy.can_withdraw(viewer, article),
        may_archive=policy.can_archive(viewer, article),
        may_schedule=policy.can_schedule(viewer, article) and not second,
        may_unschedule=policy.is_scheduled(viewer, article),
        keeping=KeepingForm(formdata=None).offer(people).fill(article),
        schedule=ScheduleForm(formdata=None),
        archiving=ArchiveForm(formdata=None),
        cause_text=views.cause_text,
        status_of=views.status_text,
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
