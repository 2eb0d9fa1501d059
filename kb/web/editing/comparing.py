"""What would be written, before it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.authoring.files.saving import Draft, in_shape_of
from kb.authoring.form.packing import pack
from kb.authoring.form.questions import practice_form
from kb.web.accounts.pages import EditFrame
from kb.web.editing.answers import Answers
from kb.web.editing.help import Duplicate, find_duplicates
from kb.web.editing.sheet import label_of
from kb.web.page import Reader

_HEAD = 2
"""Lines of a unified diff that name the file, twice."""


@dataclass(frozen=True)
class ComparePage:
    """What would be written, before it is.

    Attributes:
        frame: who is at work.
        entry_id: "" for a new entry.
        file: path of the file, seen from the knowledge base.
        changed: labels of the fields that change.
        lines: lines that go and come; all lines of a new entry; none where nothing changes.
        sent: names and values of the form, to be sent once more.
        base: as in `Sheet`.
        duplicates: entries it may be one of: title, link and why.
    """

    frame: EditFrame
    entry_id: str
    file: str
    changed: Sequence[str]
    lines: Sequence[str]
    sent: Sequence[tuple[str, str]]
    base: str
    duplicates: Sequence[Duplicate] = ()


def make_comparison(
    reader: Reader,
    frame: EditFrame,
    answers: Answers,
    draft: Draft,
    sent: Sequence[tuple[str, str]],
) -> ComparePage:
    """The file as it is beside the file as it would be.

    Args:
        reader: who asks.
        frame: who is at work.
        answers: of the form.
        draft: what would be written.
        sent: names and values of the form.
    """
    entry_id, data = answers.origin.entry_id, answers.origin.data
    old, new = answers.stored, in_shape_of(answers.stored, answers.composed.tree)
    keys = [one.key for one in practice_form().questions()]
    new_lines = draft.after.decode().splitlines()
    lines = list(_difference(draft)) if entry_id else new_lines
    return ComparePage(
        frame,
        entry_id,
        draft.path.relative_to(answers.content.root).as_posix(),
        [label_of(key) for key in keys if old.get(key) != new.get(key)],
        () if draft.is_unchanged else lines,
        sent,
        "" if data is None else pack(data),
        () if entry_id else find_duplicates(reader, answers.composed),
    )


def _difference(draft: Draft) -> Iterator[str]:
    """Lines that go and come, a mark between places of the file."""
    for number, line in enumerate(list(draft.difference())[_HEAD:]):
        if not line.startswith("@@"):
            yield line
        elif number:
            yield "⋯"
