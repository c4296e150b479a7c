"""What the front page, lists of questions and threads tell programs."""

from functools import partial

from flask import request
from flask_babel import gettext as _

from forum.categories.models import Audience, Category
from forum.core import clock
from forum.core.i18n import language
from forum.core.markup import plain_text
from forum.core.pages import absolute, path_to
from forum.syndication import structured
from forum.syndication.describing.parts import author, crumbs, place_card, plain_card
from forum.syndication.excerpts import first_words
from forum.syndication.heads import Card, FeedLink, Head, Values, describes, is_plain
from forum.syndication.pictures import picture_of_thread, site
from forum.syndication.policy import is_worth_finding
from forum.syndication.structured import Told, Written
from forum.threads.models import PostKind
from forum.threads.queries import Sort, ThreadPage
from forum.threads.shown import ShownPost
from forum.threads.states import thread_url

TEXT_MAX_CHARS = 5_000  # of one post; a page of long ones would be sent twice over


def questions_feed() -> FeedLink:
    """The feed of what is asked."""
    return FeedLink(_("Newest questions"), path_to("syndication.questions_feed"))


@describes("home.index", "home")
def home(_values: Values) -> Head:
    """The front page."""
    feeds = (
        questions_feed(),
        FeedLink(_("Latest solutions"), path_to("syndication.solutions_feed")),
    )
    return Head(path_to("home.index"), is_plain(), feeds=feeds, make_card=_home_card)


def _home_card() -> Card:
    search = f"{absolute(path_to('finding.search'))}?q={{words}}"
    return plain_card(site().name, structured.web_site(site().name, absolute("/"), search))


@describes("threads.index", "rows", "title")
def questions(values: Values) -> Head:
    """All questions; narrowed or further lists are for people only."""
    make = partial(plain_card, values["title"])
    return Head(path_to("threads.index"), is_plain(), feeds=(questions_feed(),), make_card=make)


@describes("threads.category", "rows", "category")
def category(values: Values) -> Head:
    """The questions of a category."""
    found: Category = values["category"]
    path = path_to("threads.category", slug=found.slug)
    public = found.audience is Audience.PUBLIC
    feeds = (
        FeedLink(
            _("Newest questions: %(place)s", place=found.name(language())),
            path_to("syndication.category_feed", slug=found.slug),
        ),
    )
    return Head(
        path,
        public and is_plain() and bool(values["rows"]),
        feeds=feeds if public else (),
        make_card=partial(place_card, found, (_("Questions"), path_to("threads.index")), path),
    )


@describes("threads.tag", "rows", "title")
def tag(values: Values) -> Head:
    """The questions with a tag; an empty one is no use to anybody."""
    slug = (request.view_args or {})["slug"]
    feed = FeedLink(
        _("Newest questions: %(place)s", place=f"#{slug}"),
        path_to("syndication.tag_feed", slug=slug),
    )
    make = partial(plain_card, values["title"])
    path = path_to("threads.tag", slug=slug)
    return Head(path, is_plain() and bool(values["rows"]), feeds=(feed,), make_card=make)


@describes("threads.show", "page", "thread")
def thread(values: Values) -> Head:
    """A thread. Its pages stand for themselves; another order of the same is not another page."""
    page: ThreadPage = values["page"]
    found = page.thread
    path = thread_url(found)
    if page.sort is Sort.BEST and 1 < page.page <= page.pages:
        path = f"{path}?page={page.page}"
    public = found.category.audience is Audience.PUBLIC and not found.is_gone
    feed = FeedLink(
        _("Answers to: %(title)s", title=found.title),
        path_to("syndication.thread_feed", thread_id=found.id),
    )
    return Head(
        path,
        is_worth_finding(found, clock.now()),
        feeds=(feed,) if public else (),
        make_card=partial(_thread_card, page),
    )


def _thread_card(page: ThreadPage) -> Card:
    found = page.thread
    version = picture_of_thread(found).version
    image = path_to("syndication.thread_picture", thread_id=found.id, version=version)
    told = Told(
        title=found.title,
        language=found.language,
        answers=found.answer_count,
        question=_written(page, page.question),
        best=_written(page, page.best) if page.best is not None else None,
        others=[_written(page, post) for post in page.answers if post.kind is PostKind.ANSWER],
    )
    shape = structured.qa_page if found.wants_answer else structured.discussion
    place = found.category
    return Card(
        absolute(image),
        found.title,
        first_words((page.best or page.question).html),
        kind="article",
        language=found.language,
        structured=(
            shape(told),
            crumbs(
                (_("Questions"), path_to("threads.index")),
                (place.name(language()), path_to("threads.category", slug=place.slug)),
                (found.title, thread_url(found)),
            ),
        ),
    )


def _written(page: ThreadPage, post: ShownPost) -> Written:
    return Written(
        text=plain_text(post.html)[:TEXT_MAX_CHARS],
        url=f"{absolute(thread_url(page.thread))}#p-{post.id}",
        at=post.created_at,
        edited_at=post.edited_at,
        votes=post.score,
        author=author(post.author),
    )
