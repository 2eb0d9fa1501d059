"""The entry as its readers would see it, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.authoring.form.packing import pack
from kb.export.description import Section
from kb.export.records import describe_record
from kb.export.shelf import Shelf
from kb.export.voices import Voices
from kb.model.base import Status
from kb.model.practice import ConsentScope
from kb.web.accounts.pages import EditFrame
from kb.web.editing.answers import NEW, Answers
from kb.web.page import Reader
from kb.web.rendering import RecordView


@dataclass(frozen=True)
class Preview:
    """The page.

    Attributes:
        frame: who is at work.
        title: of the entry.
        lang: language of the title.
        section: all that is described of it.
        see: what the macros ask about it.
        entry_id: "" for a new entry.
        sent: names and values of the form, to be sent once more.
        base: as in `Sheet`.
    """

    frame: EditFrame
    title: str
    lang: str
    section: Section
    see: RecordView
    entry_id: str
    sent: Sequence[tuple[str, str]]
    base: str


def make_preview(
    reader: Reader, frame: EditFrame, answers: Answers, sent: Sequence[tuple[str, str]]
) -> Preview:
    """The preview of what a form says.

    Args:
        reader: who asks.
        frame: who is at work.
        answers: of the form, good enough to make a record.
        sent: names and values it sent.
    """
    record = answers.composed.shaped.record
    assert record  # noqa: S101 - the caller has looked
    content = answers.content
    entry_id = answers.origin.entry_id
    shown = record.model_copy(update={"id": entry_id or NEW, "status": Status.PUBLISHED})
    practices = {**content.practices, shown.id: shown}
    shelf = Shelf(
        replace(content, practices=practices), tuple(practices.values()), ConsentScope.WEB
    )
    voices = Voices(shelf, (reader.lang,), reader.edition.base.find_cache)
    section = describe_record(voices, shown, has_pages=True)
    view = RecordView((reader.lang,), (section,), voices, reader.links)
    title = section.title[0]
    base = pack(answers.origin.data) if answers.origin.data is not None else ""
    return Preview(frame, title.value, title.lang, section, view, entry_id, sent, base)
