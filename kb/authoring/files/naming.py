"""The id and the file of a new entry, from its country, place and title."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping
from pathlib import Path

from kb.content.root import PRACTICES
from kb.content.shape import slug
from kb.content.store import Content
from kb.content.yamlfile import Tree

_LONGEST = 48
"""Longer ids make addresses nobody reads out on the telephone."""

_NAMELESS = "practice"

_SPELT_OUT = "de"
"""Who writes this language writes "ae" without umlauts; others leave the dots out."""


def propose_id(tree: Mapping[str, Tree], taken: Container[str] = ()) -> str:
    """An id for an entry: country, place, and the title's first words; "" without country or title.

    Args:
        tree: the entry.
        taken: ids that are in use, or were.
    """
    country, place = _where(tree)
    title = str(tree.get("title") or "").strip()
    if not country or not title:
        return ""
    lang = str(tree.get("language") or "")
    words = _words(place, lang)
    words += [one for one in _words(title, lang) if one not in words]
    # A title may be in a script without such letters, or one long word.
    name = f"{country.lower()}-{(words or [_NAMELESS])[0]}"[:_LONGEST]
    for word in words[1:]:
        if len(name) + 1 + len(word) > _LONGEST:
            break
        name = f"{name}-{word}"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _words(text: str, lang: str) -> list[str]:
    """The words of a text in the letters of ids, as its language does without the others."""
    if lang and lang.partition("-")[0] != _SPELT_OUT:
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in apart if not unicodedata.combining(one))
    return [one for one in slug(text).split("-") if one]


def _where(tree: Mapping[str, Tree]) -> tuple[str, str]:
    location = tree.get("location")
    if not isinstance(location, dict):
        return "", ""
    place = location.get("municipality") or location.get("place") or ""
    return str(location.get("country") or ""), str(place)


def taken_ids(content: Content) -> set[str]:
    """Ids of practices, former ones and those of faulty files included."""
    taken = {record_id for kind, record_id in content.paths if kind == "practice"}
    for one in content.practices.values():
        taken.update(one.former_ids)
    return taken


def entry_path(root: Path, entry_id: str, country: str) -> Path:
    """Where the file of an entry belongs."""
    return root / PRACTICES / country.lower() / f"{entry_id}.yaml"
