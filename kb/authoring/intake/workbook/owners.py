"""The practices of a file, and which of them a row of another table belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.authoring.form.choices import as_name
from kb.authoring.form.cleaning import clean, shown
from kb.authoring.intake.received import Gathering
from kb.authoring.intake.workbook.answering import take_answer, text_of
from kb.authoring.intake.workbook.cells import Cell, Spot
from kb.authoring.intake.workbook.headings import ENTRY, NUMBER, PRACTICE, Heading
from kb.authoring.intake.workbook.tables import FoundTable, Line
from kb.content.nearmiss import find_meant
from kb.errors import Issue, Location
from kb.model.types import ID_PATTERN


@dataclass
class FoundPractice:
    """A practice of the file, and by what rows of other tables may name it."""

    gathering: Gathering
    title: str = ""
    number: str = ""
    owner: str | None = None
    """What its rows call it, where it has none of its own; see `ReceivedForm.owner`."""
    met: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    """Rows that were taken already: to find those that say the same."""

    def take(self, heading: Heading, cell: Cell, where: Location) -> None:
        """Take what one cell says of it."""
        text = text_of(cell)
        if heading.name == ENTRY:
            self._take_id(text, where)
        elif heading.name in (NUMBER, PRACTICE):
            self.number = text
        else:
            is_taken = take_answer(self.gathering, heading, cell, where)
            if is_taken and heading.name == "title" and not self.title:
                self.title = text

    def _take_id(self, text: str, where: Location) -> None:
        """Take an id, which may have got capitals; a second one must not be another."""
        entry_id = text.casefold()
        if not re.fullmatch(ID_PATTERN, entry_id):
            return
        known = self.gathering.entry_id or entry_id
        if known != entry_id:
            params = {"own": known, "rival": shown(text)}
            self.gathering.issues.append(Issue("KB745", where, params))
        self.gathering.entry_id = known


@dataclass(frozen=True)
class Named:
    """How a row names its practice."""

    text: str
    """Title or number."""
    entry_id: str
    where: Location
    rivals: tuple[str, ...] = ()
    """Different names in columns of the same heading, of which only one can be right."""

    @classmethod
    def of(cls, table: FoundTable, row: int, line: Line, path: Path) -> Named:
        """What a row of a table says."""
        place = table.grid.place(Spot(row, table.column_of(PRACTICE) or min(line)))
        texts, ids = (_said_under(name, table, line) for name in (PRACTICE, ENTRY))
        rivals = next((tuple(one) for one in (ids, texts) if len(one) > 1), ())
        text, entry_id = (next(iter(one), "") for one in (texts, ids))
        return cls(text, entry_id, Location(path, place=place), rivals)


def _said_under(name: str, table: FoundTable, line: Line) -> list[str]:
    """What a row says in all columns with a heading, each thing once."""
    columns = [at for at, one in table.headings.items() if one.name == name and at in line]
    texts = (text_of(line[at]) for at in columns)
    return list({as_name(clean(text)): text for text in texts if text}.values())


def find_owner(
    practices: Sequence[FoundPractice], named: Named, said: Sequence[str]
) -> FoundPractice | Issue:
    """The practice a row belongs to, or why that is not clear.

    Args:
        practices: of the file.
        named: how the row names its own.
        said: what else stands in the row.
    """
    found = _called(practices, named.text) if named.text else ()
    if len(found) == 1:
        return found[0]
    if not named.text and len(practices) == 1:
        return practices[0]
    same = [one for one in found or practices if one.gathering.entry_id == named.entry_id != ""]
    if len(same) == 1:
        return same[0]
    return _unclear(practices, named, said, is_several=bool(found))


def _unclear(
    practices: Sequence[FoundPractice], named: Named, said: Sequence[str], *, is_several: bool
) -> Issue:
    if is_several:
        params = {"several": shown(named.text)}
    elif named.text:
        titles = {one.title: one.title for one in practices if one.title}
        params = {"value": shown(named.text), "near": find_meant(named.text, titles) or ""}
    else:
        params = {"empty": shown(" · ".join(said))}
    return Issue("KB745", named.where, params)


def _called(practices: Sequence[FoundPractice], text: str) -> list[FoundPractice]:
    """Practices of this title or number; a title goes before a number."""
    name = as_name(clean(text))
    titled = [one for one in practices if as_name(clean(one.title)) == name]
    return titled or [one for one in practices if one.number and as_name(one.number) == name]
