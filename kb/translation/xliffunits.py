"""Messages as units of XLIFF 1.2 and 2.0, and units as messages.

A unit that comes back may have lost whatever its reader had no use for, so its id alone tells its
context and proves its source. What tools do to texts is undone: segments are joined, markup is
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from kb.translation.catalogs import DRAFT
from kb.translation.marks import REVIEWED
from kb.translation.pofile import FUZZY, Message
from kb.translation.xliffxml import Element, add, keep_all, keep_none, tag_in, text_of

METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SIZES = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# States

_STALE, _UNSAID, _DRAFT, _DONE = range(4)
"""How far a translation is, the least finished first; "unsaid" where no tool gave a state."""
_ATTRIBUTES = {
    "1.2": {
        "missing": {"state": "new"},
        "stale": {"state": "needs-translation", "state-qualifier": "fuzzy-match"},
        "draft": {"state": "needs-review-translation"},
        "translated": {"state": "translated"},
        "reviewed": {"state": "signed-off"},
    },
    "2.0": {
        "missing": {"state": "initial"},
        "stale": {"state": "initial", "subState": "kb:stale"},
        "draft": {"state": "initial", "subState": "kb:draft"},
        "translated": {"state": "translated"},
        "reviewed": {"state": "reviewed"},
    },
}
_PROGRESS = {
    "needs-translation": _STALE,
    "needs-adaptation": _DRAFT,
    "needs-l10n": _DRAFT,
    "needs-review-translation": _DRAFT,
    "needs-review-adaptation": _DRAFT,
    "needs-review-l10n": _DRAFT,
    "translated": _DONE,
    "reviewed": _DONE,
    "signed-off": _DONE,
    "final": _DONE,
}

# What notes and attributes hold

_DEVELOPER = "developer"
_TRANSLATOR = "translator"
_LOCATION = "location"
_PREVIOUS = "previous-source"
_PREVIOUS_VERSION = "previous-version"
_ORIGIN = "kb"
_FLAG_GROUP = "po-entry"
_FLAG = "x-po-flag"

_LIMIT = re.compile(r"up to (\d+) characters$")
_ORDER = re.compile(r"[0-9]{1,6}$")
_NO_NAME = re.compile(r"[^A-Za-z0-9_.]")
_CODE_POINT = re.compile(r"-([0-9a-f]{1,6})-")
_ID = re.compile(r"(?P<context>.*)\.(?P<digest>[0-9a-f]{16})(?:-\d+)?$", re.DOTALL)


def unit_id(context: str, source: str) -> str:
    """The id of a message: the same wherever it stands, valid in both versions.

    It begins with the context, so that this is known even where a tool dropped the rest.
    """
    digest = sha256(f"{context}\x04{source}".encode()).hexdigest()[:16]
    name = _NO_NAME.sub(lambda match: f"-{ord(match[0]):x}-", context)
    return f"{name}.{digest}"


# Writing


def _state(message: Message) -> str:
    if not message.text:
        return "missing"
    if message.is_fuzzy:
        return "stale"
    if _is_draft(message):
        return "draft"
    is_reviewed = any(one.startswith(REVIEWED) for one in message.comments)
    return "reviewed" if is_reviewed else "translated"


def _is_draft(message: Message) -> bool:
    return any(one.startswith(DRAFT) for one in message.comments)


def _limit(message: Message) -> str | None:
    """The most characters the translation may have, as extraction noted it."""
    found = (_LIMIT.search(one) for one in message.notes)
    return next((match[1] for match in found if match), None)


def add_old(store: Any, key: str, message: Message) -> None:
    """Add a message to an XLIFF 1.2 file.

    Args:
        store: the file.
        key: id of the unit.
        message: with its translation, if any.
    """
    element = add(store.body, "trans-unit", None, {"id": key, "resname": message.context})
    element.set(_SPACE, "preserve")
    if limit := _limit(message):
        element.set("maxwidth", limit)
        element.set("size-unit", "char")
    state = _state(message)
    if state in ("translated", "reviewed"):
        element.set("approved", "yes")
    add(element, "source", message.source)
    add(element, "target", message.text, _ATTRIBUTES["1.2"][state])
    if message.flags:
        _add_context(element, "information", [(_FLAG, one) for one in message.flags])
    for reference in message.references:
        file, _, line = reference.rpartition(":")
        places = [("sourcefile", file), ("linenumber", line)]
        _add_context(element, "location", places if file else [("sourcefile", reference)])
    for origin, texts in ((_DEVELOPER, message.notes), (_TRANSLATOR, message.comments)):
        for text in texts:
            add(element, "note", text, {"from": origin})
    if message.previous is not None:
        other = add(
            element, "alt-trans", None, {"alttranstype": _PREVIOUS_VERSION, "origin": _ORIGIN}
        )
        other.set(_SPACE, "preserve")
        add(other, "source", message.previous)
        add(other, "target", message.text)


def _add_context(unit: Element, purpose: str, contexts: Iterable[tuple[str, str]]) -> None:
    group = add(unit, "context-group", None, {"purpose": purpose})
    for kind, text in contexts:
        add(group, "context", text, {"context-type": kind})


def add_new(store: Any, key: str, message: Message) -> None:
    """Add a message to an XLIFF 2.0 file, see `add_old`."""
    unit = add(store.body, "unit", None, {"id": key, "name": message.context})
    unit.set(_SPACE, "preserve")
    if limit := _limit(message):
        unit.set(f"{{{SIZES}}}sizeRestriction", limit)
    if message.flags:
        metadata = add(unit, f"{{{METADATA}}}metadata")
        group = add(metadata, "metaGroup", None, {"category": _FLAG_GROUP})
        for flag in message.flags:
            add(group, "meta", flag, {"type": _FLAG})
    add_notes(
        unit,
        [
            *((_DEVELOPER, text) for text in message.notes),
            *((_LOCATION, text) for text in message.references),
            *((_PREVIOUS, text) for text in (message.previous,) if text is not None),
            *((_TRANSLATOR, text) for text in message.comments),
        ],
    )
    segment = add(unit, "segment", None, _ATTRIBUTES["2.0"][_state(message)])
    add(segment, "source", message.source)
    if message.text:
        add(segment, "target", message.text)


def add_notes(parent: Element, notes: Sequence[tuple[str, str]]) -> None:
    """Add notes, each with its category, as XLIFF 2.0 keeps them."""
    if not notes:
        return
    container = add(parent, "notes")
    for category, text in notes:
        add(container, "note", text, {"category": category} if category else {})


# Reading


class _Unit(NamedTuple):
    """One unit as a tool left it."""

    context: str
    source: str
    text: str
    progress: int
    flags: Sequence[str]
    references: Sequence[str]
    notes: Sequence[tuple[str, str]]
    """Pairs of who wrote it and what."""
    previous: str | None


def read_old(element: Element, path: object) -> Message:
    """Read a unit of XLIFF 1.2."""
    target = element.find(tag_in(element, "target"))
    sources = element.find(tag_in(element, "source"))
    context, source = _identify(element, "resname", lambda keep: text_of(sources, keep, path))
    text = text_of(target, lambda code: code in source, path)
    state = "" if target is None else target.get("state", "")
    approved = element.get("approved")
    progress = _DONE if not state and approved == "yes" else _PROGRESS.get(state, _UNSAID)
    groups = element.findall(tag_in(element, "context-group"))
    notes = element.findall(tag_in(element, "note"))
    found = _Unit(
        context,
        source,
        text,
        progress,
        [one.text or "" for group in groups for one in group if one.get("context-type") == _FLAG],
        [_reference(one) for one in groups if one.get("purpose") == "location"],
        [(one.get("from", ""), text_of(one, keep_all, path)) for one in notes],
        _previous_version(element, path),
    )
    # Many tools know no states: what they leave without one is as finished as it can be.
    return _message(found, without_state=_DRAFT if state or approved == "no" else _DONE)


def _previous_version(element: Element, path: object) -> str | None:
    for one in element.findall(tag_in(element, "alt-trans")):
        if one.get("alttranstype") == _PREVIOUS_VERSION and one.get("origin") == _ORIGIN:
            return text_of(one.find(tag_in(element, "source")), keep_all, path)
    return None


def _reference(group: Element) -> str:
    kinds = {one.get("context-type"): one.text or "" for one in group}
    parts = (kinds.get("sourcefile"), kinds.get("linenumber"))
    return ":".join(one for one in parts if one is not None)


def read_new(element: Element, path: object) -> Message:
    """Read a unit of XLIFF 2.0."""
    parts = [
        one
        for one in element
        if one.tag in (tag_in(element, "segment"), tag_in(element, "ignorable"))
    ]

    def join_sources(keep: Callable[[str], bool]) -> str:
        return "".join(text_of(one.find(tag_in(one, "source")), keep, path) for one in parts)

    context, source = _identify(element, "name", join_sources)
    segments = [one for one in parts if one.tag == tag_in(element, "segment")]
    notes = [
        (one.get("category", ""), text_of(one, keep_all, path))
        for one in element.iterfind(f"{tag_in(element, 'notes')}/{tag_in(element, 'note')}")
    ]
    previous = [text for category, text in notes if category == _PREVIOUS]
    found = _Unit(
        context,
        source,
        _join_targets(parts, source, path),
        min((_progress(one) for one in segments), default=_UNSAID),
        [one.text or "" for one in element.iter(f"{{{METADATA}}}meta") if one.get("type") == _FLAG],
        [text for category, text in notes if category == _LOCATION],
        [one for one in notes if one[0] not in (_LOCATION, _PREVIOUS)],
        previous[0] if previous else None,
    )
    return _message(found, without_state=_DRAFT)


def _progress(segment: Element) -> int:
    state = segment.get("state")
    if state in (None, "initial"):
        return {"kb:stale": _STALE, "kb:draft": _DRAFT}.get(segment.get("subState"), _UNSAID)
    return _PROGRESS.get(state, _UNSAID)


def _join_targets(parts: Sequence[Element], source: str, path: object) -> str:
    """The translation put together; empty while a segment is left."""
    texts = []
    for number, part in enumerate(parts, 1):
        target = part.find(tag_in(part, "target"))
        text = text_of(target, lambda code: code in source, path)
        order = "" if target is None else target.get("order", "")
        if not text and len(parts) > 1:
            text = text_of(part.find(tag_in(part, "source")), keep_all, path)
            if text.strip():
                return ""
        texts.append((int(order) if _ORDER.match(order) else number, text))
    return "".join(text for _, text in sorted(texts, key=lambda one: one[0]))


def _identify(
    element: Element, attribute: str, read: Callable[[Callable[[str], bool]], str]
) -> tuple[str, str]:
    """Context and source of a unit; its id proves both where it is one of ours."""
    key = element.get("id", "")
    name = element.get(attribute)
    match = _ID.match(key)
    named = _CODE_POINT.sub(_character, match["context"]) if match else None
    contexts = [one for one in (name, named) if one is not None]
    # A tool may have turned what looks like code into elements, or have added elements.
    sources = list(dict.fromkeys((read(keep_all), read(keep_none))))
    if match:
        own = f".{match['digest']}"
        for context in contexts:
            for source in sources:
                if unit_id(context, source).endswith(own):
                    return context, source
    context = next(iter(reversed(contexts)), "")
    return context, sources[-1]


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    is_text = number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return chr(number) if is_text else match[0]


def _message(unit: _Unit, *, without_state: int) -> Message:
    """A message, its marks as the tool's state wants them.

    Args:
        unit: what stands in the file.
        without_state: how far a text is that has neither a state nor marks from before.
    """
    message = Message(
        unit.context,
        unit.source,
        unit.text,
        comments=tuple(_lines(text for origin, text in unit.notes if origin != _DEVELOPER)),
        notes=tuple(_lines(text for origin, text in unit.notes if origin == _DEVELOPER)),
        references=tuple(part for one in unit.references for part in one.split()),
        flags=tuple(one for one in unit.flags if one == " ".join(one.split()) and "," not in one),
        previous=unit.previous,
    )
    if not message.text:
        return message
    progress = unit.progress
    if progress == _UNSAID:
        progress = _STALE if message.is_fuzzy else _DRAFT if _is_draft(message) else without_state
    return _with_progress(message, progress)


def _with_progress(message: Message, progress: int) -> Message:
    if progress == _STALE:
        return message if message.is_fuzzy else replace(message, flags=(FUZZY, *message.flags))
    if message.is_fuzzy:
        flags = tuple(one for one in message.flags if one != FUZZY)
        message = replace(message, flags=flags, previous=None)
    if progress == _DONE:
        comments = tuple(one for one in message.comments if not one.startswith(DRAFT))
        return replace(message, comments=comments)
    if not _is_draft(message):
        return replace(message, comments=(DRAFT, *message.comments))
    return message


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Each comment on a line of its own: the format of catalogs has no others."""
    for text in texts:
        yield from text.splitlines() or [""]
