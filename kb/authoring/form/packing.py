"""Answers and files packed into one word, for a hidden field or a form that travels.

What comes back was in other hands: it is read no further than an entry is large.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from kb.authoring.form.composing import Filled, Typed

_MOST_BYTES = 1024 * 1024
"""Of an entry's file; see `kb.content.yamlfile.MAX_BYTES`."""
_DEEPEST = 6
"""Answers lie in lists of groups of lists at most, and what is packed may have names for them."""


def pack(data: bytes) -> str:
    """Bytes as one word."""
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


def as_json(item: Typed | Filled | list[Typed | Filled]) -> str:
    """Answers as text, without their places."""
    return json.dumps(_plain(item), ensure_ascii=False)


def from_json(text: str | bytes) -> Typed | Filled | list[Typed | Filled] | None:
    """The answers of `as_json`; None for what is none."""
    try:
        return _filled(json.loads(text), _DEEPEST)
    except (ValueError, RecursionError):
        return None


def _plain(item: object) -> object:
    if isinstance(item, dict):
        return {key: _plain(one) for key, one in item.items()}
    if isinstance(item, list):
        return [_plain(one) for one in item]
    return str(item.value) if isinstance(item, Typed) and item.value is not None else ""


def _filled(plain: object, depth: int) -> Typed | Filled | list[Typed | Filled]:
    if isinstance(plain, str):
        return Typed(plain)
    if isinstance(plain, dict) and depth:
        return {str(key): _filled(one, depth - 1) for key, one in plain.items()}
    if isinstance(plain, list) and depth:
        inside = (_filled(one, depth - 1) for one in plain)
        return [one for one in inside if not isinstance(one, list)]
    raise ValueError(plain)
