"""What the knowledge base tells programs."""

from collections.abc import Sequence
from functools import partial

from flask_babel import gettext as _

from forum.categories.models import Audience, Category
from forum.core.i18n import language
from forum.core.pages import absolute, path_to
from forum.knowledge.cards import article_url
from forum.knowledge.queries import ArticlePage
from forum.knowledge.queries.faq import CommonQuestion
from forum.syndication import structured
from forum.syndication.describing.parts import author, crumbs, place_card, plain_card
from forum.syndication.excerpts import first_words
from forum.syndication.heads import Card, FeedLink, Head, Values, describes, is_plain
from forum.syndication.pictures import picture_of_article, site
from forum.syndication.structured import Author, Data


@describes("knowledge.home", "shelves")
def knowledge(values: Values) -> Head:
    """The first page of the knowledge base."""
    path = path_to("knowledge.home")
    make = partial(plain_card, _("Knowledge base"))
    indexed = is_plain() and bool(values["shelves"])
    return Head(path, indexed, feeds=(articles_feed(),), make_card=make)


def articles_feed() -> FeedLink:
    """The feed of what is written down."""
    return FeedLink(_("Articles"), path_to("syndication.articles_feed"))


@describes("knowledge.faq", "questions")
def common_questions(values: Values) -> Head:
    """The questions that staff chose."""
    questions: Sequence[CommonQuestion] = values["questions"]
    make = partial(_faq_card, questions)
    return Head(path_to("knowledge.faq"), is_plain() and bool(questions), make_card=make)


def _faq_card(questions: Sequence[CommonQuestion]) -> Card:
    pairs = [(row.question, row.answer) for row in questions]
    return plain_card(_("Common questions"), structured.faq(pairs, language()))


@describes("knowledge.category", "articles", "category")
def subject(values: Values) -> Head:
    """The articles of a category."""
    found: Category = values["category"]
    path = path_to("knowledge.category", slug=found.slug)
    above = (_("Knowledge base"), path_to("knowledge.home"))
    public = found.audience is Audience.PUBLIC
    return Head(
        path,
        public and is_plain() and bool(values["articles"]),
        feeds=(articles_feed(),),
        make_card=partial(place_card, found, above, path),
    )


@describes("knowledge.show", "page", "article")
def article(values: Values) -> Head:
    """An article, and the same in other languages."""
    page: ArticlePage = values["page"]
    found = page.article
    others = [(other.language, article_url(other)) for other in page.languages]
    return Head(
        article_url(found),
        found.is_readable and found.category.audience is Audience.PUBLIC,
        alternates=others if len(others) > 1 else (),
        feeds=(articles_feed(),),
        make_card=partial(_article_card, page),
    )


def _article_card(page: ArticlePage) -> Card:
    found = page.article
    version = picture_of_article(found).version
    image = absolute(path_to("syndication.article_picture", article_id=found.id, version=version))
    summary = found.summary or first_words(found.html)
    return Card(
        image,
        found.title,
        summary,
        kind="article",
        language=found.language,
        structured=(_article_data(page, summary, image), crumbs(*_way_to(page))),
    )


def _article_data(page: ArticlePage, summary: str, image: str) -> Data:
    found = page.article
    publisher = Author(site().name, absolute("/"))
    return structured.article(
        title=found.title,
        url=absolute(article_url(found)),
        summary=summary,
        language=found.language,
        published_at=found.published_at or found.created_at,
        updated_at=found.updated_at,
        authors=[author(person) for person in page.contributors] or [publisher],
        publisher=publisher,
        image=image,
    )


def _way_to(page: ArticlePage) -> list[tuple[str, str]]:
    found = page.article
    steps = [(_("Knowledge base"), path_to("knowledge.home"))]
    for place in (page.parent, found.category):
        if place is not None:
            path = path_to("knowledge.category", slug=place.slug)
            steps.append((place.name(language()), path))
    return [*steps, (found.title, article_url(found))]
