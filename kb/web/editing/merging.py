"""Two people changed one entry: what both mean is kept, and where they differ both are told.

Three trees are compared field by field: the entry as it was when the form was opened, as the file
is now, and as the form would have it.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kb.content.yamlfile import Tree

_MOST_BYTES = 1024 * 1024
"""Of an entry's file; see `kb.content.yamlfile.MAX_BYTES`."""


@dataclass(frozen=True)
class Merged:
    """What came of three trees."""

    tree: dict[str, Tree]
    """Fields that one of both changed are as that one has them; of those both changed, mine."""
    theirs: Mapping[str, Tree]
    """Fields both changed, as they stand in the file: {} where nobody contradicts."""
    taken: frozenset[str]
    """Fields somebody else alone changed, which are as they have them."""


def merge(
    base: Mapping[str, Tree],
    current: Mapping[str, Tree],
    mine: Mapping[str, Tree],
    unclear: Collection[str] = (),
) -> Merged:
    """Bring two changes of one entry together.

    Args:
        base: as it was when the form was opened.
        current: as the file is now.
        mine: as the form has it.
        unclear: fields of the form with answers that could not be read, and so are not in `mine`.
    """
    tree: dict[str, Tree] = {}
    theirs: dict[str, Tree] = {}
    taken = set()
    for key in dict.fromkeys((*mine, *current)):
        before, now, wanted = base.get(key), current.get(key), mine.get(key)
        if now in (before, wanted):
            value = wanted
        elif wanted == before and key not in unclear:
            value = now
            taken.add(key)
        else:
            value = wanted
            theirs[key] = now
        if value is not None:
            tree[key] = value
    return Merged(tree, theirs, frozenset(taken))


def pack(data: bytes) -> str:
    """A file's bytes for a hidden field, so that no server has to remember who edits what."""
    return base64.urlsafe_b64encode(zlib.compress(data)).decode()


def unpack(text: str) -> bytes | None:
    """The bytes of `pack`; None for what is none, or would be larger than any entry."""
    try:
        packed = base64.urlsafe_b64decode(text.encode("ascii", "replace"))
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, _MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return None if unpacker.unconsumed_tail or not unpacker.eof else data
