"""Measures and colours of the Word file. Lengths are twips, a twentieth of a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.export.description import Booklet
from kb.export.drawing import Colour, country_colours

EMU = 635
"""English Metric Units in a twip."""
SLATE = Colour("#33414d", "#eef1f3", "#232e38")
"""Of what belongs to no country."""
QUIET = "5a636c"
"""Text that steps back; 6:1 on white, 5:1 on the soft colours."""
RULE = "c3cad0"


def mm(millimetres: float) -> int:
    """Millimetres as twips."""
    return round(millimetres * 1440 / 25.4)


@dataclass(frozen=True)
class Look:
    """How large everything is on one size of paper."""

    width: int
    height: int
    side: int
    """Margins left and right."""
    top: int
    bottom: int
    scale: float
    """Of type and of the spaces that go with it."""

    @property
    def text_width(self) -> int:
        """Width of the lines."""
        return self.width - 2 * self.side

    @property
    def column(self) -> int:
        """Width of one of two columns."""
        return self.text_width // 2

    @property
    def gap(self) -> int:
        """Space on each side of the rule between two columns."""
        return self.space(9)

    @property
    def text_height(self) -> int:
        """Height of a full page."""
        return self.height - self.top - self.bottom

    def half_points(self, points: float) -> int:
        """A size of type on this paper, in half points as Word counts."""
        return max(13, round(points * self.scale * 2))

    def space(self, points: float) -> int:
        """A space that goes with the type, in twips."""
        return round(points * self.scale * 20)


LOOKS = {
    "a4": Look(mm(210), mm(297), mm(25), mm(22), mm(20), 1.0),
    "a5": Look(mm(148), mm(210), mm(16), mm(18), mm(15), 0.86),
}
"""By size of paper."""


def plain(colour: str) -> str:
    """A colour as Word writes it: #1b676b is 1b676b."""
    return colour.removeprefix("#")


def mixed(colour: str, strength: float) -> str:
    """A colour mixed with white.

    Args:
        colour: six hexadecimal digits.
        strength: 1 for the colour itself, 0 for white.
    """
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * strength):02x}" for part in parts)


def colours_of(booklet: Booklet) -> Mapping[str, Colour]:
    """The colour of each country; of "", too, which stands for none."""
    return {**country_colours(booklet.countries), "": SLATE}


def style_suffix(country: str) -> str:
    """What the styles of a country end with, as a part of their ids."""
    return "".join(char for char in country if char.isascii() and char.isalnum()) or "X"
