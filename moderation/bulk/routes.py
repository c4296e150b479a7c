"""Doing the same to many questions: what is about to be done, what was, and taking it back."""

from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from forum.categories.queries import tree
from forum.core import clock
from forum.core.errors import Invalid
from forum.core.i18n import language
from forum.core.paging import whole_number
from forum.core.permissions import Permission, requires
from moderation.bulk import actions, policy, wording
from moderation.bulk.forms import (
    FORMS,
    BulkForm,
    DetailsManyForm,
    kind_of,
    numbers_of,
    seen_of,
)
from moderation.bulk.models import BulkKind
from moderation.bulk.queries import act_of, chosen
from moderation.desk import current_rep, desk
from moderation.handling.queries import names_to_ask
from moderation.replies.queries import usable
from moderation.watchlist.filter_view import list_url
from moderation.watchlist.filters import Filters, from_args


@desk.get("/bulk")
@requires(Permission.WORK_DESK, hidden=True)
def bulk() -> str:
    """What is about to be done to the questions selected in a list; or what was just done."""
    done = whole_number(request.args.get("done"))
    if done is not None:
        return _done_page(done)
    kind = kind_of(request.args.get("act")) or BulkKind.CLAIM
    numbers = numbers_of(request.args.getlist("thread"))
    view = _view(request.args.get("view", ""))
    return _page(kind, numbers, view, _offered(FORMS[kind](formdata=None)))


@desk.post("/bulk")
@requires(Permission.WORK_DESK, hidden=True)
def do_bulk() -> Response | tuple[str, int]:
    """Do it; what is refused for one question leaves that one alone."""
    kind = kind_of(request.form.get("act"))
    if kind is None:
        raise Invalid(_("Say what is to be done."))
    seen = seen_of(request.form.getlist("seen"))
    view, form = _view(request.form.get("view", "")), _offered(FORMS[kind]())
    if not form.validate():
        return _page(kind, list(seen), view, form), 400
    act = actions.do(current_rep(), kind, form.wanted(), seen, urlencode(view.as_args()))
    return redirect(url_for("desk.bulk", done=act.id), 303)


@desk.post("/bulk/<int:act_id>/undo")
@requires(Permission.WORK_DESK, hidden=True)
def undo_bulk(act_id: int) -> Response:
    """Take it back, where nothing came between."""
    act = actions.undo(current_rep(), act_id)
    number = sum(not (item.left_because or item.kept_because) for item in act.items)
    said = ngettext(
        "%(num)s question is as it was before.", "%(num)s questions are as they were.", number
    )
    flash(said, "done")
    return redirect(url_for("desk.bulk", done=act.id), 303)


def _view(address: str) -> Filters:
    return from_args(dict(parse_qsl(address)))


def _offered(form: BulkForm) -> BulkForm:
    if isinstance(form, DetailsManyForm):
        return form.offer_replies(usable(current_rep()))
    return form.offer(tree(current_rep()), names_to_ask(), language())


def _page(kind: BulkKind, numbers: list[int], view: Filters, form: BulkForm) -> str:
    found = chosen(current_rep(), numbers[: policy.THREADS_MAX])
    return render_template(
        "moderation/bulk/choose.html",
        kind=kind.value,
        title=wording.heading(kind, len(found)),
        act_name=wording.act_name(kind),
        hint=wording.hint(kind),
        found=found,
        missing=len(numbers) - len(found),
        fields=sorted(
            (field for field in form if field.name != "csrf_token"),
            key=lambda field: field.name == "reason",
        ),
        form=form,
        view=urlencode(view.as_args()),
        back_url=list_url(view),
        desk_queue=view.queue.value,
    )


def _done_page(act_id: int) -> str:
    act = act_of(current_rep(), act_id)
    view = _view(act.view)
    done = [item for item in act.items if not item.left_because]
    return render_template(
        "moderation/bulk/done.html",
        act=act,
        title=wording.done(act.kind, len(done)),
        done=done,
        left=[item for item in act.items if item.left_because],
        kept=[item for item in done if item.kept_because],
        can_undo=policy.can_undo(act, clock.now()) and bool(done),
        undo_minutes=policy.UNDO_WITHIN.seconds // 60,
        back_url=list_url(view),
        desk_queue=view.queue.value,
    )
