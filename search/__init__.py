"""Search: a leaf that knows documents, not threads; `search.index` is the way in."""
