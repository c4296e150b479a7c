"""Which worker takes which tests when several run them side by side (``pytest -n 2``).

A file stays together, for its tests share what they build. What is dear and serves several files
(a demo site with its model and a browser, the model itself, the site in all its states) is built
by one worker alone. The dear ones are handed out first, then the files with the most tests, so
that in the end nobody waits for one worker that has only just begun.
"""

from typing import Final

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# What begins so goes to one worker as a whole; what takes longest stands first.
TOGETHER: Final = {
    "the browser": ("tests/journeys/",),
    "processes of their own": ("tests/faults/", "tests/load/"),
    "the model": ("tests/search/test_cross_language.py", "tests/search/test_models.py"),
    "the site in all its states": ("tests/access/",),
}


class Spreading(LoadScopeScheduling):
    """Hands out files and what belongs together, the dear ones first."""

    def _split_scope(self, nodeid: str) -> str:
        for name, beginnings in TOGETHER.items():
            if nodeid.startswith(beginnings):
                return name
        return nodeid.split("::", 1)[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        dear = next((name for name in TOGETHER if name in self.workqueue), None)
        if dear:
            self.workqueue.move_to_end(dear, last=False)
        super()._assign_work_unit(node)
