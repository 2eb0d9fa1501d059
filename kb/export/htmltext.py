"""Texts and items as HTML. They are written here and not in a template, since a page has hundreds.

Everything is escaped: what comes in as text leaves as text. What the functions give is HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape


class Said(NamedTuple):
    """A text inside an element whose language is known."""

    value: str
    attributes: Markup
    """lang and dir, as far as they differ from those around."""
    note: str
    note_attributes: Markup


class Cite(NamedTuple):
    """A number that leads to a source."""

    number: int
    href: str
    """Empty where there is no such source."""
    name: str
    """What it is called when read aloud."""


class Column(NamedTuple):
    """An item in one language; or in all, where its words are the same in each."""

    attributes: Markup
    label: list[Said]
    words: list[Said]
    details: list[Said]
    cites: list[Cite]


_SLASH = ' <span class="sep slash">/ </span>'


def write_row(texts: Sequence[Said]) -> str:
    """Texts one after the other: the same in several languages."""
    parts = []
    for place, one in enumerate(texts):
        if not place:
            parts.append(_said(one))
        elif one.note:
            parts.append(f'{_SLASH}<span class="second">{_said(one)}</span>')
        else:
            attributes = one.attributes
            parts.append(f'{_SLASH}<span class="second"{attributes}>{escape(one.value)}</span>')
    return "".join(parts)


def write_run(column: Column, href: str) -> str:
    """An item in one language: label, words that may lead somewhere, sources, details."""
    words = write_linked(write_row(column.words), href)
    label = f'<b class="label">{write_row(column.label)}</b> ' if column.label else ""
    details = ""
    if column.details:
        told = write_row(column.details)
        details = f'&nbsp;<span class="sep dot">·</span> <span class="details">{told}</span>'
    return f"{label}{words}{write_cites(column.cites)}{details}"


def write_inline(columns: Sequence[Column], href: str) -> str:
    """An item with its languages one after the other."""
    first, *others = columns
    parts = [write_run(first, href)]
    for one in others:
        run = write_run(one, href)
        parts.append(f'{_SLASH}<span class="second"{one.attributes}>{run}</span>')
    return "".join(parts)


def write_pair(columns: Sequence[Column], href: str, style: str = "") -> str:
    """An item with its languages side by side."""
    told = "".join(f"<p{one.attributes}>{write_run(one, href)}</p>" for one in columns)
    return f'<div class="pair{" " if style else ""}{escape(style)}">{told}</div>'


def write_linked(words: str, href: str) -> str:
    """Words that lead somewhere; the words alone without an address.

    Args:
        words: HTML.
        href: an address that may be linked, as text.
    """
    return f'<a href="{escape(href)}">{words}</a>' if href else words


def write_cites(cites: Sequence[Cite]) -> str:
    """Numbers of sources."""
    if not cites:
        return ""
    numbers = ", ".join(
        f'<a href="{escape(one.href)}" aria-label="{escape(one.name)}">{one.number}</a>'
        if one.href
        else str(one.number)
        for one in cites
    )
    return f' <span class="cites">[{numbers}]</span>'


def _said(one: Said) -> str:
    value = str(escape(one.value.strip()))
    if one.attributes:
        value = f"<span{one.attributes}>{value}</span>"
    if not one.note:
        return value
    note = f'<small class="note"{one.note_attributes}>[{escape(one.note)}]</small>'
    return f"{value} {note}"
