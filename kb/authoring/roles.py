"""Who does what for the entries."""

from __future__ import annotations

from enum import StrEnum


class EditorialRole(StrEnum):
    """What somebody may do; a later role may do all that an earlier one may."""

    AUTHOR = "author"
    """Writes entries and submits them."""
    REVIEWER = "reviewer"
    """Publishes and archives them, too."""

    def includes(self, other: EditorialRole) -> bool:
        """Whether this role may do what the other may."""
        order = list(EditorialRole)
        return order.index(self) >= order.index(other)
