"""The page with the form: answers, and all that is to be said about them just now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.authoring.form.choices import Choices
from kb.authoring.form.packing import pack
from kb.authoring.form.questions import practice_form
from kb.authoring.merging import Merged
from kb.errors import KbError
from kb.translation.interface import gettext as _
from kb.translation.telling import tell_error
from kb.web.accounts.pages import EditFrame
from kb.web.accounts.users import Account
from kb.web.editing.answers import Answers, Origin
from kb.web.editing.fields import Problem, id_of
from kb.web.editing.help import give_advice, suggest
from kb.web.editing.lists import Removed
from kb.web.editing.sheet import (
    Conflict,
    FormPage,
    Named,
    Sheet,
    Told,
    in_words,
    label_of,
    sections_of,
    tell_all,
)
from kb.web.editing.steps import Standing, find_standing
from kb.web.page import Crumb, Page, Reader


class Writer(NamedTuple):
    """Who is at work on a form, and what they choose from."""

    reader: Reader
    account: Account
    frame: EditFrame
    choices: Choices


@dataclass(frozen=True)
class Remarks:
    """What is said on a page with the form besides the answers.

    Attributes:
        is_checked: whether the answers' problems are told.
        focus: id of the element to go on with; "" for the beginning.
        message: what has been done, or went wrong; "" for nothing.
        is_lost: whether the message is about something that went wrong.
        merged: what came of two people's changes.
        removed: what was just taken out of a list.
        refusal: why what was asked for was not done.
        by: the organisation typed for a step.
        note: the note typed for a step.
        is_step: whether a step was asked for, and not taken.
    """

    is_checked: bool = False
    focus: str = ""
    message: str = ""
    is_lost: bool = False
    merged: Merged | None = None
    removed: Removed | None = None
    refusal: KbError | None = None
    by: str = ""
    note: str = ""
    is_step: bool = False


NOTHING = Remarks()
CHECKED = Remarks(is_checked=True)


def make_form_page(
    writer: Writer, origin: Origin, answers: Answers, remarks: Remarks, status: int
) -> Page:
    """The page with the form.

    Args:
        writer: who is at work.
        origin: the file as it is now; that of the answers may be older.
        answers: of the form.
        remarks: what is said besides.
        status: HTTP status.
    """
    reader = writer.reader
    sheet = _make_sheet(writer, origin, answers, remarks)
    standing = _find_standing(writer, origin)
    lang = str(answers.composed.tree.get("language") or reader.lang)
    partners = writer.choices.of(practice_form().get("organisations.name"))
    made = FormPage(sheet, standing, lang, partners)
    return Page("edit_form.html.j2", sheet.heading or _("New practice"), made, status=status,
                title_lang=lang if sheet.heading else "", crumbs=crumbs_to(reader),
                is_listed=False)  # fmt: skip


def _make_sheet(writer: Writer, origin: Origin, answers: Answers, remarks: Remarks) -> Sheet:
    problems = answers.problems() if remarks.is_checked else {}
    data, merged = answers.origin.data, remarks.merged
    topics, advice = _find_help(writer, answers, remarks)
    return Sheet(
        writer.frame,
        str(answers.composed.tree.get("title", "")),
        origin.entry_id,
        pack(data) if data is not None else "",
        sections_of(answers, problems),
        _tell(problems, remarks.refusal),
        remarks.is_checked,
        list(_conflicts(merged, writer.choices)) if merged else (),
        [Named(key, label_of(key)) for key in sorted(merged.taken)] if merged else (),
        remarks.focus,
        remarks.message,
        remarks.is_lost,
        remarks.removed,
        answers.is_changed,
        topics,
        advice,
        remarks.by,
        remarks.note,
        remarks.is_step,
    )


def _tell(problems: Mapping[str, Sequence[Problem]], refusal: KbError | None) -> list[Told]:
    told = tell_all(problems)
    if refusal is not None:
        told.insert(0, Told("", tell_error(refusal), "", True))
    return told


def _find_help(
    writer: Writer, answers: Answers, remarks: Remarks
) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    """Topics in the text and what readers will miss, where somebody asks for a check."""
    record = answers.composed.shaped.record
    if not remarks.is_checked or remarks.merged or record is None:
        return (), ()
    return suggest(writer.reader, record), give_advice(writer.reader, record)


def _find_standing(writer: Writer, origin: Origin) -> Standing | None:
    if origin.data is None:
        return None
    return find_standing(writer.reader, writer.account, origin.entry_id, origin.data)


def _conflicts(merged: Merged, choices: Choices) -> Iterator[Conflict]:
    for key, value in merged.theirs.items():
        yield Conflict(key, label_of(key), in_words(key, value, choices), f"#{id_of(key)}")


def crumbs_to(reader: Reader, entry_id: str = "") -> tuple[Crumb, ...]:
    """The way from the desk to a page about an entry."""
    desk = Crumb(_("Editing"), reader.links.page("desk"))
    if not entry_id:
        return (desk,)
    return desk, Crumb(entry_id, reader.links.page("change", entry_id))
