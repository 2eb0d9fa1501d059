"""Workbooks, tables and answers that must not be taken as they are, each with the finding it earns.

All are made here; `badforms` has those of Word and of packages in general.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from tests.authoring.badforms import OFFICE, BadForm, Change, members_of, packed

SHEET = "xl/worksheets/sheet1.xml"
GOOD: Mapping[str, str] = {
    "title": "Radwerkstatt",
    "language": "de-AT",
    "summary": "Wir reparieren Räder.",
    "location.country": "AT",
    "location.municipality": "Oberhügel",
}
Row = Sequence[object]
Made = Iterator[tuple[str, bytes, str]]


def workbook_of(sheets: Mapping[str, Any]) -> bytes:
    """A workbook as people make it themselves: plain sheets, each a list of rows."""
    workbook = Workbook()
    del workbook["Sheet"]
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def table_of(*rows: Mapping[str, object]) -> list[Row]:
    """Heads and rows of a sheet; a row lacks what it has no key for."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    return [heads, *([row.get(head) for head in heads] for row in rows)]


def one_practice(**more: object) -> bytes:
    """A workbook with a good practice, and other answers; "__" stands for a point."""
    named = {key.replace("__", "."): value for key, value in more.items()}
    return workbook_of({"Practices": table_of({**GOOD, **named})})


def with_sheet(data: bytes, change: Change, name: str = SHEET) -> bytes:
    """A workbook whose first sheet has other XML."""
    members = members_of(data)
    members[name] = change(members[name])
    return packed(members)


def with_cell(markup: str, **more: object) -> bytes:
    """A good practice whose title cell is written like this."""
    data = one_practice(**more)
    return with_sheet(data, lambda part: _first_answer(part, markup.encode()))


def _first_answer(part: bytes, markup: bytes) -> bytes:
    start = part.index(b'<c r="A2"')
    return part[:start] + markup + part[part.index(b"</c>", start) + 4 :]


def table_text(*rows: Mapping[str, str], mark: str = ";") -> str:
    """The same as CSV, without quotes."""
    lines = table_of(*rows)
    return "\r\n".join(mark.join(str(one or "") for one in line) for line in lines)


def bad_tables() -> Iterator[BadForm]:
    """Workbooks, CSV and JSON nobody should take as they are."""
    for suffix, makers in (
        (".xlsx", (_formulas, _answers, _groups, _numbers, _broken_books, _too_much)),
        (".csv", (_bad_csv,)),
        (".json", (_bad_json, _other_json)),
    ):
        for make in makers:
            for name, data, code in make():
                yield BadForm(f"{suffix}: {name}", suffix, data, code)


def _formulas() -> Made:
    yield "formula", one_practice(title="=A1&B1"), "KB741"
    yield "formula with what it showed", with_cell('<c r="A2"><f>1+1</f><v>2</v></c>'), "KB741"
    text = '<c r="A2" t="str"><f>B2</f><v>Radwerkstatt</v></c>'
    yield "formula that showed a text", with_cell(text), "KB741"
    yield "part of a shared formula", with_cell('<c r="A2"><f t="shared" si="0"/></c>'), "KB741"
    yield "command of a DDE", one_practice(summary="=cmd|'/c calc'!A0"), "KB741"
    yield "link by formula", one_practice(summary='=HYPERLINK("http://x.test","x")'), "KB741"
    yield "cell of another file", one_practice(summary="=[1]Tabelle1!A1"), "KB741"
    yield "error of a reference", with_cell('<c r="A2" t="e"><v>#REF!</v></c>'), "KB742"
    yield "error without a value", with_cell('<c r="A2" t="e"><v>#N/A</v></c>'), "KB742"
    failed = '<c r="A2" t="str"><f>B9</f><v>#NAME?</v></c>'
    yield "formula that failed", with_cell(failed), "KB741"


def _answers() -> Made:
    yield "no title", one_practice(title=None), "KB202"
    yield "no country", one_practice(location__country=None), "KB202"
    yield "country nobody knows", one_practice(location__country="Atlantis"), "KB703"
    yield "topic nobody knows", one_practice(topics="Bergbau und Hütten"), "KB703"
    yield "date of two readings", one_practice(period__start="3/4/2019"), "KB701"
    yield "date in words", one_practice(period__start="irgendwann"), "KB701"
    figure = {"results.text": "Es kamen viele.", "results.value": "viele"}
    yield "figure in words", workbook_of({"P": table_of({**GOOD, **figure})}), "KB702"
    yield "yes instead of a title", one_practice(title=True), "KB705"
    twice = workbook_of({"P": [[*GOOD, "title"], [*GOOD.values(), "Anderer Titel"]]})
    yield "two titles", twice, "KB707"
    yield "end before its start", _period("2020", "2019"), "KB301"
    yield "character that was lost", one_practice(title="Radwerkst\ufffdtt"), "KB742"
    yield "half of a character", one_practice(title="Rad_xD83D_werkstatt"), "KB742"
    yield "text that is not there", with_cell('<c r="A2" t="s"><v>99999</v></c>'), "KB742"
    yield "address of a program", one_practice(same_as="javascript:alert(1)"), "KB210"
    yield "entry nobody knows", one_practice(id="at-gibt-es-nicht"), "KB747"
    yield "practice that is there", one_practice(
        title="Sprachcafe am Dorfplatz", location__municipality="Lungau"
    ), "KB747"  # fmt: skip


