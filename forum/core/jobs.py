"""Background work: rows say what there is to do, sweeps do it, huey only rings the bell.

A wake-up may be lost, doubled or late: every sweep looks at the rows, and all of them run each
minute anyway. A sweep that raises is logged and never keeps the others from running.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, SqliteHuey, crontab
from huey.consumer import Consumer

from forum.core.db import db

logger = logging.getLogger(__name__)
WORKERS = 2  # one may be embedding for a minute; mail must not wait for it
POLL_MAX_SECONDS = 1.0  # how long a wake-up may wait for the worker

Sweep = Callable[[], None]
_sweeps: list[Sweep] = []


def sweep(work: Sweep) -> Sweep:
    """Register a function that does whatever is due now. Safe to run twice, and at once."""
    if work not in _sweeps:
        _sweeps.append(work)
    return work


def run_due(app: Flask) -> None:
    """Run every sweep once, each in a session of its own."""
    for work in list(_sweeps):
        with app.app_context():
            try:
                work()
            except Exception:  # whatever one sweep meets, the others must still run
                logger.exception("the sweep %s failed", work.__name__)
            finally:
                db.session.remove()


class Bell:
    """Huey with one task on it: look at the rows."""

    def __init__(self, app: Flask, huey: Huey) -> None:
        self.huey = huey
        self._ring = huey.task(name="sweep")(lambda: run_due(app))
        huey.periodic_task(crontab(minute="*"), name="sweep_every_minute")(lambda: run_due(app))

    def ring(self, after: timedelta | None = None) -> None:
        """Wake the worker; failing to is no failure, the next minute's sweep finds the work."""
        try:
            if after is not None:
                self._ring.schedule(delay=after.total_seconds())
            elif self.huey.pending_count() == 0:
                self._ring()
        except Exception:  # any queue, any fault: the act that rang is committed already
            logger.warning("the worker could not be woken", exc_info=True)


class QuietConsumer(Consumer):  # type: ignore[misc]
    """A consumer that lives in a thread of the web process and leaves its signals alone."""

    def _set_signal_handlers(self) -> None:
        return None


def init_app(app: Flask, instance: Path) -> None:
    """Prepare the bell on a small SQLite file of its own."""
    huey = SqliteHuey("threadwell", filename=str(instance / "queue.db"), results=False)
    app.extensions["bell"] = Bell(app, huey)


def wake() -> None:
    """Ask the worker to look at once."""
    _ring()


def wake_later(after: timedelta) -> Callable[[], None]:
    """What asks the worker to look when something is due ``after`` a while, not at once."""

    def ring() -> None:
        _ring(after)

    return ring


def _ring(after: timedelta | None = None) -> None:
    bell: Bell | None = current_app.extensions.get("bell")
    if bell is not None:
        bell.ring(after)


def consumer(app: Flask, in_thread: bool) -> Any:
    """A huey consumer; ``in_thread`` when the main thread serves pages."""
    bell: Bell = app.extensions["bell"]
    kind = QuietConsumer if in_thread else Consumer
    return kind(bell.huey, workers=WORKERS, initial_delay=0.1, max_delay=POLL_MAX_SECONDS)


def start_in_thread(app: Flask) -> None:
    """Run the worker beside the web server, for a site that is one process."""
    worker = consumer(app, in_thread=True)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
