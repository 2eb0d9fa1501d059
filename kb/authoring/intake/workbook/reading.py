"""Reads workbooks that come back: the form this program made, or any table with its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from kb.authoring.intake.madefrom import MadeFrom, unpack_made_from
from kb.authoring.intake.opening import Members, open_package
from kb.authoring.intake.received import Received
from kb.authoring.intake.stamp import FORM_VERSION, find_stamp, is_own
from kb.authoring.intake.workbook.cells import (
    Cell,
    Grid,
    Spot,
    custom_properties,
    read_grids,
)
from kb.authoring.intake.workbook.filling import fill_forms
from kb.authoring.intake.workbook.layout import MADE_FROM, MARK, NAMES_ROW
from kb.content.store import Content
from kb.errors import Issue, Location
from kb.export.extras import missing_extra


def read_workbook(data: bytes | Members, path: Path, content: Content) -> Received:
    """The forms in an XLSX file.

    Args:
        data: the file, or its members if it was opened before.
        path: names it in findings.
        content: the knowledge base, whose languages the headings may be in.

    Raises:
        KbError: openpyxl is not installed.
    """
    # It knows number formats and how days are counted, which must not be left out unsaid.
    if find_spec("openpyxl") is None:
        raise missing_extra("Excel", "openpyxl")
    members = open_package(data, path) if isinstance(data, bytes) else data
    if isinstance(members, list):
        return Received((), members)
    if stamp := find_stamp(custom_properties(members)):
        if stamp.version > FORM_VERSION:
            newer = {"newer": str(stamp.version)}
            return Received((), [Issue("KB758", Location.of_file(path), newer)])
        if not is_own(content, stamp):
            return Received((), [Issue("KB758", Location.of_file(path), {"other": stamp.base})])
    grids = read_grids(members)
    received = fill_forms(grids, path, content.settings.languages)
    known = _made_from(grids)
    forms = [replace(one, made_from=known.get(one.form.entry_id)) for one in received.forms]
    return Received(forms, received.issues)


def _made_from(grids: Sequence[Grid]) -> Mapping[str, MadeFrom]:
    """What entries said when the form was made, by their ids; nothing in tables of one's own."""
    found: dict[str, MadeFrom] = {}
    for grid in grids:
        marks = [grid.cells.get(Spot(NAMES_ROW, at), Cell("")).value for at in (1, 2)]
        if marks != [MARK, MADE_FROM]:
            continue
        for row, line in grid.rows.items():
            texts = [str(line[at].value) for at in sorted(line)]
            if row > NAMES_ROW and (made_from := unpack_made_from("".join(texts[1:]))):
                found[texts[0]] = made_from
    return found
