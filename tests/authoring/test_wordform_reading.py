"""Forms that people worked on: what they wrote is found, and nothing gets lost unseen."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pytest

from kb.authoring.form.choices import Choices
from kb.authoring.form.citing import close_gaps
from kb.authoring.form.composing import Composed, compose
from kb.authoring.form.questions import practice_form
from kb.authoring.intake.wordform import WordReader, render_word_form
from kb.content.findings import describe
from kb.content.store import Content, load_content
from kb.errors import Issue
from kb.translation.interface import speaking
from tests.authoring.badforms import MAIN, inserted, members_of, packed, related, with_members
from tests.authoring.wordfiles import (
    cell_of,
    edited,
    paragraph,
    row_of,
    tag_of,
    typed,
    w,
    without_fields,
    write,
)
from tests.factories import practice_data, write_base

PATH = Path("form.docx")
ANSWERS = {
    "title": "Cykelverkstad i mejeriet",
    "language": "svenska (Sverige)",
    "topics.0": "Språkcafé",
    "topics.2": "Boende",
    "location.country": "Sverige",
    "location.municipality": "Krokom",
    "goals": "Alla kan cykla.\nUngdomar möts.",
    "organisations.0.name": "Verein am Dorfplatz",
    "organisations.0.role": "lead",
    "results.1.text": "Fyrtio cyklar lagades.",
    "results.1.value": "40",
}
TREE = {
    "title": "Cykelverkstad i mejeriet",
    "language": "sv-SE",
    "topics": ["language-cafe", "housing"],
    "location": {"country": "SE", "municipality": "Krokom"},
    "goals": ["Alla kan cykla.", "Ungdomar möts."],
    "organisations": [{"partner": "at-verein", "role": "lead"}],
    "results": [{"text": "Fyrtio cyklar lagades.", "value": "40"}],
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return load_content(write_base(tmp_path_factory.mktemp("base"), [practice_data()]))


@pytest.fixture(scope="module")
def empty(content: Content) -> bytes:
    return render_word_form(content, "sv")


@pytest.fixture(scope="module")
def read(content: Content) -> Callable[[bytes], tuple[Composed, list[Issue]]]:
    """Read a form and compose it; all findings in one list."""
    reader = WordReader(content)
    choices = Choices(content, "sv")

    def read(data: bytes) -> tuple[Composed, list[Issue]]:
        received = reader.read(data, PATH)
        (one,) = received.forms
        filled, _emptied = close_gaps(one.form.filled)
        composed = compose(replace(one.form, filled=filled), choices)
        return composed, [*received.issues, *one.issues, *composed.issues]

    return read


Read = Callable[[bytes], tuple[Composed, list[Issue]]]


def told(issues: list[Issue]) -> list[tuple[str, str]]:
    return [(one.where.place, describe(one)) for one in issues]


def test_what_was_written_is_found(empty: bytes, read: Read) -> None:
    composed, issues = read(edited(empty, typed(ANSWERS)))
    assert composed.tree == TREE
    assert told(issues) == []


def test_an_empty_form_has_no_answers(empty: bytes, read: Read) -> None:
    composed, issues = read(empty)
    assert composed.tree == {}
    assert [one.code for one in issues] == ["KB202", "KB202"]


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
def test_labels_tell_where_fields_got_lost(content: Content, read: Read, lang: str) -> None:
    form = render_word_form(content, lang)
    composed, issues = read(edited(form, typed(ANSWERS), without_fields, has_properties=False))
    assert composed.tree == TREE
    assert told(issues) == []


def test_a_form_without_its_hints_is_read(empty: bytes, read: Read) -> None:
    def without_labels(root: Element) -> None:
        for cell in root.iter(w("tc")):
            if not any(True for _ in cell.iter(w("sdt"))):
                for line in cell.findall(w("p"))[1:]:
                    cell.remove(line)

    composed, issues = read(edited(empty, typed(ANSWERS), without_labels))
    assert composed.tree == TREE
    assert told(issues) == []


def test_words_beside_the_field_count_if_they_stand_in_its_cell(empty: bytes, read: Read) -> None:
    def beside(root: Element) -> None:
        cell_of(root, "summary").append(paragraph("Varje torsdag."))
        cell_of(root, "goals").append(paragraph("• Ett tredje mål."))

    composed, issues = read(edited(empty, typed(ANSWERS), beside))
    assert composed.tree["summary"] == "Varje torsdag."
    assert composed.tree["goals"] == [*TREE["goals"], "Ett tredje mål."]
    assert told(issues) == []


def test_a_second_choice_beside_the_list_is_a_doubt(empty: bytes, read: Read) -> None:
    def beside(root: Element) -> None:
        cell_of(root, "location.country").append(paragraph("Finland"))

    composed, issues = read(edited(empty, typed(ANSWERS), beside))
    assert "country" not in dict[str, Any](composed.tree["location"])  # type: ignore[arg-type]
    assert [one.code for one in issues] == ["KB707"]


def test_copied_rows_and_tables_are_more_of_the_same(empty: bytes, read: Read) -> None:
    def copied(root: Element) -> None:
        table, row = row_of(root, "organisations.0.name")
        another = deepcopy(row)
        for field in another.iter(w("sdt")):
            write(field, {"name": "Region", "role": "funder"}.get(tag_of(field)[16:], ""))
        table.append(another)
        body = root[0]
        results, _row = row_of(root, "results.1.text")
        second = deepcopy(results)
        for field in second.iter(w("sdt")):
            if tag_of(field).endswith(".text"):
                write(field, "Tre fick jobb.")
            elif tag_of(field).endswith(".value"):
                write(field, "3")
        body.insert(len(body) - 1, second)

    for edits in ((copied,), (copied, without_fields)):
        composed, issues = read(edited(empty, typed(ANSWERS), *edits))
        assert composed.tree["organisations"] == [
            *TREE["organisations"],
            {"name": "Region", "role": "funder"},
        ]
        assert composed.tree["results"] == [
            *TREE["results"],
            {"text": "Tre fick jobb.", "value": "3"},
        ]
        assert told(issues) == []


def test_a_deleted_row_moves_no_answer_to_another_result(empty: bytes, read: Read) -> None:
    more = {"results.0.text": "Ett.", "results.2.text": "Tre.", "results.2.unit": "%"}

    def without_units(root: Element) -> None:
        table, row = row_of(root, "results.0.unit")
        table.remove(row)

    for edits in ((without_units,), (without_fields,)):
        composed, _issues = read(edited(empty, typed(ANSWERS | more), *edits))
        assert composed.tree["results"] == [
            {"text": "Ett."},
            *TREE["results"],
            {"text": "Tre.", "unit": "%"},
        ]


def test_tracked_changes_count_as_their_reader_sees_them(empty: bytes, read: Read) -> None:
    def tracked(root: Element) -> None:
        field = next(one for one in root.iter(w("sdt")) if tag_of(one) == "title")
        inside = field.find(w("sdtContent"))
        assert inside is not None
        run = inside[0]
        gone, come = Element(w("del")), Element(w("ins"))
        SubElement(SubElement(gone, w("r")), w("delText")).text = " på torget"
        SubElement(SubElement(come, w("r")), w("t")).text = " vid ån"
        SubElement(SubElement(inside, w("r")), w("commentReference"))
        inside[:] = [run, gone, come]

    composed, issues = read(edited(empty, typed(ANSWERS), tracked))
    assert composed.tree["title"] == "Cykelverkstad i mejeriet vid ån"
    assert told(issues) == []


def test_a_deleted_row_under_track_changes_is_not_there(empty: bytes, read: Read) -> None:
    def tracked(root: Element) -> None:
        _table, row = row_of(root, "organisations.0.name")
        properties = row.find(w("trPr"))
        assert properties is not None
        SubElement(properties, w("del"))

    composed, _issues = read(edited(empty, typed(ANSWERS), tracked))
    assert "organisations" not in composed.tree


def test_text_that_belongs_to_no_question_is_told(empty: bytes, read: Read) -> None:
    def notes(root: Element) -> None:
        root[0].insert(3, paragraph("Ring mig gärna! Anna"))
        labels, _row = row_of(root, "title")
        cell = next(labels.iter(w("tc")))
        cell.append(paragraph("Eller heter det Cykelkök?"))

    composed, issues = read(edited(empty, typed(ANSWERS), notes))
    assert composed.tree == TREE
    ends = " belongs to no question and was left out. Move it to an answer if it matters."
    assert [sentence for _place, sentence in told(issues)] == [
        f"“Ring mig gärna! Anna”{ends}",
        f"“Eller heter det Cykelkök?”{ends}",
    ]


def test_text_boxes_footnotes_and_pictures_are_told(empty: bytes, read: Read) -> None:
    box = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>I en ruta</w:t></w:r></w:p>"
    data = inserted(empty, f"{box}</w:txbxContent></w:pict></w:r></w:p>")
    notes = (
        f'<w:footnotes xmlns:w="{w("")[1:-1]}"><w:footnote w:type="separator"><w:p/></w:footnote>'
        "<w:footnote><w:p><w:r><w:t>Längst ner</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    data = with_members(data, word__footnotes_dot_xml=notes.encode(), word__media__a_dot_png=b"x")
    _composed, issues = read(data)
    texts = [one.params for one in issues if one.code == "KB759"]
    assert texts == [{"text": "Längst ner"}, {"text": "I en ruta"}, {"pictures": "1"}]


def test_a_strange_hint_is_told_and_not_taken(empty: bytes, read: Read) -> None:
    def other_hint(root: Element) -> None:
        field = next(one for one in root.iter(w("sdt")) if tag_of(one) == "summary")
        text = next(field.iter(w("t")))
        text.text = "Klicka eller tryck här för att ange text."

    composed, issues = read(edited(empty, typed(ANSWERS), other_hint))
    assert "summary" not in composed.tree
    assert [one.code for one in issues] == ["KB759"]
    assert "looks like the hint of an empty field" in describe(issues[0])


def test_the_address_behind_a_link_is_taken(empty: bytes, read: Read) -> None:
    def linked(root: Element) -> None:
        field = next(one for one in root.iter(w("sdt")) if tag_of(one) == "links.0.url")
        inside = field.find(w("sdtContent"))
        assert inside is not None
        link = Element(w("hyperlink"), {f"{{{w('')[1:-1]}}}id": "x9"})
        link.extend(inside)
        inside[:] = [link]

    answers = ANSWERS | {"links.0.title": "Mer", "links.0.url": "vår hemsida"}
    data = related(edited(empty, typed(answers), linked), "hyperlink", "https://e.test/?a=1&amp;b")
    composed, _issues = read(data)
    assert composed.tree["links"] == [{"title": "Mer", "url": "https://e.test/?a=1&b"}]


def test_sources_keep_their_numbers_when_rows_stay_empty(empty: bytes, read: Read) -> None:
    more = {"sources.0.title": "Ett", "sources.2.title": "Tre", "results.1.source": "3, 1"}
    composed, _issues = read(edited(empty, typed(ANSWERS | more)))
    assert [one["title"] for one in composed.tree["sources"]] == ["Ett", "Tre"]  # type: ignore
    assert composed.tree["results"][0]["source"] == ["2", "1"]  # type: ignore


def test_a_letter_with_labels_instead_of_tables_is_read(content: Content, read: Read) -> None:
    with speaking("sv"):
        title, goals = (practice_form().get(name).label for name in ("title", "goals"))
    lines = [f"{title}: Cykelverkstad", goals, "Alla kan cykla.", "Hälsningar"]

    def letter(root: Element) -> None:
        root[0][:] = [paragraph(line) for line in lines]

    data = edited(render_word_form(content, "sv"), letter, has_properties=False)
    composed, _issues = read(data)
    assert composed.tree["title"] == "Cykelverkstad"
    assert composed.tree["goals"] == ["Alla kan cykla.", "Hälsningar"]


@pytest.mark.parametrize(
    "text",
    ["שלום עולם", "Café 🚲🚲 \u202eabc", "a" * 20_000, "<w:t>&amp;</w:t>", "%(label)s {0}", "=1+1"],
)
def test_strange_texts_come_through(empty: bytes, read: Read, text: str) -> None:
    composed, _issues = read(edited(empty, typed(ANSWERS | {"context": text})))
    assert composed.tree["context"] == text.replace("\u202e", "")


def test_a_form_twice_in_a_file_is_a_doubt(empty: bytes, read: Read) -> None:
    def doubled(root: Element) -> None:
        body = root[0]
        body[-1:-1] = [deepcopy(one) for one in body[:-1]]

    composed, issues = read(edited(empty, typed(ANSWERS), doubled))
    assert [one.code for one in issues if one.code == "KB707"]
    assert "title" not in composed.tree


def test_words_behind_a_hint_are_taken_and_told(empty: bytes, read: Read) -> None:
    answers = ANSWERS | {"summary": "Write here: Varje torsdag."}
    composed, issues = read(edited(empty, typed(answers), without_fields))
    assert composed.tree["summary"] == "Varje torsdag."
    assert [one.code for one in issues] == ["KB706"]


def test_a_table_pasted_into_an_answer_is_kept_line_by_line(empty: bytes, read: Read) -> None:
    def pasted(root: Element) -> None:
        table = SubElement(cell_of(root, "context"), w("tbl"))
        for words in (("År", "Cyklar"), ("2017", "40")):
            row = SubElement(table, w("tr"))
            for word in words:
                SubElement(row, w("tc")).append(paragraph(word))

    composed, issues = read(edited(empty, typed(ANSWERS), pasted))
    assert composed.tree["context"] == "År | Cyklar\n2017 | 40"
    assert told(issues) == []


def test_very_long_texts_end(empty: bytes, read: Read) -> None:
    spaces = " " * 300_000

    def long(root: Element) -> None:
        root[0].insert(3, paragraph(f"x{spaces}x"))
        cell_of(root, "topics.0").append(paragraph("Boende " * 30_000))

    _composed, issues = read(edited(empty, typed({"title": f"a{spaces}b" + "🚲" * 99_999}), long))
    assert "KB759" in [one.code for one in issues]
    assert "KB703" in [one.code for one in issues]


def test_a_form_is_read_by_the_words_it_was_made_with(empty: bytes, read: Read) -> None:
    with speaking("sv"):
        label, section = practice_form().get("title").label, practice_form().sections[0].title
    old = {label: "Rubrik förr", section: "Om exemplet förr"}
    members = members_of(edited(empty, typed(ANSWERS), without_fields))
    for name in (MAIN, "customXml/item1.xml"):
        text = members[name].decode()
        for new, former in old.items():
            assert f">{new}<" in text
            text = text.replace(f">{new}<", f">{former}<")
        members[name] = text.encode()
    composed, issues = read(packed(members))
    assert composed.tree == TREE
    assert told(issues) == []
