"""Checks of the folder itself: files nobody reads, and exceptions nobody needs."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from kb.content.root import EXCEPTIONS_FILE, PRACTICES, stays_inside
from kb.content.store import Content
from kb.content.yamlfile import load_yaml
from kb.errors import Issue, Location


def check_strays(content: Content) -> Iterator[Issue]:
    """Files that look like records but are not read."""
    base = content.root / PRACTICES
    real_base = base.resolve()
    read = {*content.paths.values(), base / EXCEPTIONS_FILE}
    for folder, subfolders, names in os.walk(base):
        here = Path(folder)
        for name in sorted(subfolders):
            if (here / name).is_symlink() and not stays_inside(here / name, real_base):
                yield Issue("KB505", Location(here / name), {"link": name})
        for name in sorted(names):
            path = here / name
            if path in read or name.startswith(".") or not _looks_like_yaml(name):
                continue
            link = {} if stays_inside(path, real_base) else {"link": name}
            yield Issue("KB505", Location(path), link)


def _looks_like_yaml(name: str) -> bool:
    lowered = name.lower()
    return ".yaml" in lowered or ".yml" in lowered


def check_exemptions(content: Content, used: Collection[int]) -> Iterator[Issue]:
    """Exceptions that no finding needed.

    Args:
        content: the knowledge base.
        used: positions in the list of exceptions that hid a finding.
    """
    stale = [number for number in range(len(content.exemptions)) if number not in used]
    if not stale:
        return
    document = load_yaml(content.root / PRACTICES / EXCEPTIONS_FILE)
    for number in stale:
        one = content.exemptions[number]
        yield Issue("KB504", document.locate((number,)), {"id": one.id, "code": one.code})
