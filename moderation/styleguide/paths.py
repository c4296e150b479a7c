"""Articles to begin with, for the guide: in the middle of a path, and at the end of another."""

from forum.categories.queries import ProductLine
from forum.knowledge.models import Article
from forum.knowledge.queries.paths import Place, StartingPath, Step
from moderation.styleguide.posts import LONG_WORD


def places() -> list[Place]:
    """Where an article may stand."""
    return [Place(_path(1, "Orrin Hub"), 2), Place(_path(2, "Orrin Glow"), 3)]


def _path(number: int, name: str) -> StartingPath:
    product = ProductLine(number, f"product-{number}", False, name, "", "", "")
    titles = ("Your first evening with the hub", "Датчик движения не видит кота", LONG_WORD)
    return StartingPath(
        product,
        [
            Step(at, at, Article(id=at, title=title, slug="-", language="ru" if at == 2 else "en"))
            for at, title in enumerate(titles, start=1)
        ],
    )
