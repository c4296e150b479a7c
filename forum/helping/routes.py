"""``/help-wanted``, calling the team, and where an ambassador helps."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.categories.models import Audience
from forum.categories.queries import products, tree
from forum.core.errors import NotAllowed
from forum.core.i18n import LANGUAGES, language
from forum.core.paging import whole_number
from forum.core.permissions import Permission, requires
from forum.helping import actions, policy, queries
from forum.helping.forms import CallForm, ScopeForm
from forum.helping.queries import Wanted
from forum.people.queries import get_person
from forum.reactions import actions as reactions
from forum.threads.queries import get_thread
from forum.threads.states import thread_url

blueprint = Blueprint("helping", __name__)
PAGES_MAX = queries.LOOKED_AT // queries.PAGE_ROWS


@blueprint.get("/help-wanted")
@requires(Permission.HELP_WANTED)
def index() -> str:
    """What waits for an answer, the most worthwhile first."""
    viewer = current_person()
    categories = [row for row in tree(viewer) if row.audience is Audience.PUBLIC]
    slug = request.args.get("category", "")
    category = next((row for row in categories if row.slug == slug), None)
    offered = products()
    product = next((row for row in offered if row.slug == request.args.get("product")), None)
    asked = request.args.get("language", "")
    wanted = Wanted(
        category.id if category else None,
        product.id if product else None,
        asked if asked in LANGUAGES else "",
        bool(request.args.get("everywhere")),
        min(max(whole_number(request.args.get("page")) or 1, 1), PAGES_MAX),
    )
    found = queries.help_wanted(viewer, wanted)
    return render_template(
        "forum/helping/index.html",
        found=found,
        scope_names=", ".join(row.name(language()) for row in found.scope),
        wanted=wanted,
        kept=_kept(),
        category=category,
        product=product,
        categories=categories,
        products=offered,
    )


@blueprint.post("/help-wanted/<int:thread_id>/follow")
@requires(Permission.HELP_WANTED)
def follow(thread_id: int) -> Response:
    """Hear what becomes of it, and stay in the queue."""
    reactions.follow(current_person(), thread_id)
    return _stay(thread_id)


@blueprint.post("/help-wanted/<int:thread_id>/follow/delete")
@requires(Permission.HELP_WANTED)
def unfollow(thread_id: int) -> Response:
    """Hear no more of it."""
    reactions.follow(current_person(), thread_id, wanted=False)
    return _stay(thread_id)


@blueprint.get("/t/<int:thread_id>/team-needed")
@requires(Permission.HELP_WANTED)
def write_call(thread_id: int) -> str:
    """Saying why the team is needed."""
    return _call_page(thread_id, CallForm(formdata=None))


@blueprint.post("/t/<int:thread_id>/team-needed")
@requires(Permission.HELP_WANTED)
def call(thread_id: int) -> Response:
    """This needs the team."""
    form = CallForm()
    if not form.validate():
        return make_response(_call_page(thread_id, form), 400)
    thread = actions.call_team(current_person(), thread_id, form.reason.data)
    flash(_("The team is called; it reads what you wrote."), "done")
    return redirect(thread_url(thread), 303)


@blueprint.get("/u/<name>/categories")
@requires(Permission.MANAGE_ROLES)
def write_scope(name: str) -> str:
    """Where an ambassador helps, to be changed."""
    person = get_person(name)
    form = ScopeForm(formdata=None)
    form.categories.data = [category.id for category in queries.scope_of(person.id)]
    return _scope_page(name, form)


@blueprint.post("/u/<name>/categories")
@requires(Permission.MANAGE_ROLES)
def set_scope(name: str) -> Response:
    """Let an ambassador be shown what waits there."""
    person, form = get_person(name), _offered(ScopeForm())
    if not form.validate():
        return make_response(_scope_page(name, form), 400)
    actions.set_scope(current_person(), person.id, form.categories.data or [])
    flash(_("Saved."), "done")
    return redirect(url_for("people.show", name=person.address), 303)


def _kept() -> dict[str, Any]:
    names = ("category", "product", "language", "everywhere")
    return {name: value for name in names if (value := request.args.get(name))}


def _stay(thread_id: int) -> Response:
    return redirect(url_for("helping.index", _anchor=f"thread-{thread_id}", **_kept()), 303)


def _call_page(thread_id: int, form: CallForm) -> str:
    thread = get_thread(thread_id, current_actor())
    return render_template(
        "forum/helping/call.html",
        form=form,
        thread=thread,
        called=queries.last_call(thread.id),
        is_open=policy.can_be_called_for(thread),
    )


def _offered(form: ScopeForm) -> ScopeForm:
    shown = [row for row in tree(current_actor()) if row.audience is Audience.PUBLIC]
    return form.offer(shown, language())


def _scope_page(name: str, form: ScopeForm) -> str:
    person = get_person(name)
    if not policy.can_set_scope(current_actor(), person.role):
        raise NotAllowed()
    return render_template("forum/helping/scope.html", form=_offered(form), person=person)
