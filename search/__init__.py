"""Search: a leaf that knows documents, not threads; `search.index` is the way in."""

import os

# Read when numpy is first imported, so it stands before everything else. One product of a matrix
# and a vector waits for memory, not for processors: a second thread only spins beside it, and
# several requests at once already keep all processors busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