def _period(start: str, end: str) -> bytes:
    return one_practice(period__start=start, period__end=end, period__state="finished")


def _groups() -> Made:
    other = {**GOOD, "title": "Nähwerkstatt"}
    both = table_of(GOOD, other)
    yield "same title and place", workbook_of(
        {"P": table_of(GOOD, {**GOOD, "summary": "Anders gesagt."})}
    ), "KB744"  # fmt: skip
    heads = ["kb.practice", "results.text"]
    stranger = [heads, ["Radwerkstätte", "Vierzig Räder."]]
    yield "result of no practice", workbook_of({"P": both, "R": stranger}), "KB745"
    silent = [heads, [None, "Vierzig Räder."]]
    yield "result without a practice", workbook_of({"P": both, "R": silent}), "KB745"
    same = [heads, ["Radwerkstatt", "Vierzig Räder."]]
    yield "result of two practices", workbook_of({"P": table_of(GOOD, GOOD), "R": same}), "KB745"
    yield "results alone", workbook_of({"R": same}), "KB745"
    formula = [heads, ["Radwerkstatt", "=1+1"]]
    yield "formula among results", workbook_of({"P": both, "R": formula}), "KB741"


def _numbers() -> Made:
    def figure(cell: str) -> bytes:
        row = {**GOOD, "results.text": "Es kamen viele.", "results.value": 40}
        data = workbook_of({"P": table_of(row)})
        at = b'<c r="G2" t="n"><v>40</v></c>'
        return with_sheet(data, lambda part: part.replace(at, cell.encode()))

    yield "not a number", figure('<c r="G2"><v>NaN</v></c>'), "KB702"
    yield "without end", figure('<c r="G2"><v>INF</v></c>'), "KB702"
    yield "beyond all numbers", figure('<c r="G2"><v>1E+400</v></c>'), "KB702"
    yield "number as a date", one_practice(period__start=99_999_999), "KB701"


