"""Makes the form as an Excel workbook, empty or with entries in it.

Every cell for an answer is a text cell, so that a spreadsheet program does not turn 2019-04 into
the first of April, or 1/2 into a day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import fill_from_tree
from kb.authoring.form.questions import Question, practice_form
from kb.authoring.intake.madefrom import pack_made_from
from kb.authoring.intake.stamp import Stamp, mark_of
from kb.authoring.intake.workbook.guide import iter_advice
from kb.authoring.intake.workbook.headings import ENTRY, NUMBER, PRACTICE
from kb.authoring.intake.workbook.layout import (
    FIRST_ROW,
    HELP_ROW,
    LABEL_ROW,
    MADE_FROM,
    MARK,
    NAMES_ROW,
    SECTION_ROW,
    STAMP,
    Column,
    Table,
    lay_out,
)
from kb.authoring.intake.workbook.looks import BANDS, HELP_LINE, LINE, ROWS, Looks, put_on, width_of
from kb.authoring.intake.workbook.prefilled import (
    Prefiller,
    Row,
    most_chosen,
    offered_text,
    write_text,
)
from kb.content.store import Content
from kb.content.yamlfile import Tree, load_yaml
from kb.errors import N_, KbError
from kb.export.extras import missing_extra
from kb.export.spreadsheet import cell_at, lines_of, pack_workbook, sheet_title
from kb.model import Practice
from kb.translation.formats import is_right_to_left
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext, speaking

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_PROMPT, _LONGEST_PROMPT_TITLE = 255, 32
_LONGEST_CELL = 30_000
"""Excel takes 32,767 characters."""
_HELP_WIDTH = 100
_PAGE_WIDTH = 200
"""Characters across a landscape page before its print becomes too small to read."""


def render_workbook(content: Content, lang: str, entries: Sequence[Practice] = ()) -> bytes:
    """The form as a workbook.

    Args:
        content: the knowledge base.
        lang: language of labels, helps and lists.
        entries: practices that stand in it already, to be corrected.

    Raises:
        KbError: openpyxl is not installed, or an entry's file cannot be read.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise missing_extra("Excel", "openpyxl") from error
    rows = [(one, fill_from_tree(_tree_of(content, one))) for one in entries]
    with speaking(lang):
        workbook = Workbook()
        del workbook["Sheet"]
        _Maker(workbook, content, Choices(content, lang), rows).make()
        return pack_workbook(workbook, datetime.now(UTC).date().isoformat())


def _tree_of(content: Content, practice: Practice) -> Mapping[str, Tree]:
    path = content.paths["practice", practice.id]
    tree = load_yaml(path).value
    if not isinstance(tree, dict):
        raise KbError(N_("%(path)s has faults. “kb check” lists them."), path=path)
    return tree


