"""The figures as Markdown tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.measuring import Measured


@dataclass(frozen=True, slots=True)
class Line:
    """One figure that was measured by itself."""

    what: str
    figure: str
    goal: str


def pages_table(measured: Sequence[Measured]) -> str:
    """All pages; the bare view, which everything is held to, stands first."""
    bare = measured[0]
    rate, cpu = bare.middle("per_second"), bare.middle("cpu_ms")
    lines = [
        "| page | reader | CPU ms | × bare | requests/s | of bare | p50 ms | p95 ms | SQL | kB "
        "| goal |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for found in measured:
        page = found.page
        lines.append(
            f"| {page.name} | {page.reader} | {found.middle('cpu_ms'):.2f} "
            f"| {found.middle('cpu_ms') / cpu:.1f} | {found.middle('per_second'):.0f} "
            f"| {found.middle('per_second') / rate:.3f} | {found.middle('p50_ms'):.0f} "
            f"| {found.middle('p95_ms'):.0f} "
            f"| {'' if found.statements is None else found.statements} "
            f"| {found.body_bytes / 1000:.1f} | {page.goal} |"
        )
    return "\n".join(lines)


def around_table(lines: Sequence[Line]) -> str:
    """Figures of their own."""
    rows = [f"| {line.what} | {line.figure} | {line.goal} |" for line in lines]
    return "\n".join(["", "| what | figure | goal |", "|---|--:|---|", *rows])
