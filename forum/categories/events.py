"""What happens to categories and products, once it did."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """An admin made or changed a category or a product.

    ``kind`` is "category" or "product"; ``verb`` is "create", "edit", "retire" or "bring-back".
    """

    actor_id: int
    verb: str
    kind: str
    row_id: int
    before: str
    after: str
