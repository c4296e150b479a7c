"""What a search asks of documents besides its words, before it is known who asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from search.query import Scope, spaced
from search.stores.rows import utc
from search.text import terms


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a document must be, hold and not hold.

    Args:
        labels: facet labels it needs all of.
        phrases: texts whose words it holds one right after the other, whatever their endings.
        without: words or phrases that it does not hold.
        since: from when on it was made.
        until: before when it was made.
        among: keys it must be one of; None for any document.
    """

    labels: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    among: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        asked = (self.labels, self.phrases, self.without, self.since, self.until)
        return self.among is not None or any(asked)

    def scope(self, audiences: tuple[str, ...]) -> Scope:
        """Return it as the stores take it, for a viewer; phrases of stop words ask nothing."""
        return Scope(
            audiences,
            self.labels,
            among=self.among,
            phrases=_spaced(self.phrases),
            without=_spaced(self.without),
            since=utc(self.since) or "",
            until=utc(self.until) or "",
        )


ANYTHING: Final = Narrowed()


def _spaced(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (spaced(terms(text)) for text in texts)))
