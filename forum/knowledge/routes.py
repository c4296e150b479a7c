"""Pages of the knowledge base, and "Was this helpful?"."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts import current_actor
from forum.accounts.current import current_person, owner_key
from forum.categories.queries import get_category, with_children
from forum.core.errors import NotFound
from forum.core.i18n import language
from forum.core.page_cache import kept_for_visitors
from forum.core.pages import wants_fragment
from forum.core.permissions import public, signed_in
from forum.core.web import CSP
from forum.knowledge import actions, queries
from forum.knowledge.cards import article_url, card
from forum.knowledge.forms import FeedbackForm
from forum.knowledge.models import Article, ArticleFeedback
from forum.knowledge.videos import frame_sources, parts_of

blueprint = Blueprint("knowledge", __name__)


@blueprint.get("/kb")
@public
@kept_for_visitors
def home() -> str:
    """The first page: search, the tree, what is new and what helped most."""
    viewer, words = current_actor(), language()
    return render_template(
        "forum/knowledge/home.html",
        shelves=queries.shelves(viewer, words),
        paths=queries.starting_paths(viewer, words),
        newest=[card(article, words) for article in queries.newest(viewer, words)],
        helpful=[card(article, words) for article in queries.most_helpful(viewer, words)],
    )


@blueprint.get("/faq")
@public
@kept_for_visitors
def faq() -> str:
    """The common questions that staff chose."""
    questions = queries.common_questions(current_actor(), language())
    return render_template("forum/knowledge/faq.html", questions=questions)


@blueprint.get("/kb/c/<slug>")
@public
@kept_for_visitors
def category(slug: str) -> str:
    """All articles of a category and of those right below it."""
    viewer, words = current_actor(), language()
    found = get_category(slug, viewer)
    page = queries.in_categories(with_children(found), viewer, words, request.args.get("after"))
    return render_template(
        "forum/knowledge/category.html",
        category=found,
        shelves=queries.subjects(viewer, words),
        articles=[card(article, words) for article in page.items],
        next_cursor=page.next_cursor,
    )


@blueprint.get("/kb/start/<slug>")
@public
@kept_for_visitors
def start(slug: str) -> str:
    """What to read first about a product."""
    paths = queries.starting_paths(current_actor(), language())
    found = next((path for path in paths if path.product.slug == slug), None)
    if found is None:
        raise NotFound()
    return render_template("forum/knowledge/start.html", path=found)


@blueprint.get("/kb/<int:article_id>", defaults={"slug": ""})
@blueprint.get("/kb/<int:article_id>/<slug>")
@public
@kept_for_visitors
def show(article_id: int, slug: str) -> str | Response | tuple[str, int]:
    """One article; a wrong or missing slug leads to the right one, an archived one onwards."""
    viewer = current_actor()
    try:
        page = queries.article_page(article_id, viewer, owner_key(viewer))
    except NotFound:
        return _archived(article_id)
    if slug != page.article.slug:
        return redirect(article_url(page.article), 301)
    parts = parts_of(page.article.html, current_app.config["THREADWELL"].video_hosts)
    drawn = render_template(
        "forum/knowledge/show.html",
        page=page,
        article=page.article,
        parts=parts,
        places=queries.places_of(page.article, viewer, language()) if page.on_path else (),
        answer=page.answer,
        follows=page.follows,
        form=None,
        may_post=_may_post(),
        related=[card(article, language()) for article in page.related],
    )
    answer = make_response(drawn)
    if sources := frame_sources(parts):
        answer.headers["Content-Security-Policy"] = f"{CSP}; frame-src {' '.join(sources)}"
    return answer


@blueprint.get("/kb/<int:article_id>/feedback")
@public
def feedback(article_id: int) -> str:
    """The form for visitors: it needs a token, and pages kept for them hold none."""
    viewer = current_actor()
    article = queries.get_article(article_id, viewer)
    answer = queries.feedback_of(article_id, owner_key(viewer))
    return _feedback_page(article, answer, FeedbackForm(formdata=None))


@blueprint.post("/kb/<int:article_id>/helpful")
@public
def helpful(article_id: int) -> str | Response:
    """It helped."""
    return _keep_feedback(article_id, helpful=True)


@blueprint.post("/kb/<int:article_id>/not-helpful")
@public
def not_helpful(article_id: int) -> str | Response | tuple[str, int]:
    """It did not; perhaps with a reason."""
    form = FeedbackForm()
    if not form.validate():
        article = queries.get_article(article_id, current_actor())
        return _feedback_page(article, None, form), 422 if wants_fragment() else 400
    return _keep_feedback(article_id, helpful=False, reason=form.reason.data)


@blueprint.post("/kb/<int:article_id>/follow")
@signed_in
def follow(article_id: int) -> str | Response:
    """Tell me what becomes of it."""
    return _followed(actions.follow(current_person(), article_id), follows=True)


@blueprint.post("/kb/<int:article_id>/follow/delete")
@signed_in
def unfollow(article_id: int) -> str | Response:
    """Stop telling me."""
    article = actions.follow(current_person(), article_id, wanted=False)
    return _followed(article, follows=False)


def _followed(article: Article, follows: bool) -> str | Response:
    if wants_fragment():
        return render_template("forum/knowledge/follow.html", article=article, follows=follows)
    return redirect(article_url(article), 303)


def _archived(article_id: int) -> Response | tuple[str, int]:
    """Lead to what took its place, or say that it is read no more."""
    found = queries.archived(article_id, current_actor())
    if found.successor is not None:
        return redirect(article_url(found.successor), 302)
    return render_template("forum/knowledge/archived.html"), 410


def _keep_feedback(article_id: int, helpful: bool, reason: str = "") -> str | Response:
    viewer = current_actor()
    article = queries.get_article(article_id, viewer)
    reader = owner_key(viewer, create=True) or ""
    answer = actions.say_whether_helpful(viewer, article_id, reader, helpful, reason)
    if wants_fragment():
        return _feedback_page(article, answer, FeedbackForm(formdata=None))
    return redirect(f"{article_url(article)}#helpful", 303)


def _feedback_page(article: Article, answer: ArticleFeedback | None, form: FeedbackForm) -> str:
    template = "helpful.html" if wants_fragment() else "feedback.html"
    said = request.args.get("answer", "") if request.method == "GET" else ""
    return render_template(
        f"forum/knowledge/{template}",
        article=article,
        article_url=article_url(article),
        answer=answer,
        form=form,
        may_post=True,
        send_at_once={"yes": "knowledge.helpful", "no": "knowledge.not_helpful"}.get(said),
    )


def _may_post() -> bool:
    """Whether this page is one reader's own and may hold a token."""
    cookie = str(current_app.config["SESSION_COOKIE_NAME"])
    return current_actor().is_authenticated or cookie in request.cookies
