"""A picture from a file: what is looked at, how large it may be, and how faults are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kb.errors import N_, KbError

MAX_BYTES = 1 << 20
MAX_ELEMENTS = 20_000
MAX_PIXELS = 50_000_000
MAX_PROPORTION = 20
"""How many times as long as the other one side may be."""

NO_PICTURE = N_(
    "The logo “%(file)s” in kb.yaml is no picture that can be printed. Save it as SVG, PNG or JPEG."
)


class Size(NamedTuple):
    """Of a picture, in pixels or any other unit."""

    width: float
    height: float


@dataclass(frozen=True)
class PictureFile:
    """What is looked at, under the name that errors give it."""

    name: str
    data: bytes

    def fault(self, message: str, **params: object) -> KbError:
        """What is wrong with it, under its name."""
        return KbError(message, file=self.name, **params)


def check_proportion(file: PictureFile, size: Size) -> None:
    """Neither side is many times as long as the other."""
    if max(size) > MAX_PROPORTION * min(size):
        raise file.fault(
            N_(
                "One side of the logo “%(file)s” in kb.yaml is more than %(most)d times as long as "
                "the other. Crop it."
            ),
            most=MAX_PROPORTION,
        )


# Pictures of pixels
