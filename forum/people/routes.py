"""``/u/<name>``, ``/people`` and the file with one's own data."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from forum.accounts import actions
from forum.accounts.current import current_actor, current_person
from forum.accounts.models import User
from forum.accounts.policy import can_set_role
from forum.accounts.settings_forms import RoleForm
from forum.core.paging import Page
from forum.core.permissions import STAFF, Permission, Role, public, requires, signed_in
from forum.people import following_routes, listing, queries
from forum.people.export import everything_of
from forum.people.listing import Circle, PersonRow
from forum.people.words import mark_word
from forum.threads.rows import ThreadRow

blueprint = Blueprint("people", __name__)
following_routes.add_to(blueprint)
ASKED, ANSWERS = "people.show", "people.answers"
NAME_MAX_CHARS = 40


@blueprint.route("/u/<name>")
@public
def show(name: str) -> str | BaseResponse:
    """A profile with what the person asked; of whoever only answers, with that."""
    person = queries.get_person(name)
    if name != person.address:
        return redirect(url_for("people.show", name=person.address), 301)
    viewer, after = current_actor(), request.args.get("after")
    counts = queries.counts_of(person, viewer)
    if counts.answered and not counts.asked:
        return _profile(person, counts, queries.answered_by(person, viewer, after), ANSWERS)
    return _profile(person, counts, queries.asked_by(person, viewer, after), ASKED)


@blueprint.route("/u/<name>/answers")
@public
def answers(name: str) -> str | BaseResponse:
    """A profile with what the person answered."""
    person = queries.get_person(name)
    if name != person.address:
        return redirect(url_for("people.answers", name=person.address), 301)
    viewer, after = current_actor(), request.args.get("after")
    counts = queries.counts_of(person, viewer)
    return _profile(person, counts, queries.answered_by(person, viewer, after), ANSWERS)


def _profile(
    person: User,
    counts: queries.Counts,
    rows: Page[ThreadRow],
    endpoint: str,
    form: RoleForm | None = None,
) -> str:
    viewer = current_actor()
    older = url_for(endpoint, name=person.address, after=rows.next_cursor)
    if form is None and can_set_role(viewer, person):
        form = RoleForm(obj=person, formdata=None)
    return render_template(
        "forum/people/show.html",
        person=person,
        counts=counts,
        earned=[(mark_word(kind), number) for kind, number in queries.marks_earned(person, viewer)],
        articles=queries.articles_of(person, viewer),
        rows=rows.items,
        next_url=older if rows.next_cursor else None,
        endpoint=endpoint,
        role_form=form,
    )


@blueprint.route("/u/<name>/role", methods=["POST"])
@requires(Permission.MANAGE_ROLES)
def set_role(name: str) -> BaseResponse | tuple[str, int]:
    """Give somebody another role."""
    person, form = queries.get_person(name), RoleForm()
    if not form.validate_on_submit():
        counts = queries.counts_of(person, current_actor())
        rows = queries.asked_by(person, current_actor(), None)
        return _profile(person, counts, rows, ASKED, form), 400
    actions.set_role(current_actor(), person.id, Role(form.role.data), form.title.data)
    flash(_("Saved."), "done")
    return redirect(url_for("people.show", name=person.address), 303)


@blueprint.route("/people")
@public
def index() -> str:
    """Who is here: found by name, or by what they are."""
    viewer, after = current_actor(), request.args.get("after")
    words = request.args.get("q", "").strip()[:NAME_MAX_CHARS]
    circle = _circle(request.args.get("role", ""))
    newest = request.args.get("sort") == "newest" or after is not None
    if words:
        people = listing.found(viewer, words, listing.roles_of(circle))
        return _people_page(circle, words, found=people)
    appointed = _appointed(circle)
    rows: Sequence[PersonRow] = ()
    next_url = None
    if circle in {Circle.ALL, Circle.MEMBERS}:
        if newest:
            page = listing.helpers(viewer, after)
            rows = page.items
            if page.next_cursor:
                next_url = url_for("people.index", role=circle.value, after=page.next_cursor)
        else:
            rows = listing.most_helpful(viewer)
    return _people_page(
        circle,
        "",
        team=listing.team(viewer, appointed) if appointed and not after else (),
        helpers=rows,
        newest=newest,
        next_url=next_url,
    )


def _circle(name: str) -> Circle:
    return Circle(name) if name in set(Circle) else Circle.ALL


def _appointed(circle: Circle) -> tuple[Role, ...]:
    if circle is Circle.ALL:
        return (*STAFF, Role.AMBASSADOR)
    return listing.roles_of(circle) if circle is not Circle.MEMBERS else ()


def _people_page(circle: Circle, words: str, **more: object) -> str:
    names = {
        Circle.ALL: _("Everyone"),
        Circle.TEAM: _("The team"),
        Circle.AMBASSADORS: _("Ambassadors"),
        Circle.MEMBERS: _("Members"),
    }
    tabs = [
        (text, url_for("people.index", role=_role(name), q=words or None), name is circle, None)
        for name, text in names.items()
    ]
    shown = {"team": (), "helpers": (), "found": None, "newest": False, "next_url": None, **more}
    return render_template(
        "forum/people/index.html", circle=circle.value, words=words, tabs=tabs, **shown
    )


def _role(circle: Circle) -> str | None:
    return circle.value if circle is not Circle.ALL else None


@blueprint.route("/settings/export.json")
@signed_in
def export() -> Response:
    """Everything kept about oneself."""
    answer = jsonify(everything_of(current_person()))
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