class _Maker:
    """Makes one workbook."""

    def __init__(
        self, workbook: Workbook, content: Content, choices: Choices, rows: Sequence[Row]
    ) -> None:
        self._workbook = workbook
        self._content = content
        self._choices = choices
        self._rows = rows
        self._looks = Looks()
        self._titles: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        self._prefiller = Prefiller(rows, choices, self._looks)

    def make(self) -> None:
        """All of it."""
        tables = lay_out(most_chosen([filled for _practice, filled in self._rows]))
        guide = self._add(pgettext("workbook", "How to fill this in"))
        sheets = [self._add(table.title) for table in tables]
        lists = self._add(pgettext("workbook", "Lists"))
        self._describe_file()
        self._write_lists(lists, tables)
        for sheet, table in zip(sheets, tables, strict=True):
            self._titles[table.key] = sheet.title
            self._write_table(sheet, table)
        self._write_guide(guide, tables)
        if self._rows:
            self._keep_entries()

    def _add(self, title: str) -> Worksheet:
        from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet: Worksheet = self._workbook.create_sheet(
            sheet_title(title, self._workbook.sheetnames)
        )
        sheet.sheet_view.rightToLeft = is_right_to_left(self._choices.lang)
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart(text="&P / &N"))
        return sheet

    def _describe_file(self) -> None:
        from openpyxl.packaging.custom import StringProperty

        properties = self._workbook.properties
        properties.title = properties.creator = self._name_of_base()
        properties.language = self._choices.lang
        stamp = Stamp(mark_of(self._content), self._choices.lang)
        stamped = StringProperty(name=STAMP, value=str(stamp))
        self._workbook.custom_doc_props.append(stamped)  # type: ignore[attr-defined]

    def _keep_entries(self) -> None:
        """What the entries say, on a sheet nobody sees: a row for each, in as few cells as fit."""
        sheet: Worksheet = self._workbook.create_sheet(
            sheet_title(STAMP, self._workbook.sheetnames)
        )
        sheet.sheet_state = "hidden"
        write_text(sheet, NAMES_ROW, 1, MARK)
        write_text(sheet, NAMES_ROW, 2, MADE_FROM)
        keys = [one.key for one in practice_form().questions()]
        for row, (practice, filled) in enumerate(self._rows, NAMES_ROW + 1):
            packed = pack_made_from(filled, keys)
            write_text(sheet, row, 1, practice.id)
            for number, start in enumerate(range(0, len(packed), _LONGEST_CELL), 2):
                write_text(sheet, row, number, packed[start : start + _LONGEST_CELL])

    def _name_of_base(self) -> str:
        settings = self._content.settings
        titles = settings.title
        primary = self._choices.lang.partition("-")[0]
        named = (titles.get(one) for one in (self._choices.lang, primary, settings.fallback))
        return next(filter(None, named), next(iter(titles.values()), ""))

    # Lists

    def _write_lists(self, sheet: Worksheet, tables: Sequence[Table]) -> None:
        """Everything that may be chosen, a column for each list."""
        write_text(sheet, NAMES_ROW, 1, MARK)
        sheet.row_dimensions[NAMES_ROW].hidden = True
        number = 0
        for column in (one for table in tables for one in table.columns):
            question = column.question
            if question is None or not question.has_choices or question.name in self._lists:
                continue
            texts = [
                offered_text(self._choices, question, one) for one in self._choices.of(question)
            ]
            if not texts:
                continue
            number += 1
            self._write_list(sheet, number, column.label.partition(" (")[0], texts)
            letter = cell_at(sheet, 1, number).column_letter
            # An apostrophe in a sheet's name is written twice.
            title = sheet.title.replace("'", "''")
            last = SECTION_ROW + len(texts)
            self._lists[question.name] = f"'{title}'!${letter}${SECTION_ROW + 1}:${letter}${last}"
        sheet.freeze_panes = f"A{SECTION_ROW + 1}"

    def _write_list(self, sheet: Worksheet, number: int, label: str, texts: Sequence[str]) -> None:
        head = write_text(sheet, SECTION_ROW, number, label)
        put_on(head, self._looks.heads[0])
        for row, text in enumerate(texts, SECTION_ROW + 1):
            put_on(write_text(sheet, row, number, text), self._looks.answer)
        sheet.row_dimensions[SECTION_ROW].height = LINE + 9
        sheet.column_dimensions[head.column_letter].width = max(
            min(max(map(len, (label, *texts))) + 4, 60), 14
        )

    # Tables

    def _write_table(self, sheet: Worksheet, table: Table) -> None:
        sheet.row_dimensions[NAMES_ROW].hidden = True
        number = 0
        for place, band in enumerate(table.bands):
            shade = place % len(BANDS)
            for column in band.columns:
                number += 1
                first = column is band.columns[0]
                self._write_heads(sheet, number, column, band.title if first else "", shade)
        self._set_heights(sheet, table)
        self._validate(sheet, table)
        if table.key:
            self._prefiller.fill_groups(sheet, table)
        else:
            self._prefiller.fill_rows(sheet, table)
        frozen = 2 if table.key else 3
        sheet.freeze_panes = cell_at(sheet, FIRST_ROW, frozen + 1).coordinate
        sheet.print_title_rows = f"{SECTION_ROW}:{LABEL_ROW}"
        sheet.print_title_cols = f"A:{cell_at(sheet, 1, frozen).column_letter}"
        width = sum(width_of(column.question) for column in table.columns)
        sheet.page_setup.fitToWidth = math.ceil(width / _PAGE_WIDTH)

    def _write_heads(
        self, sheet: Worksheet, number: int, column: Column, title: str, shade: int
    ) -> None:
        """The head of a column, and how its cells look."""
        head = write_text(sheet, SECTION_ROW, number, title)
        put_on(head, self._looks.heads[shade])
        write_text(sheet, NAMES_ROW, number, column.name)
        label = write_text(sheet, LABEL_ROW, number, column.label)
        put_on(label, self._looks.labels[shade])
        put_on(write_text(sheet, HELP_ROW, number, column.help), self._looks.helps[shade])
        if column.name == ENTRY:  # helps get other words with time; rows with the mark stay known
            for row in (SECTION_ROW, HELP_ROW):
                write_text(sheet, row, number, MARK)
        dimension = sheet.column_dimensions[head.column_letter]
        dimension.width = 6 if column.name == NUMBER else width_of(column.question)
        dimension.hidden = column.name == ENTRY
        put_on(dimension, self._looks.number if column.name == NUMBER else self._looks.answer)

    def _set_heights(self, sheet: Worksheet, table: Table) -> None:
        widths = [width_of(column.question) for column in table.columns]
        labels = (column.label for column in table.columns)
        helps = (column.help for column in table.columns)
        sheet.row_dimensions[SECTION_ROW].height = LINE + 9
        most = max(map(lines_of, labels, widths))
        sheet.row_dimensions[LABEL_ROW].height = most * LINE + 8
        most = max(map(lines_of, helps, widths))
        sheet.row_dimensions[HELP_ROW].height = most * HELP_LINE + 8

    def _validate(self, sheet: Worksheet, table: Table) -> None:
        """Lists to choose from, limits, and what is told when a cell is chosen."""
        for number, column in enumerate(table.columns, 1):
            rule = self._rule_of(column)
            if rule is None:
                continue
            letter = cell_at(sheet, 1, number).column_letter
            rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + ROWS - 1}")
            sheet.add_data_validation(rule)

    def _rule_of(self, column: Column) -> Any:
        from openpyxl.worksheet.datavalidation import DataValidation

        question = column.question
        if column.name == PRACTICE:
            main = self._titles[""].replace("'", "''")
            last = FIRST_ROW + ROWS - 1
            rule = DataValidation("list", formula1=f"'{main}'!$C${FIRST_ROW}:$C${last}")
            rule.showErrorMessage = False
        elif question is None:
            return None
        elif source := self._lists.get(question.name):
            rule = DataValidation("list", formula1=source)
            # What is not in the list may be typed where other answers are possible, too.
            rule.showErrorMessage = not question.known_key
            rule.error = _("This is not in the list. It will be asked about when it is read.")
        elif question.limit and not question.is_list:
            limit = str(question.limit)
            rule = DataValidation("textLength", operator="lessThanOrEqual", formula1=limit)
            rule.showErrorMessage = True
            told = _("Longer than %(limit)s characters: please shorten it if you can.")
            rule.error = told % {"limit": question.limit}
        else:
            rule = DataValidation()
        rule.errorStyle = "warning"
        rule.allow_blank = True
        if question is not None:
            rule.showInputMessage = True
            rule.promptTitle = _shortened(column.label, _LONGEST_PROMPT_TITLE)
            rule.prompt = _shortened(_prompt(question), _LONGEST_PROMPT)
        return rule

    # Guide

    def _write_guide(self, sheet: Worksheet, tables: Sequence[Table]) -> None:
        """What to do, in a few sentences, and what each sheet is for."""
        write_text(sheet, NAMES_ROW, 1, MARK)
        sheet.row_dimensions[NAMES_ROW].hidden = True
        sheet.page_setup.fitToHeight = 1
        sheet.column_dimensions["A"].width = 30
        sheet.column_dimensions["B"].width = _HELP_WIDTH
        put_on(write_text(sheet, 2, 1, self._name_of_base()), self._looks.title)
        sheet.row_dimensions[2].height = 34
        one_each = _("One practice in each row.")
        helps = [(self._titles[one.key], one.help or one_each) for one in tables]
        pairs = [*iter_advice(self._content, self._titles[""]), ("", ""), *helps]
        for row, (name, text) in enumerate(pairs, 3):
            put_on(write_text(sheet, row, 1, name), self._looks.strong)
            put_on(write_text(sheet, row, 2, text), self._looks.text)
            lines = max(lines_of(text, _HELP_WIDTH - 8), lines_of(name, 26))
            sheet.row_dimensions[row].height = lines * (LINE + 1.5) + 6


def _prompt(question: Question) -> str:
    """What is told beside a chosen cell: the help stands above it, so here is what it lacks."""
    pieces = []
    if question.wording.marked_example:
        pieces.append(_("For example: %(example)s") % {"example": question.example})
    if question.is_list and not question.has_choices:
        pieces.append(_("Each in a line of its own (Alt+Enter)."))
    if question.limit:
        pieces.append(_("Up to %(limit)s characters.") % {"limit": question.limit})
    return "\n".join(pieces) or question.help


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


__all__ = ["render_workbook"]