def _broken_books() -> Made:
    good = one_practice()
    budget = [["Posten", "Betrag"], ["Miete", 1200], ["Strom", 300]]
    yield "some other table", workbook_of({"Budget": budget}), "KB758"
    yield "empty sheet", workbook_of({"Leer": []}), "KB758"
    yield "no sheets", with_sheet(good, lambda _part: b"<workbook/>", "xl/workbook.xml"), "KB758"
    members = members_of(good)
    del members[SHEET]
    yield "sheet that is missing", packed(members), "KB758"
    yield "sheet of something else", with_sheet(good, lambda _part: b"<a><b/></a>"), "KB758"
    yield "sheet cut off", with_sheet(good, lambda part: part[:-20]), "KB754"
    yield "file cut off", good[: len(good) * 2 // 3], "KB754"
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    yield "entities", with_sheet(good, lambda part: laughs + part), "KB756"
    yield "macros", packed(members_of(good) | {"xl/vbaProject.bin": b"x"}), "KB755"
    yield "old macros", packed(members_of(good) | {"xl/macrosheets/sheet1.xml": b"<a/>"}), "KB755"
    link = (
        f'<Relationships><Relationship Id="r1" Type="{OFFICE}/externalLinkPath" '
        'Target="file:///c:/x.xlsx" TargetMode="External"/></Relationships>'
    )
    name = "xl/externalLinks/_rels/externalLink1.xml.rels"
    yield "link to another workbook", packed(members_of(good) | {name: link.encode()}), "KB757"
    embedded = members_of(good) | {"xl/embeddings/a.bin": b"x"}
    yield "embedded object", packed(embedded), "KB757"
    for version, base in (("1", "deadbeef"), ("99", "deadbeef")):
        stamp = f"<Properties><property>kb{version}/{base}/de</property></Properties>".encode()
        stamped = packed(members_of(good) | {"docProps/custom.xml": stamp})
        yield f"form {version} of another project", stamped, "KB758"


def _too_much() -> Made:
    good = one_practice()
    row = b'<row r="%d">' + b"<c><v>1</v></c>" * 500 + b"</row>"
    rows = b"".join(row % number for number in range(3, 420))
    yield "too many cells", with_sheet(good, lambda part: _with_rows(part, rows)), "KB740"
    wide = [[*GOOD, *(f"Spalte {number}" for number in range(16_000))]]
    wide.append([*GOOD.values(), *("x" for _number in range(16_000))])
    yield "sixteen thousand columns", workbook_of({"P": wide}), "KB740"
    many = table_of(*({**GOOD, "title": f"Werkstatt {number}"} for number in range(1002)))
    yield "a thousand practices", workbook_of({"P": many}), "KB740"
    empty = b"".join(b'<row r="%d"><c/><c/><c/></row>' % number for number in range(3, 800_000))
    yield "millions of cells", with_sheet(good, lambda part: _with_rows(part, empty)), "KB751"


def _with_rows(part: bytes, rows: bytes) -> bytes:
    return part.replace(b"</sheetData>", rows + b"</sheetData>")


def _bad_csv() -> Made:
    good = table_text(GOOD)
    yield "nothing", b"", "KB754"
    yield "only zeros", bytes(1000), "KB754"
    yield "PDF", b"%PDF-1.7 title;language", "KB752"
    yield "web page", b"<html><table><tr><td>title</td></tr></table></html>", "KB752"
    yield "zero bytes", good.replace("Rad", "R\x00ad").encode(), "KB749"
    yield "half of UTF-16", b"\xff\xfe" + good.encode("utf-16-le")[:-1], "KB749"
    yield "no encoding of text", good.replace("Rad", "R\x81d").encode("latin-1"), "KB749"
    yield "quote that stays open", good.replace("Rad", '"Rad').encode(), "KB749"
    yield "text after a quote", good.replace("Radwerkstatt", '"Rad"werk').encode(), "KB749"
    yield "endless cell", good.replace("Rad", "x" * 200_000).encode(), "KB749"
    yield "formula", good.replace("Radwerkstatt", "=1+1").encode(), "KB741"
    yield "command of a DDE", good.replace("Radwerkstatt", "=cmd|' /C calc'!A0").encode(), "KB741"
    yield "error", good.replace("Radwerkstatt", "#REF!").encode(), "KB742"
    yield "lost character", good.replace("ä", "\ufffd").encode(), "KB742"
    yield "another table", b"Posten;Betrag\nMiete;1200\n", "KB758"
    yield "a letter", b"Liebe Leute,\n\nanbei das Formular.\n", "KB758"
    yield "heads alone", ";".join(GOOD).encode(), "KB758"
    again = {**GOOD, "summary": "Anders gesagt."}
    yield "the same title twice", table_text(GOOD, again).encode(), "KB744"
    yield "country nobody knows", table_text({**GOOD, "location.country": "XQ"}).encode(), "KB703"
    yield "too many cells", good.encode() + b"\n" + (b"1;" * 500 + b"\n") * 420, "KB740"
    yield "result without text", table_text({**GOOD, "results.1.value": "4"}).encode(), "KB202"


def _bad_json() -> Made:
    def answers(**more: object) -> bytes:
        return json.dumps({"practices": [{**GOOD, **more}]}).encode()

    def raw(key: str, value: str) -> bytes:
        return answers(**{key: "§"}).replace(b'"\\u00a7"', value.encode())

    yield "no JSON", b"title: Radwerkstatt", "KB749"
    yield "cut off", answers()[:-5], "KB749"
    yield "comment", b'{"title": "x" /* no */}', "KB749"
    yield "single quotes", b"{'title': 'x'}", "KB749"
    yield "not in UTF-8", '{"title": "Räder"}'.encode("latin-1"), "KB749"
    yield "NaN", raw("location.lat", "NaN"), "KB749"
    yield "Infinity", raw("location.lat", "-Infinity"), "KB749"
    yield "beyond all numbers", raw("location.lat", "1e999"), "KB749"
    yield "endless number", raw("location.lat", "9" * 5000), "KB749"
    yield "deep", b"[" * 100_000 + b"]" * 100_000, "KB740"
    yield "deep and open", b'{"a":' * 50_000, "KB740"
    yield "key twice", b'{"title": "One", "title": "Two"}', "KB749"
    yield "half of a character", raw("title", r'"Rad\ud83dwerk"'), "KB742"
    yield "yes as a title", answers(title=True), "KB705"
    yield "group as a title", answers(title={"de": "Rad"}), "KB749"
    yield "list as a place", answers(location=[{"country": "AT"}]), "KB749"
    yield "text as a place", answers(location="Oberhügel"), "KB749"
    yield "text as a source", answers(sources=["example.org"]), "KB749"
    yield "lists in lists", answers(goals=[["Eins"]]), "KB749"


def _other_json() -> Made:
    yield "number", b"42", "KB749"
    yield "nothing", b"null", "KB749"
    yield "text", b'"Radwerkstatt"', "KB749"
    yield "numbers", b"[1, 2]", "KB749"
    yield "practices as a number", b'{"practices": 3}', "KB749"
    yield "no practices", b'{"practices": []}', "KB758"
    yield "empty object", b"{}", "KB758"
    yield "something else", b'{"name": "package", "version": "1"}', "KB758"
    yield "a prototype", b'{"__proto__": {"title": "x"}}', "KB758"
    many = [{**GOOD, "title": f"Werkstatt {number}"} for number in range(1002)]
    yield "a thousand practices", json.dumps(many).encode(), "KB740"
    again = {**GOOD, "summary": "Anders gesagt."}
    yield "the same title twice", json.dumps([dict(GOOD), again]).encode(), "KB744"
    unknown = {**GOOD, "id": "at-gibt-es-nicht"}
    yield "entry nobody knows", json.dumps(unknown).encode(), "KB747"
    yield "id that is a path", json.dumps({**GOOD, "id": "../../kb"}).encode(), "KB747"
