"""What an import did: counts for the screen, every row it could not take for the log."""

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

SHOWN_MAX = 20  # more on a screen is not read; the log has them all


@dataclass(slots=True)
class Tally:
    """How many rows of one kind went which way."""

    taken: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0

    def line(self, kind: str) -> str:
        """One line of the closing report."""
        return (
            f"{kind:<18} {self.taken:>8} taken {self.updated:>8} updated "
            f"{self.unchanged:>8} unchanged {self.skipped:>8} skipped"
        )


@dataclass(slots=True)
class Report:
    """Counts by kind, and the rows not taken; ``log`` gets each of those at once."""

    log_path: Path
    tallies: dict[str, Tally] = field(default_factory=dict)
    first_lines: list[str] = field(default_factory=list)
    lines: int = 0
    _log: TextIO | None = None

    def __enter__(self) -> Self:
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self._log = self.log_path.open("w", encoding="utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._log is not None:
            self._log.close()

    def of(self, kind: str) -> Tally:
        """The counts of one kind."""
        return self.tallies.setdefault(kind, Tally())

    def not_taken(self, kind: str, file: str, row_id: str | None, reason: str) -> None:
        """Note a row, or (None) a whole file, that could not be taken, and why."""
        self.of(kind).skipped += 1
        self.remark(file, row_id, f"not taken: {reason}")

    def remark(self, file: str, row_id: str | None, remark: str) -> None:
        """Note something about a row, or a file, that was taken all the same."""
        line = f"{file}: {remark}" if row_id is None else f"{file} row {row_id or '?'}: {remark}"
        self.lines += 1
        if len(self.first_lines) < SHOWN_MAX:
            self.first_lines.append(line)
        if self._log is not None:
            self._log.write(line.replace("\n", " ") + "\n")

    def closing(self) -> str:
        """The report for the end of the run."""
        parts = [tally.line(kind) for kind, tally in self.tallies.items()]
        parts += ["", *self.first_lines] if self.first_lines else []
        if self.lines > len(self.first_lines):
            parts.append(f"… and {self.lines - len(self.first_lines)} more.")
        if self.lines:
            parts.append(f"All of them: {self.log_path}")
        return "\n".join(parts)
