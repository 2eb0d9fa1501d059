"""Packages that only some formats need: what is said where one is not installed."""

from __future__ import annotations

from kb.errors import N_, KbError


def missing_extra(format_name: str, package: str) -> KbError:
    """The error of a format whose package is not installed.

    Args:
        format_name: as its users call it, such as "PDF".
        package: its name on PyPI.
    """
    return KbError(
        N_(
            "%(format)s needs the package %(package)s, which is not installed. Type: "
            'pip install "kb-good-practice[export]"'
        ),
        format=format_name,
        package=package,
    )
