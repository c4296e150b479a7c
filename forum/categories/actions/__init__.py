"""Verbs of the categories room: from the command line, and from the admins' pages."""

from forum.categories.actions.console import CategoryNames, put_category
from forum.categories.actions.places import (
    CategoryText,
    PlaceText,
    bring_back,
    edit_category,
    edit_product,
    make_category,
    make_product,
    retire,
)

__all__ = [
    "CategoryNames",
    "CategoryText",
    "PlaceText",
    "bring_back",
    "edit_category",
    "edit_product",
    "make_category",
    "make_product",
    "put_category",
    "retire",
]
