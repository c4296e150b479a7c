"""Moving an article through its states, and who keeps it true."""

from collections.abc import Callable

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.models import User
from forum.knowledge.models import Article
from moderation.promotion import actions, queries
from moderation.promotion.forms import ArchiveForm, KeepingForm, ScheduleForm
from moderation.promotion.routes.base import (
    articles,
    back_to_editor,
    publisher_only,
    refuse_form,
    writer_only,
)


@articles.post("/<int:article_id>/submit")
@writer_only
def submit(article_id: int) -> Response:
    """Hand the draft to a reviewer."""
    return _change(actions.submit, article_id, _("Handed in: a colleague can publish it now."))


@articles.post("/<int:article_id>/publish")
@publisher_only
def publish(article_id: int) -> Response:
    """Let everyone read it."""
    return _change(actions.publish_article, article_id, _("Published: everyone can read it now."))


@articles.post("/<int:article_id>/schedule")
@publisher_only
def schedule(article_id: int) -> Response:
    """Let everyone read it from a time on."""
    form = ScheduleForm()
    if not form.validate():
        return refuse_form(article_id, form)
    actions.schedule(current_person(), article_id, form.moment)
    return back_to_editor(article_id, _("It will be published at that time."))


@articles.post("/<int:article_id>/schedule/delete")
@publisher_only
def unschedule(article_id: int) -> Response:
    """Let it wait for somebody again."""
    return _change(actions.unschedule, article_id, _("It is not going to be published by itself."))


@articles.post("/<int:article_id>/unpublish")
@writer_only
def unpublish(article_id: int) -> Response:
    """Back among the drafts."""
    return _change(actions.withdraw, article_id, _("It is a draft again."))


@articles.post("/<int:article_id>/archive")
@publisher_only
def archive(article_id: int) -> Response:
    """Out of sight, kept with its history; readers are led to what takes its place."""
    form = ArchiveForm()
    if not form.validate():
        return refuse_form(article_id, form)
    actions.archive(current_person(), article_id, form.successor_id)
    return back_to_editor(article_id, _("It is in the archive, with its history."))


@articles.post("/<int:article_id>/keeping")
@writer_only
def keep(article_id: int) -> Response:
    """Who answers for it, when it is looked at again, and a note for colleagues."""
    form = KeepingForm().offer(queries.writers())
    if not form.validate():
        return refuse_form(article_id, form)
    actions.keep(current_person(), article_id, form.keeping())
    return back_to_editor(article_id, _("Saved."))


def _change(act: Callable[[User, int], Article], article_id: int, done: str) -> Response:
    act(current_person(), article_id)
    return back_to_editor(article_id, done)
