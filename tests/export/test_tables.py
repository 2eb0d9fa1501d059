"""Rows and columns: what stands in them, and what CSV and Excel make of it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kb.content.store import load_content
from kb.errors import KbError, UsageError
from kb.export.csvfile import DELIMITERS, delimiter_of, render_csv, without_formulas
from kb.export.shelf import Shelf
from kb.export.spreadsheet import render_tables, render_xlsx
from kb.export.tables.describing import SHEETS, describe_sheet, describe_tables
from kb.export.tables.sheets import Amount, Cell, Column, Kind, Sheet, Tables
from kb.model.practice import ConsentScope
from tests.export.sample import HOSTILE
from tests.factories import practice_data, write_base
from tests.translation.workbench import ID, Workbench

CREATED = "2026-11-22"
RICH: dict[str, Any] = {
    "goals": ["Erstens.", "Zweitens."],
    "results": [
        {"text": "Es kamen viele.", "indicator": "Gäste", "value": "2300", "unit": "Personen",
         "on": "2017", "kind": "reported", "source": "1"},
        {"text": "Es wurde kälter.", "indicator": "Grad", "value": "-3.5"},
        {"text": "Ohne Zahl."},
    ],
    "obstacles": [{"text": "Kein Geld.", "remedy": "Spenden."}],
    "location": {"country": "AT", "nuts": "AT32", "place": "Lungau", "lat": "47.1", "lon": "12.5",
                 "precision": "region"},
    "organisations": [
        {"name": "Amt", "role": "funder"},
        {"partner": "at-verein", "role": "lead"},
    ],
    "period": {"start": "2016-10-14", "end": "2019-10", "state": "finished"},
    "funding": [
        {"amount": "5654.18", "currency": "EUR", "scope": "total", "share": "80", "source": "1"},
        {"amount": "18000", "currency": "SEK", "scope": "grant", "fund": "LEADER"},
        {"scope": "in-kind"},
    ],
    "events": [
        {"title": "Fest", "date": "2017-05-13", "place": "Tamsweg", "country": "AT"},
        {"title": "Treffen", "date": "tba"},
        {"title": "Markt", "date": "2018-06"},
    ],
}  # fmt: skip


def shelf_of(root: Path, scope: ConsentScope = ConsentScope.WEB) -> Shelf:
    content = load_content(root)
    assert content.issues == []
    return Shelf(content, sorted(content.practices.values(), key=lambda one: one.id), scope)


def shelf_with(folder: Path, **over: Any) -> Shelf:
    return shelf_of(write_base(folder, [practice_data(**over)]))


def rows_of(sheet: Sheet) -> list[dict[str, Cell]]:
    keys = [column.key for column in sheet.columns]
    assert len(set(keys)) == len(keys)
    return [dict(zip(keys, row, strict=True)) for row in sheet.rows]


def first_row(shelf: Shelf, *langs: str, key: str = "practices") -> dict[str, Cell]:
    return rows_of(describe_sheet(key, shelf, langs or ("de",)))[0]


def table_of(cells: Sequence[Cell], kind: Kind = Kind.PROSE) -> Sheet:
    return Sheet("practices", "Blatt", (Column("a", "A", kind, "de"),), tuple((x,) for x in cells))


def tables_of(*cells: Cell, kind: Kind = Kind.PROSE, title: str = "Blatt") -> Tables:
    sheet = replace(table_of(cells, kind), title=title, fixed=1)
    return Tables("Basis", "Über", ("de",), CREATED, (sheet,), (), {"de": "[gekürzt]"})


def workbook_of(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def column_a(tables: Tables) -> list[Any]:
    sheet = workbook_of(render_tables(tables)).worksheets[0]
    return [sheet.cell(row, 1) for row in range(2, sheet.max_row + 1)]


def read_csv(data: bytes, delimiter: str) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


# What stands in the cells


def test_a_practice_is_a_row_of_facts_and_texts(tmp_path: Path) -> None:
    row = first_row(shelf_with(tmp_path, **RICH))
    assert row["id"] == ID
    assert row["title"] == "Sprachcafé am Dorfplatz"
    assert (row["country"], row["country_code"], row["nuts"]) == ("Österreich", "AT", "AT32")
    assert row["topics"] == ("Sprachcafé",)
    assert row["goals"] == ("Erstens.", "Zweitens.")
    assert row["start"] == date(2016, 10, 14)
    assert row["end"] == "2019-10"
    assert (row["lat"], row["lon"], row["precision"]) == (47.1, 12.5, "Region")
    assert row["lead"] == ("Verein am Dorfplatz",)
    assert isinstance(row["others"], tuple)
    assert row["others"][0].startswith("Amt (")
    assert row["licence"] == "CC-BY-4.0"
    assert row["sources"] == ("1. Homepage des Vereins · https://example.org/sprachcafe",)
    assert isinstance(row["results"], tuple)
    assert "Gäste: 2.300 Personen · 2017" in row["results"][0]
    assert row["results"][0].endswith("[1]")
    assert row["results"][2] == "Ohne Zahl."
    assert isinstance(row["obstacles"], tuple)
    assert row["obstacles"][0].startswith("Kein Geld.")
    assert "Spenden." in row["obstacles"][0]


def test_money_figures_events_and_sources_have_rows_of_their_own(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, **RICH)
    claims = rows_of(describe_sheet("funding", shelf, ("de",)))
    assert [one["amount"] for one in claims] == [
        Amount(Decimal("5654.18"), "EUR"),
        Amount(Decimal("18000"), "SEK"),
        None,
    ]
    assert (claims[0]["share"], claims[0]["source"], claims[1]["fund"]) == (80, 1, "LEADER")
    figures = rows_of(describe_sheet("results", shelf, ("de",)))
    assert [(one["indicator"], one["value"]) for one in figures] == [
        ("Gäste", 2300),
        ("Grad", Decimal("-3.5")),
    ]
    events = rows_of(describe_sheet("events", shelf, ("de",)))
    assert (events[0]["date"], events[2]["date"]) == (date(2017, 5, 13), "2018-06")
    assert events[1]["date"] not in (None, "", "tba")
    sources = rows_of(describe_sheet("sources", shelf, ("de",)))
    assert [(one["id"], one["number"]) for one in sources] == [(ID, 1)]


def test_all_sheets_begin_with_the_id_and_the_title(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, **RICH)
    for key in SHEETS:
        sheet = describe_sheet(key, shelf, ("de",))
        assert sheet.key == key
        assert [one.kind for one in sheet.columns[: sheet.fixed]] == [Kind.ID, Kind.TITLE]
        assert sheet.rows
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}


def test_heads_are_in_the_language_of_the_file(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    heads = {
        lang: [one.head for one in describe_sheet("practices", shelf, (lang,)).columns]
        for lang in ("de", "fi", "en")
    }
    assert heads["de"][1] == "Titel"
    assert heads["fi"][1] == "Otsikko"
    assert heads["en"][:2] == ["Id", "Title"]
    for row in heads.values():
        assert len(set(row)) == len(row)


def test_in_two_languages_words_come_twice_and_facts_once(tmp_path: Path) -> None:
    sheet = describe_sheet("practices", shelf_with(tmp_path, **RICH), ("fi", "de"))
    heads = {one.key: one.head for one in sheet.columns}
    assert (heads["title_fi"], heads["title_de"]) == ("Otsikko (suomi)", "Titel (Deutsch)")
    (row,) = rows_of(sheet)
    assert (row["country_fi"], row["country_de"]) == ("Itävalta", "Österreich")
    assert (row["topics_fi"], row["topics_de"]) == (("Kielikahvila",), ("Sprachcafé",))
    assert row["start"] == date(2016, 10, 14)
    assert "start_fi" not in row
    assert "lead" in row


def test_a_text_in_another_language_says_which(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    shelf = shelf_of(bench.root)
    row = first_row(shelf, "fi")
    assert row["title"] == "Sprachcafé am Dorfplatz [saksa]"
    assert row["translation"] == "puuttuu"
    assert row["language"] == "saksa"
    bench.update()
    bench.fill("fi")
    translated = first_row(shelf_of(bench.root), "fi")
    assert translated["title"] == "fi[Sprachcafé am Dorfplatz]"
    assert translated["translation"] == "tarkistettu"


def test_the_row_is_in_the_worst_state_of_its_texts(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.update()
    bench.fill("fi", comments=("kb: draft",))
    assert first_row(shelf_of(bench.root), "fi")["translation"] == "luonnos"
    bench.edit(title="Sprachcafé auf dem Dorfplatz")
    bench.update()
    assert first_row(shelf_of(bench.root), "fi")["translation"] == "vanhentunut"
    bench.edit(goals=["Etwas ganz anderes, das noch niemand gelesen hat."])
    bench.update()
    assert first_row(shelf_of(bench.root), "fi")["translation"] == "puuttuu"


def test_a_person_appears_only_where_they_agreed(tmp_path: Path) -> None:
    contact = {
        "organisation": "Gemeinde",
        "name": "Erika Musterfrau",
        "email": "erika@example.org",
        "phone": "+43 1 2345",
        "languages": ["de"],
        "consent": {"given_on": "2020", "scope": ["booklet"]},
    }
    root = write_base(tmp_path, [practice_data(contacts=[contact])])
    web = first_row(shelf_of(root))["contacts"]
    booklet = first_row(shelf_of(root, ConsentScope.BOOKLET))["contacts"]
    assert web == ("Gemeinde · Deutsch",)
    assert booklet == ("Erika Musterfrau · Gemeinde · Deutsch",)
    packed = zipfile.ZipFile(io.BytesIO(render_xlsx(shelf_of(root), ("de",), CREATED)))
    assert not any(b"Erika" in packed.read(name) for name in packed.namelist())


def test_an_entry_has_a_page_where_the_base_is_published(tmp_path: Path) -> None:
    settings = {"homepage": "https://kb.example/site/"}
    shelf = shelf_of(write_base(tmp_path, [practice_data()], settings=settings))
    row = first_row(shelf, "fi", "de")
    assert row["page_fi"] == f"https://kb.example/site/fi/practices/{ID}"
    assert row["page_de"] == f"https://kb.example/site/de/practices/{ID}"


def test_other_countries_and_languages_will_do(tmp_path: Path) -> None:
    settings = {
        "title": {"ar": "ممارسات جيدة"},
        "languages": ["ar", "pl"],
        "fallback": "ar",
        "countries": {"PL": {"bounds": ["49", "14", "55", "25"]}},
    }
    data = practice_data(id="pl-kawiarnia", language="pl", location={"country": "PL"})
    shelf = shelf_of(write_base(tmp_path, [data], settings=settings))
    assert first_row(shelf, "pl")["country"] == "Polska"
    book = workbook_of(render_xlsx(shelf, ("ar",), CREATED))
    assert book.properties.title == "ممارسات جيدة"
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    assert delimiter_of("pl") == ";"


# CSV


def test_csv_opens_in_the_excel_of_the_region(tmp_path: Path) -> None:
    sheet = describe_sheet("practices", shelf_with(tmp_path, **RICH), ("fi",))
    data = render_csv(sheet, "fi")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    heads, row = read_csv(data, ";")
    cells = dict(zip((one.key for one in sheet.columns), row, strict=True))
    assert heads[1] == "Otsikko"
    assert cells["lon"] == "12,5"
    assert (cells["start"], cells["end"]) == ("2016-10-14", "2019-10")
    assert cells["goals"].split("\n") == ["Erstens. [saksa]", "Zweitens. [saksa]"]


@pytest.mark.parametrize(
    ("lang", "sign"), [("de", ";"), ("fi", ";"), ("sv", ";"), ("en", ","), ("de-AT", ";")]
)
def test_the_delimiter_follows_the_decimal_sign_of_the_language(lang: str, sign: str) -> None:
    assert delimiter_of(lang) == sign


def test_the_decimal_sign_goes_with_the_delimiter() -> None:
    sheet = table_of([Decimal("-3.5"), Amount(Decimal("5654.18"), "EUR"), 1e-7], Kind.NUMBER)
    for delimiter, decimal in ((";", ","), (",", "."), ("\t", ".")):
        rows = read_csv(render_csv(sheet, "de", delimiter), delimiter)
        expected = [one.replace(".", decimal) for one in ("-3.5", "5654.18", "0.0000001")]
        assert [row[0] for row in rows[1:]] == expected


def test_an_impossible_delimiter_is_refused() -> None:
    for delimiter in ("=", "x", ";;", '"', "\n"):
        with pytest.raises(UsageError):
            render_csv(table_of(["a"]), "de", delimiter)


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+43 1 234", "'+43 1 234"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠a", "'＠a"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "  '=1"),
        ("\u200b=1", "\u200b'=1"),
        ('"=1', "\"'=1"),
        ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
        ('a,"=1"', 'a,"\'=1"'),
        ("a\n=1", "a\n'=1"),
        ("a\n- b", "a\n'- b"),
        ("'=1", "'=1"),
        ("a = b, c - d; 5 % + x", "a = b, c - d; 5 % + x"),
        ("bis 2016–2019, auf Deutsch", "bis 2016–2019, auf Deutsch"),
        ("x@example.org, y@example.org", "x@example.org, y@example.org"),
        ("", ""),
    ],
)
def test_what_looks_like_a_formula_is_guarded(text: str, guarded: str) -> None:
    assert without_formulas(text) == guarded
    assert without_formulas(guarded) == guarded


DANGEROUS = st.text(st.sampled_from("=+-@＝＋－＠﹦;,\t\n\r |\"'aÄ1!\u200b\u00a0\x00"), max_size=30)
HIDDEN = re.compile(r'[\s"\u200b]*')
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@given(st.lists(DANGEROUS | st.text(max_size=30), min_size=1, max_size=4))
def test_no_text_is_a_formula_however_the_file_is_parted(texts: list[str]) -> None:
    columns = tuple(Column(str(place), "Kopf", Kind.PROSE, "de") for place in range(len(texts)))
    sheet = Sheet("practices", "Blatt", columns, (tuple(texts),))
    for written in DELIMITERS:
        data = render_csv(sheet, "de", written)
        text = data.decode("utf-8-sig")
        fields = [one for sign in DELIMITERS for row in read_csv(data, sign) for one in row]
        # A program that takes no notice of quotes: every sign parts a field.
        fields += re.split(r"[;,\t\r\n|]", text)
        for one in fields:
            visible = HIDDEN.sub("", one, count=1)
            assert unicodedata.normalize("NFKC", visible[:1]) not in tuple("=+-@"), (one, text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5))
def test_honest_texts_come_back_as_they_were(texts: list[str]) -> None:
    honest = [one for one in texts if without_formulas(one) == one]
    rows = tuple((one, tuple(honest)) for one in honest)
    columns = (Column("a", "A", Kind.PROSE, "de"), Column("b", "B", Kind.PROSE, "de"))
    sheet = Sheet("practices", "Blatt", columns, rows)
    for delimiter in DELIMITERS:
        found = read_csv(render_csv(sheet, "de", delimiter), delimiter)
        assert found == [["A", "B"], *([one, "\n".join(honest)] for one in honest)]


def test_numbers_of_ours_stay_numbers_in_csv() -> None:
    sheet = table_of([-3, Decimal("-3"), "-3"], Kind.NUMBER)
    data = render_csv(sheet, "de").decode("utf-8-sig").splitlines()
    assert data[1:] == ["-3", "-3", '"\'-3"']
    assert all(NUMBER.fullmatch(one) for one in data[1:3])


# Excel


def book_of(folder: Path, *langs: str, **over: Any) -> openpyxl.Workbook:
    shelf = shelf_with(folder, **{**RICH, **over})
    return workbook_of(render_xlsx(shelf, langs or ("de",), CREATED))


def cells_by_key(book: openpyxl.Workbook, shelf: Shelf, key: str = "practices") -> dict[str, Any]:
    place = [*SHEETS].index(key)
    sheet = describe_sheet(key, shelf, ("de",))
    row = next(book.worksheets[place].iter_rows(min_row=2, max_row=2))
    return {column.key: cell for column, cell in zip(sheet.columns, row, strict=True)}


def test_dates_and_amounts_are_typed(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, **RICH)
    book = workbook_of(render_xlsx(shelf, ("de",), CREATED))
    cells = cells_by_key(book, shelf)
    assert (cells["start"].value, cells["start"].is_date) == (datetime(2016, 10, 14), True)  # noqa: DTZ001
    assert cells["start"].number_format == "yyyy-mm-dd"
    assert (cells["end"].value, cells["end"].data_type) == ("2019-10", "s")
    assert cells["lon"].value == 12.5
    amounts = [row[2] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [one.value for one in amounts] == [5654.18, 18000, None]
    assert amounts[0].number_format == "#,##0.00 [$EUR]"
    assert amounts[1].number_format == "#,##0.00 [$SEK]"
    figures = [row[3].value for row in book.worksheets[2].iter_rows(min_row=2)]
    assert figures == [2300, -3.5]


def test_every_text_is_a_text_whatever_it_looks_like() -> None:
    texts = ["=1+1", "+1", "-1", "@a", "{=1}", "#N/A", "TRUE", "007", "1e5", "2016-10-14", HOSTILE]
    for cell, text in zip(column_a(tables_of(*texts)), texts, strict=True):
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.quotePrefix


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_any_text_can_be_written(texts: list[str]) -> None:
    book = workbook_of(render_tables(tables_of(*texts)))
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet for cell in row)


def test_what_xml_cannot_hold_is_left_out() -> None:
    (cell,) = column_a(tables_of("a\x00\x0b\ufffe\ud800b\r\nc\rd"))
    assert cell.value == "ab\nc\nd"


def test_what_excel_takes_for_an_escape_comes_out_as_it_is() -> None:
    data = zipfile.ZipFile(io.BytesIO(render_tables(tables_of("_x0041_ und _xABCD_, aber _x_"))))
    written = "".join(data.read(name).decode() for name in data.namelist())
    assert "_x005F_x0041_ und _x005F_xABCD_, aber _x_" in written


def test_a_text_that_is_too_long_is_cut_behind_a_sentence_and_says_so() -> None:
    (cell,) = column_a(tables_of("Ein Satz mit 😀. " * 3000))
    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    assert cell.value.endswith("Ein Satz mit 😀.\n[gekürzt]")
    (cell,) = column_a(tables_of("😀" * 40_000))
    assert cell.value.endswith("😀\n[gekürzt]")


def test_items_of_a_list_stand_in_lines_of_their_own() -> None:
    cells = column_a(tables_of(("eins", "zwei"), ("allein",), ()))
    assert [one.value for one in cells] == ["• eins\n• zwei", "allein", None][: len(cells)]
    assert all(one.alignment.wrap_text for one in cells)


def test_only_web_addresses_become_links() -> None:
    texts = [
        "https://example.org/a?b=c&d",
        "http://example.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "https://example.org/a\nhttps://example.org/b",
        "https://example.org/" + "a" * 3000,
    ]
    cells = column_a(tables_of(*texts, kind=Kind.URL))
    assert [one.hyperlink.target if one.hyperlink else None for one in cells] == [
        texts[0],
        texts[1],
        *[None] * 5,
    ]
    prose = column_a(tables_of(texts[0]))
    assert prose[0].hyperlink is None


def test_dates_and_numbers_that_excel_cannot_hold_stay_text() -> None:
    cells = column_a(tables_of(date(1850, 1, 1), date(1900, 3, 1), kind=Kind.DATE))
    assert (cells[0].value, cells[0].data_type) == ("1850-01-01", "s")
    assert cells[1].is_date
    exact = Decimal("12345678901234567.89")
    (cell,) = column_a(tables_of(exact, kind=Kind.NUMBER))
    assert cell.value == str(exact)


def test_heads_stay_in_view_and_rows_can_be_filtered(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    for sheet in book.worksheets[: len(SHEETS)]:
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_title_cols == "$A:$B"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        heights = [one.height for one in sheet.row_dimensions.values()]
        assert heights
        assert max(heights) <= 409


def test_the_last_sheet_says_what_the_file_is(tmp_path: Path) -> None:
    sheet = book_of(tmp_path, "fi").worksheets[-1]
    said = {row[0].value: row[1].value for row in sheet.iter_rows()}
    values = [*said.values()]
    assert "Hyvä käytäntö" in said
    assert datetime(2026, 11, 22) in values  # noqa: DTZ001
    assert 1 in values
    assert "CC-BY-4.0" in values
    assert {"alkuperäinen", "tarkistettu", "luonnos", "vanhentunut", "puuttuu"} <= said.keys()


def test_the_file_knows_its_title_language_and_day(tmp_path: Path) -> None:
    properties = book_of(tmp_path, "sv").properties
    assert (properties.title, properties.creator) == ("God praxis", "God praxis")
    assert properties.language == "sv"
    assert properties.created == properties.modified == datetime(2026, 11, 22)  # noqa: DTZ001


@pytest.mark.parametrize(
    "title", ["a" * 50, "[a]:*?/\\b", "'a'", "History", "", "Über", "\x00", "日本" * 30]
)
def test_any_title_becomes_one_that_excel_accepts(title: str) -> None:
    for sheet in workbook_of(render_tables(tables_of("x", title=title))).worksheets:
        assert 0 < len(sheet.title) <= 31
        assert not set(sheet.title) & set("[]:*?/\\")
        assert not sheet.title.startswith("'")
        assert sheet.title.casefold() != "history"


def test_sheets_of_the_same_name_are_told_apart() -> None:
    tables = tables_of("x", title="a" * 40)
    names = workbook_of(render_tables(replace(tables, sheets=tables.sheets * 12))).sheetnames
    assert len({one.casefold() for one in names}) == 12
    assert max(map(len, names)) <= 31


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, **RICH)
    data = render_xlsx(shelf, ("fi", "de"), CREATED)
    assert data == render_xlsx(shelf, ("fi", "de"), CREATED)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(2026, 11, 22, 0, 0, 0)}
    old = render_xlsx(shelf, ("fi",), "1970-01-01")
    with zipfile.ZipFile(io.BytesIO(old)) as packed:
        assert {one.date_time[0] for one in packed.infolist()} == {1980}


def test_nothing_chosen_is_a_file_with_heads(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, status="draft")
    sheet = describe_sheet("practices", shelf, ("de",))
    assert sheet.rows == ()
    assert len(read_csv(render_csv(sheet, "de"), ";")) == 1
    assert workbook_of(render_xlsx(shelf, ("de",), CREATED)).worksheets[0].max_row == 1


def test_hostile_texts_reach_both_files_as_they_are(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, title=HOSTILE, goals=[HOSTILE])
    sheet = describe_sheet("practices", shelf, ("de",))
    (row,) = rows_of(sheet)
    assert row["title"] == HOSTILE
    cells = cells_by_key(workbook_of(render_xlsx(shelf, ("de",), CREATED)), shelf)
    assert cells["title"].value == cells["goals"].value == HOSTILE
    found = read_csv(render_csv(sheet, "de"), ";")[1]
    assert found[1] == without_formulas(HOSTILE)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_what_was_written(tmp_path: Path) -> None:
    hostile = {"title": "=1+1", "summary": "_x0041_ =HYPERLINK(1)", "goals": ["- a", "+ b"]}
    shelf = shelf_with(tmp_path, **{**RICH, **hostile})
    (tmp_path / "a.xlsx").write_bytes(render_xlsx(shelf, ("de",), CREATED))
    sheet = describe_sheet("practices", shelf, ("de",))
    (tmp_path / "b.csv").write_bytes(render_csv(sheet, "de"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    for options in (
        ["--convert-to", as_csv, "--outdir", "out", "a.xlsx"],
        ["--infilter=CSV:59,34,76,1,,0,false,true", "--convert-to", "xlsx", "--outdir", "out",
         "b.csv"],
    ):  # fmt: skip
        command = ["soffice", profile, "--headless", *options]
        subprocess.run(command, cwd=tmp_path, check=True, timeout=120, capture_output=True)
    (path,) = (tmp_path / "out").glob("a*.csv")
    heads, row = read_csv(path.read_bytes(), ",")
    assert heads == [one.head for one in sheet.columns]
    cells = dict(zip((one.key for one in sheet.columns), row, strict=True))
    assert (cells["title"], cells["summary"]) == ("=1+1", "_x0041_ =HYPERLINK(1)")
    assert cells["start"] == "2016-10-14"
    opened: Worksheet = openpyxl.load_workbook(tmp_path / "out" / "b.xlsx").worksheets[0]
    values = {one.key: opened.cell(2, place) for place, one in enumerate(sheet.columns, 1)}
    assert values["title"].data_type == "s"
    assert values["title"].value == "'=1+1"
    assert values["start"].is_date
    assert not any(cell.data_type == "f" for line in opened.iter_rows() for cell in line)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(KbError, match="openpyxl"):
        render_xlsx(shelf_with(tmp_path), ("de",), CREATED)


def test_all_tables_have_remarks_in_each_language(tmp_path: Path) -> None:
    tables = describe_tables(shelf_with(tmp_path), ("fi", "de"), CREATED)
    assert [len(one) for one in tables.remarks] == [len(tables.remarks[0])] * 2
    assert tables.remarks[0][0].value == "Hyvä käytäntö"
    assert tables.remarks[1][0].value == "Gute Praxis"
    assert [one.key for one in tables.sheets] == [*SHEETS]
