"""How far a long command is, on standard error."""

import time

import click

PROGRESS_EVERY_SECONDS = 1.0


class Progress:
    """One line a second, however fast the rows come."""

    def __init__(self) -> None:
        self._shown_at = time.monotonic()
        self._stage = ""

    def show(self, stage: str, done: int, size: int) -> None:
        """Say how far a stage is."""
        moment = time.monotonic()
        if stage == self._stage and moment - self._shown_at < PROGRESS_EVERY_SECONDS:
            return
        self._stage, self._shown_at = stage, moment
        percent = min(100, 100 * done // max(1, size))
        click.echo(f"{stage}, {percent} %", err=True)
