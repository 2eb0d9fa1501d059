"""Numbers and lines as SVG writes them, as short as they can be."""

from __future__ import annotations

from collections.abc import Sequence

from kb.export.projection import Point


def format_path(line: Sequence[Point], *, closed: bool) -> str:
    """A line as steps from point to point, to a hundredth; "" where it has no length."""
    steps = []
    x0 = y0 = 0
    for n, (right, down) in enumerate(line):
        x, y = round(right * 100), round(down * 100)
        if n == 0:
            steps.append(f"M{_hundredths(x)} {_hundredths(y)}l")
        elif (x, y) != (x0, y0):
            across, below = _hundredths(x - x0), _hundredths(y - y0)
            steps.append(across + ("" if below.startswith("-") else " ") + below)
        x0, y0 = x, y
    if len(steps) < 2:
        return ""
    first, *others = steps
    joined = "".join(one if n == 0 or one[0] == "-" else " " + one for n, one in enumerate(others))
    return first + joined + ("z" if closed else "")


def _hundredths(value: int) -> str:
    """A number of hundredths, as short as it can be written: 150 is 1.5, -5 is -.05."""
    return format_number(value / 100)


def format_number(value: float, digits: int = 2) -> str:
    """A number as short as it can be written."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in ("", "-0", "-") else text
