"""What several descriptions are made of."""

from forum.accounts.bylines import Byline
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.i18n import language
from forum.core.pages import absolute, path_to
from forum.syndication import structured
from forum.syndication.heads import Card
from forum.syndication.pictures import picture_of_site
from forum.syndication.structured import Author, Data


def site_image() -> str:
    """The picture of pages that have none of their own."""
    code = language()
    version = picture_of_site(code).version
    return absolute(path_to("syndication.site_picture", language=code, version=version))


def plain_card(title: str = "", *data: Data) -> Card:
    """The card of a page without a picture of its own."""
    return Card(site_image(), title, language=language(), structured=data)


def crumbs(*steps: tuple[str, str]) -> Data:
    """The way to a page, the page itself last."""
    return structured.breadcrumbs([(name, absolute(path)) for name, path in steps])


def author(person: User | Byline) -> Author:
    """Somebody as programs know them."""
    left = person.deleted_at is not None
    url = "" if left else absolute(path_to("people.show", name=person.address))
    return Author(person.name, url)


def place_card(found: Category, above: tuple[str, str], path: str) -> Card:
    """The card of a category, in the questions or in the knowledge base."""
    name = found.name(language())
    return plain_card(name, crumbs(above, (name, path)))
