"""Catalogs go out to translators and come back: what is taken, and what is left as it was.

Coming back, a translation is never erased by an empty one, a reviewed one is never overwritten by
a machine-made one, and a text whose source changed meanwhile comes in as outdated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from kb.translation.catalogs import DRAFT
from kb.translation.marks import REVIEWED
from kb.translation.merge import merge
from kb.translation.pofile import FUZZY, Message, PoFile, with_metadata


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
    for one in incoming:
        if one.is_header or one.is_obsolete or not one.text.strip():
            continue
        if one.key in here:
            taken[one.key] = _take(here[one.key], one, taking, is_machine)
        elif one.context in fields:
            late.append(_late(one, is_machine))
        else:
            taking.unknown.append(one.source)
    messages = tuple(
        taken.get(one.key, one) if not one.is_obsolete else one for one in catalog.messages
    )
    return _with_late(replace(catalog, messages=messages), late, lists, taking), taking


def _take(here: Message, one: Message, taking: Taking, is_machine: bool) -> Message:
    comments = tuple(dict.fromkeys((*here.comments, *one.comments)))
    is_draft_there = DRAFT in one.comments
    if not is_draft_there and not is_machine:
        comments = tuple(mark for mark in comments if mark != DRAFT)
    is_reviewed = bool(here.text) and not here.is_fuzzy and DRAFT not in here.comments
    if one.text == here.text:
        return _take_same(here, replace(one, comments=comments), taking)
    if is_machine and is_reviewed:
        taking.kept += 1
        return here
    if here.text:
        taking.changed += 1
    else:
        taking.new += 1
    if is_machine:
        comments = _as_draft(comments)
    else:
        # Somebody wrote it anew: whatever mark it still carries, it is no machine's text now.
        comments = tuple(mark for mark in comments if mark != DRAFT)
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


def _as_draft(comments: Iterable[str]) -> tuple[str, ...]:
    others = (one for one in comments if one != DRAFT and not one.startswith(REVIEWED))
    return (DRAFT, *others)


def _late(one: Message, is_machine: bool) -> Message:
    """A translation of a source that has changed meanwhile."""
    comments = _as_draft(one.comments) if is_machine else one.comments
    return Message(one.context, one.source, one.text, comments, flags=one.flags)


def _with_late(
    catalog: PoFile, late: list[Message], lists: Collection[str], taking: Taking
) -> PoFile:
    """Late translations as outdated ones, where their text has no better translation here."""
    if not late:
        return catalog
    header = [one for one in catalog.messages if one.is_header]
    rest = [one for one in catalog.messages if not one.is_header]
    filled = [one for one in rest if one.text and not one.is_obsolete]
    template = [replace(one, text="", comments=()) for one in rest if not one.is_obsolete]
    open_keys = {one.key for one in rest} - {one.key for one in filled}
    obsolete = [one for one in rest if one.is_obsolete]
    open_ones = [one for one in template if one.key in open_keys]
    merged = merge([*obsolete, *late], open_ones, lists=lists)
    found = {one.key: one for one in merged if not one.is_obsolete and one.text}
    taking.outdated += len(late)
    live = [found.get(one.key, one) for one in rest if not one.is_obsolete]
    gone = [one for one in merged if one.is_obsolete]
    return replace(catalog, messages=(*header, *live, *gone))


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
    mark = f"{REVIEWED} {on.isoformat()} {by}"
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
