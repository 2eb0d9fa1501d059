"""Numbers and lines as SVG writes them, as short as they can be."""

from __future__ import annotations

from collections.abc import Sequence

from kb.export.projection import Point


def format_path(line: Sequence[Point], *, closed: bool, digits: int = 2) -> str:
    """A line as steps from point to point; "" where it has no length.

    Args:
        line: its points.
        closed: whether it leads back to where it began.
        digits: how many decimals are written.
    """
    steps = []
    x0 = y0 = 0
    parts = 10**digits
    for n, (right, down) in enumerate(line):
        x, y = round(right * parts), round(down * parts)
        if n == 0:
            steps.append(f"M{format_number(x / parts)} {format_number(y / parts)}l")
        elif (x, y) != (x0, y0):
            across, below = format_number((x - x0) / parts), format_number((y - y0) / parts)
            steps.append(across + ("" if below.startswith("-") else " ") + below)
        x0, y0 = x, y
    if len(steps) < 2:
        return ""
    first, *others = steps
    joined = "".join(one if n == 0 or one[0] == "-" else " " + one for n, one in enumerate(others))
    return first + joined + ("z" if closed else "")


def format_number(value: float, digits: int = 2) -> str:
    """A number as short as it can be written: 1.5, -.05."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in ("", "-0", "-") else text
