"""Catalogs go out to translators and come back: what is taken, and what is left as it was.

Coming back, a translation is never erased by an empty one, a reviewed one is never overwritten by
a machine-made one, and a text whose source changed meanwhile comes in as outdated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from kb.translation.catalogs import DRAFT
from kb.translation.marks import REVIEWED
from kb.translation.merge import merge
from kb.translation.pofile import FUZZY, Message, PoFile, with_metadata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(slots=True)
class Taking:
    """What came of an import, in numbers of texts.

    Attributes:
        new: texts that were missing.
        changed: texts that were there and changed.
        confirmed: drafts or outdated texts that came back as valid.
        unchanged: texts that came back as they were.
        kept: reviewed texts that a machine-made one did not replace.
        outdated: texts whose source changed meanwhile.
        unknown: texts that belong to no field of the record; they were not taken.
    """

    new: int = 0
    changed: int = 0
    confirmed: int = 0
    unchanged: int = 0
    kept: int = 0
    outdated: int = 0
    unknown: list[str] = field(default_factory=list)


def take_messages(
    catalog: PoFile, incoming: Iterable[Message], lists: Collection[str], *, is_machine: bool
) -> tuple[PoFile, Taking]:
    """The catalog with what came back.

    Args:
        catalog: as it is here, up to date with its source.
        incoming: messages that came back, in any order.
        lists: fields that are lists, see `kb.translation.merge`.
        is_machine: the texts were made by machine: new ones become drafts.
    """
    taking = Taking()
    here = {one.key: one for one in catalog.messages if not one.is_obsolete and not one.is_header}
    fields = {context for context, _ in here}
    late: list[Message] = []
    taken: dict[tuple[str, str], Message] = {}
    for raw in incoming:
        one = replace(raw, text=_clean(raw.text))
        if one.is_header or one.is_obsolete or not one.text:
            continue
        if one.key in here:
            taken[one.key] = _take(here[one.key], one, taking, is_machine)
        elif one.context in fields:
            late.append(_late(one, is_machine))
        else:
            taking.unknown.append(one.source)
    messages = [taken.get(one.key, one) if not one.is_obsolete else one for one in catalog.messages]
    taking.outdated += len(late)
    late = _take_older(messages, {one.key: one for one in late}.values())
    return _with_late(replace(catalog, messages=tuple(messages)), late, lists), taking


def _clean(text: str) -> str:
    """A text as catalogs may hold it: msgfmt wants no line breaks around it, nobody wants NUL."""
    return _CONTROL.sub("", text).strip()


def _take(here: Message, one: Message, taking: Taking, is_machine: bool) -> Message:
    comments = tuple(dict.fromkeys((*here.comments, *one.comments)))
    if DRAFT in one.comments and DRAFT not in here.comments:
        is_machine = True  # whoever made the file says so; else the mark is a left-over of ours
    elif DRAFT not in one.comments and not is_machine:
        comments = _without_draft(comments)
    is_reviewed = bool(here.text) and not here.is_fuzzy and DRAFT not in here.comments
    if one.text == here.text:
        if is_reviewed:
            comments = _without_draft(comments)
        elif is_machine and here.is_fuzzy and not one.is_fuzzy:
            comments = _as_draft(comments)  # no person has said that it is still right
        return _take_same(here, replace(one, comments=comments), taking)
    if is_machine and is_reviewed:
        taking.kept += 1
        return here
    if here.text:
        taking.changed += 1
    else:
        taking.new += 1
    # What somebody wrote anew is no machine's text, whatever mark it still carries.
    comments = _as_draft(comments) if is_machine else _without_draft(comments)
    flags, previous = _flags(here, one)
    return replace(here, text=one.text, comments=comments, flags=flags, previous=previous)


def _take_same(here: Message, one: Message, taking: Taking) -> Message:
    """The text is as it was; the translator may have confirmed it."""
    flags, previous = _flags(here, one)
    taken = replace(here, comments=one.comments, flags=flags, previous=previous)
    if taken == here:
        taking.unchanged += 1
    else:
        taking.confirmed += 1
    return taken


def _flags(here: Message, one: Message) -> tuple[tuple[str, ...], str | None]:
    """Flags and previous source: a text that comes back without the mark is valid again."""
    others = tuple(flag for flag in here.flags if flag != FUZZY)
    if not one.is_fuzzy:
        return others, None
    if here.text and not here.is_fuzzy and one.text == here.text:
        return here.flags, here.previous
    return (FUZZY, *others), one.previous if one.previous is not None else here.previous


def _without_draft(comments: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in comments if one != DRAFT)


def _as_draft(comments: Iterable[str]) -> tuple[str, ...]:
    others = (one for one in comments if one != DRAFT and not one.startswith(REVIEWED))
    return (DRAFT, *others)


def _late(one: Message, is_machine: bool) -> Message:
    """A translation of a source that has changed meanwhile."""
    comments = _as_draft(one.comments) if is_machine else one.comments
    return Message(one.context, one.source, one.text, comments, flags=one.flags)


def _take_older(messages: list[Message], late: Iterable[Message]) -> list[Message]:
    """Take newer translations of texts whose older one is here already, outdated or obsolete.

    Returns:
        What is of no source known here.
    """
    places: dict[tuple[str, str | None], int] = {}
    for place, one in enumerate(messages):
        if one.text and one.is_fuzzy and not one.is_plural:
            places.setdefault((one.context, one.previous), place)
    places |= {one.key: place for place, one in enumerate(messages) if one.is_obsolete}
    left = []
    for one in late:
        place = places.get(one.key, -1)
        if place < 0:
            left.append(one)
        elif DRAFT not in one.comments or DRAFT in messages[place].comments:
            messages[place] = _newer(messages[place], one)
    return left


def _newer(here: Message, late: Message) -> Message:
    """A text that has no place any more, or only as an outdated one, with its newer translation."""
    comments = tuple(dict.fromkeys((*here.comments, *late.comments)))
    comments = comments if DRAFT in late.comments else _without_draft(comments)
    taken = replace(here, text=late.text, comments=comments)
    if here.source != late.source:
        return taken
    return replace(taken, flags=late.flags, previous=late.previous)


def _with_late(catalog: PoFile, late: list[Message], lists: Collection[str]) -> PoFile:
    """Late translations as outdated ones, where their text has no translation here."""
    if not late:
        return catalog
    header = [one for one in catalog.messages if one.is_header]
    rest = [one for one in catalog.messages if not one.is_header]
    live = [one for one in rest if not one.is_obsolete]
    obsolete = [one for one in rest if one.is_obsolete]
    open_ones = [replace(one, comments=()) for one in live if not one.text]
    merged = merge([*obsolete, *late], open_ones, lists=lists)
    found = {one.key: one for one in merged if not one.is_obsolete and one.text}
    return replace(
        catalog,
        messages=(
            *header,
            *(_filled(one, found.get(one.key, one)) for one in live),
            *(one for one in merged if one.is_obsolete),
        ),
    )


def _filled(here: Message, late: Message) -> Message:
    return replace(late, comments=tuple(dict.fromkeys((*here.comments, *late.comments))))


# Review


def review_messages(
    catalog: PoFile, by: str, on: date, fields: Collection[str] = ()
) -> tuple[PoFile, int]:
    """The catalog with its drafts lifted, and how many.

    Args:
        catalog: as it is.
        by: who reviewed it.
        on: the day.
        fields: only these fields; all where empty. "obstacles" covers "obstacles.remedy".
    """
    mark = f"{REVIEWED} {on.isoformat()} {' '.join(by.split())}"
    messages = []
    lifted = 0
    for one in catalog.messages:
        is_wanted = not fields or _is_within(one.context, fields)
        if DRAFT in one.comments and not one.is_fuzzy and one.text and is_wanted:
            others = (text for text in one.comments if text != DRAFT)
            lifted += 1
            messages.append(replace(one, comments=(*others, mark)))
        else:
            messages.append(one)
    return replace(catalog, messages=tuple(messages)), lifted


def _is_within(context: str, fields: Collection[str]) -> bool:
    return any(context == one or context.startswith(f"{one}.") for one in fields)


def signed(catalog: PoFile, by: str, when: str) -> PoFile:
    """The catalog with who changed it last and when, for PO editors."""
    messages = tuple(
        with_metadata(with_metadata(one, "PO-Revision-Date", when), "Last-Translator", by)
        if one.is_header
        else one
        for one in catalog.messages
    )
    return replace(catalog, messages=messages)
