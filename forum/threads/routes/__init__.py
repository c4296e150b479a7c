"""Pages and acts of the threads room, by capability; importing it registers them all."""

from forum.threads.routes import (
    asking,
    curating,
    drafting,
    known_issues,
    listing,
    marking,
    merging,
    reading,
    redacting,
    writing,
)
from forum.threads.routes.blueprint import blueprint

__all__ = [
    "asking",
    "blueprint",
    "curating",
    "drafting",
    "known_issues",
    "listing",
    "marking",
    "merging",
    "reading",
    "redacting",
    "writing",
]
