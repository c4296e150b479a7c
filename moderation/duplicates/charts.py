"""Figures as bars: places and lengths for SVG, in units of its view box."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.desk.charts import HEIGHT, WIDTH, Bar, bar
from moderation.duplicates.measures import ScoreBin, Week


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a box of ``width`` by ``height``, and where the promise lies (None: nowhere).

    ``most`` is what the top of the box stands for.
    """

    bars: Sequence[Bar]
    most: str
    line_y: float | None = None
    width: float = WIDTH
    height: float = HEIGHT


def of_weeks(weeks: Sequence[Week], target: float = 0.9) -> Chart:
    """A bar of precision for each week in which something was marked, and a line at the target."""
    room = WIDTH / max(len(weeks), 1)
    bars = [
        bar(at * room, room, HEIGHT, precision * HEIGHT, "precision", f"{precision:.0%}")
        for at, week in enumerate(weeks)
        if (precision := week.tally.precision) is not None
    ]
    return Chart(bars, "100 %", line_y=round(HEIGHT * (1 - target), 1))


def of_scores(bins: Sequence[ScoreBin]) -> Chart:
    """For each tenth of the score the right ones, and upon them the wrong ones."""
    most = max((one.right + one.wrong for one in bins), default=0) or 1
    room = WIDTH / max(len(bins), 1)
    bars = []
    for at, one in enumerate(bins):
        right, wrong = one.right / most * HEIGHT, one.wrong / most * HEIGHT
        if one.right:
            bars.append(bar(at * room, room, HEIGHT, right, "right", str(one.right)))
        if one.wrong:
            bars.append(bar(at * room, room, HEIGHT - right, wrong, "wrong", str(one.wrong)))
    return Chart(bars, str(most))
