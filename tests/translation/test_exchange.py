"""What comes back from translators: taken, kept or refused, and never a loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError, UsageError
from kb.translation.exchange import Taking, review_messages, signed, take_messages
from kb.translation.pofile import Message, PoFile, format_po, parse_po
from kb.translation.workshop import SUFFIXES
from tests.translation.workbench import ID, Workbench

HEADER = Message("", "", "Language: fi\n")
DRAFT = ("kb: draft",)
REVIEWED = ("kb: reviewed 2026-01-02 Maija",)
OPEN = Message("goals", "Offen")
DRAFTED = Message("goals", "Entwurf", "Luonnos", comments=DRAFT)
STALE = Message("goals", "Neu", "Vanha", flags=("fuzzy",), previous="Alt")
DONE = Message("goals", "Fertig", "Valmis", comments=REVIEWED)
GONE = Message("goals", "Weg", "Poissa", is_obsolete=True)
CATALOG = PoFile((HEADER, OPEN, DRAFTED, STALE, DONE, GONE))
LISTS = ("goals",)


def take(*incoming: Message, machine: bool = False) -> tuple[dict[str, Message], Taking]:
    """Messages by source after the import."""
    catalog, taking = take_messages(CATALOG, incoming, LISTS, is_machine=machine)
    assert parse_po(format_po(catalog)).messages == catalog.messages
    return {one.source: one for one in catalog.messages}, taking


def test_what_came_back_as_it_went_changes_nothing() -> None:
    catalog, taking = take_messages(CATALOG, CATALOG.messages, LISTS, is_machine=False)
    assert catalog == CATALOG
    assert taking == Taking(unchanged=3)


def test_a_translator_fills_changes_and_confirms() -> None:
    found, taking = take(
        replace(OPEN, text="Auki"),
        replace(DRAFTED, text="Parempi"),
        replace(STALE, flags=(), previous=None),
        replace(DONE, text="Ihan valmis"),
    )
    assert taking == Taking(new=1, changed=2, confirmed=1)
    assert (found["Entwurf"].text, found["Entwurf"].comments) == ("Parempi", ())
    assert (found["Neu"].text, found["Neu"].flags, found["Neu"].previous) == ("Vanha", (), None)
    assert found["Fertig"].text == "Ihan valmis"


def test_a_draft_without_its_mark_is_confirmed() -> None:
    found, taking = take(replace(DRAFTED, comments=("Passt.",)))
    assert (found["Entwurf"].comments, taking.confirmed) == (("Passt.",), 1)


def test_empty_texts_erase_nothing() -> None:
    blank = [
        replace(one, text=text) for one in (DRAFTED, STALE, DONE) for text in ("", " \n\u00a0")
    ]
    catalog, taking = take_messages(CATALOG, blank, LISTS, is_machine=False)
    assert catalog == CATALOG
    assert taking == Taking()


def test_a_machine_fills_and_never_replaces_a_reviewed_text() -> None:
    made = (replace(one, text="kone", comments=(), flags=()) for one in CATALOG.messages[1:5])
    found, taking = take(*made, machine=True)
    assert taking == Taking(new=1, changed=2, kept=1)
    assert found["Fertig"] == DONE
    for source in ("Offen", "Entwurf", "Neu"):
        assert (found[source].text, found[source].comments) == ("kone", DRAFT)
    assert not found["Neu"].is_fuzzy


def test_a_file_that_calls_its_texts_drafts_is_believed() -> None:
    """Somebody imports a machine's file and forgets to say so."""
    found, taking = take(replace(OPEN, text="kone", comments=DRAFT),
                         replace(DONE, text="kone", comments=DRAFT))  # fmt: skip
    assert (found["Offen"].text, found["Offen"].comments) == ("kone", DRAFT)
    assert found["Fertig"] == DONE
    assert (taking.new, taking.kept) == (1, 1)
    same, _ = take(replace(DONE, comments=DRAFT))
    assert same["Fertig"] == DONE


def test_a_machine_confirms_nothing() -> None:
    found, _ = take(replace(STALE, flags=()), replace(DRAFTED, comments=()), machine=True)
    assert found["Entwurf"] == DRAFTED
    assert (found["Neu"].is_fuzzy, found["Neu"].comments) == (False, DRAFT)


def test_an_unsure_translator_marks_a_text_as_outdated() -> None:
    found, _ = take(replace(OPEN, text="Ehkä", flags=("fuzzy",)))
    assert found["Offen"].is_fuzzy


def test_a_late_translation_comes_in_as_outdated() -> None:
    late = Message("goals", "Offene Frage", "Avoin kysymys")
    catalog = PoFile((HEADER, Message("goals", "Offene Fragen", comments=("Frage",)), DONE))
    merged, taking = take_messages(catalog, [late], LISTS, is_machine=False)
    assert merged.messages[1] == Message(
        "goals", "Offene Fragen", "Avoin kysymys", comments=("Frage",), flags=("fuzzy",),
        previous="Offene Frage",
    )  # fmt: skip
    assert taking == Taking(outdated=1)


def test_a_late_translation_of_an_outdated_text_is_the_newer_one() -> None:
    found, _ = take(Message("goals", "Alt", "Parempi vanha"))
    assert (found["Neu"].text, found["Neu"].previous, found["Neu"].flags) == (
        "Parempi vanha", "Alt", ("fuzzy",),
    )  # fmt: skip
    kept, _ = take(Message("goals", "Alt", "kone"), machine=True)
    assert kept["Neu"] == STALE


def test_a_late_translation_without_a_place_is_kept_as_obsolete() -> None:
    found, _ = take(
        Message("goals", "Ganz etwas anderes", "Jotain muuta"), Message("goals", "Weg", "Pois")
    )
    assert found["Ganz etwas anderes"].is_obsolete
    assert (found["Weg"].text, found["Weg"].is_obsolete) == ("Pois", True)


def test_texts_of_unknown_fields_are_told() -> None:
    catalog, taking = take_messages(
        CATALOG, [Message("nowhere", "Was?", "Mitä?")], LISTS, is_machine=False
    )
    assert catalog == CATALOG
    assert taking.unknown == ["Was?"]


def test_control_characters_and_loose_line_ends_are_cleaned() -> None:
    found, _ = take(replace(OPEN, text="\n A\0u\x1bki\n"))
    assert found["Offen"].text == "Auki"


texts = st.sampled_from(["", "yksi", "kaksi", "kolme"])
comments = st.sampled_from([(), DRAFT, REVIEWED, ("kb: ignore number: x",)])
flags = st.sampled_from([(), ("fuzzy",)])
some = st.lists(
    st.builds(
        Message, st.sampled_from(["goals", "title"]), st.sampled_from(["Ein Ziel", "Zwei Ziele"]),
        texts, comments, flags=flags,
    ),
    max_size=4,
    unique_by=lambda one: one.key,
)  # fmt: skip


@given(some, some, st.booleans())
def test_reviewed_texts_are_safe_from_machines(
    here: list[Message], incoming: list[Message], is_machine: bool
) -> None:
    catalog = PoFile((HEADER, *here))
    merged, _ = take_messages(catalog, incoming, LISTS, is_machine=is_machine)
    after = {one.key: one for one in merged.messages}
    assert parse_po(format_po(merged)).messages == merged.messages
    came = {one.key: one for one in incoming}
    for one in here:
        if one.text:
            assert after[one.key].text
        is_reviewed = one.text and not one.is_fuzzy and DRAFT[0] not in one.comments
        other = came.get(one.key)
        if is_reviewed and (is_machine or (other and DRAFT[0] in other.comments)):
            assert after[one.key].text == one.text
            assert DRAFT[0] not in after[one.key].comments
    again, taking = take_messages(merged, incoming, LISTS, is_machine=is_machine)
    assert parse_po(format_po(again)).messages == again.messages
    assert (taking.new, taking.unknown) == (0, [one.source for one in incoming
            if one.text and one.context not in {o.context for o in here}])  # fmt: skip


def test_review_lifts_drafts_whole_or_by_field() -> None:
    title = Message("obstacles.remedy", "Geld", "Raha", comments=("Frage", *DRAFT))
    stale = replace(STALE, comments=DRAFT)
    catalog = PoFile((HEADER, DRAFTED, title, stale, OPEN))
    reviewed, number = review_messages(catalog, " Maija\nM ", date(2026, 11, 22), ["obstacles"])
    assert number == 1
    assert reviewed.messages[2].comments == ("Frage", "kb: reviewed 2026-11-22 Maija M")
    assert reviewed.messages[1] == DRAFTED
    whole, number = review_messages(catalog, "Maija", date(2026, 11, 22))
    assert number == 2
    assert whole.messages[3] == stale
    header = signed(whole, "Maija\nX: 1", "2026").messages[0]
    assert header.text == "Language: fi\nPO-Revision-Date: 2026\nLast-Translator: Maija X: 1\n"


# Through files

FORMS = tuple(SUFFIXES)


def written(bench: Workbench, form: str, lang: str = "fi") -> Path:
    (key,) = bench.workshop.find_keys([ID])
    path = bench.root.parent / f"back.{lang}.{'po' if form == 'po' else 'xlf'}"
    path.write_bytes(bench.workshop.export(key, lang, form))
    return path


def take_back(bench: Workbench, path: Path, **options: bool) -> Taking:
    one = bench.workshop.read_import(path, **options)
    bench.workshop.write_import(one, "Maija")
    return one.taking


@pytest.mark.parametrize("form", FORMS)
def test_each_format_comes_back_as_it_went(filled: Workbench, form: str) -> None:
    filled.fill("fi", comments=DRAFT)
    before = filled.states()
    taking = take_back(filled, written(filled, form))
    assert (taking.unchanged, taking.new, taking.changed, taking.confirmed) == (7, 0, 0, 0)
    assert filled.states() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_source_edited_meanwhile_makes_the_translation_outdated(
    bench: Workbench, form: str
) -> None:
    bench.update()
    path = written(bench, form)
    other = Workbench(bench.root.parent / "translator")
    other.update()
    other.fill("fi")
    path = written(other, form)
    bench.edit(measures=["Der Verein öffnet jeden Mittwoch und Samstag sein Café."])
    taking = take_back(bench, path)
    assert (taking.new, taking.outdated) == (6, 1)
    assert bench.states()["fi"] == {"translated": 6, "stale": 1}
    assert bench.update().written == [bench.path("fi"), bench.path("sv"), bench.path("en")][1:]


def test_nothing_is_written_until_asked(filled: Workbench) -> None:
    path = written(filled, "po")
    path.write_text(path.read_text("utf-8").replace("fi[", "uusi["), "utf-8")
    before = filled.snapshot()
    assert filled.workshop.read_import(path).taking.changed == 7
    assert filled.snapshot() == before


GOOD = {"Project-Id-Version": ID, "Language": "fi", "Content-Type": "text/plain; charset=UTF-8"}


def foreign(header: Mapping[str, str], body: str) -> str:
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in header.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n{body}'


OURS = 'msgctxt "title"\nmsgid "Sprachcafé am Dorfplatz"\nmsgstr "Kahvila"\n'
REFUSED = {
    "no such record": foreign({**GOOD, "Project-Id-Version": "at-anderes"}, OURS),
    "a path as id": foreign({**GOOD, "Project-Id-Version": "../../x"}, OURS),
    "a path as language": foreign({**GOOD, "Language": "../.."}, OURS),
    "no such language": foreign({**GOOD, "Language": "fr"}, OURS),
    "no language": foreign({**GOOD, "Language": ""}, OURS),
    "its own language": foreign({**GOOD, "Language": "de"}, OURS),
    "another charset": foreign({**GOOD, "Content-Type": "text/plain; charset=latin1"}, OURS),
    "no header": OURS,
    "nothing": "",
    "foreign texts": foreign(GOOD, 'msgid "File"\nmsgstr "Tiedosto"\n'),
    "damaged": foreign(GOOD, OURS) + "<<<<<<< HEAD\n",
    "no PO file": "\0\1\2",
    "half an XLIFF": '<?xml version="1.0"?><xliff version="1.2"><file>',
    "another XML": '<?xml version="1.0"?><html/>',
}


@pytest.mark.parametrize("name", REFUSED)
def test_foreign_and_damaged_files_are_refused(filled: Workbench, name: str) -> None:
    before = filled.snapshot()
    path = filled.root.parent / "back.po"
    path.write_text(REFUSED[name], "utf-8")
    with pytest.raises(KbError) as caught:
        filled.workshop.read_import(path)
    assert not isinstance(caught.value, UsageError)
    assert str(caught.value)
    assert filled.snapshot() == before


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_a_catalog(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-bytes"
    bench = Workbench(folder)
    path = folder / f"{ID}.po"
    path.write_bytes(data)
    with pytest.raises(KbError):
        bench.workshop.read_import(path)


def test_a_file_that_cannot_be_read_is_told(filled: Workbench, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "not-there.po"):
        with pytest.raises(KbError, match="cannot be read"):
            filled.workshop.read_import(path)


def test_an_import_for_a_renamed_practice_moves_its_catalog(filled: Workbench) -> None:
    filled.edit("at-neu", former_ids=[ID])
    (filled.root / f"practices/at/{ID}.yaml").unlink()
    (key,) = filled.workshop.find_keys(["at-neu"])
    data = filled.workshop.export(key, "fi", "po").decode("utf-8")
    path = filled.root.parent / "back.po"
    path.write_text(
        data.replace(f"Project-Id-Version: {ID}", "Project-Id-Version: at-neu"), "utf-8"
    )
    take_back(filled, path)
    assert filled.path("fi", "at-neu").is_file()
    assert not filled.path("fi").exists()
    assert filled.states("at-neu")["fi"] == {"translated": 7}


def test_review_of_a_whole_record_or_a_field(filled: Workbench) -> None:
    filled.fill("fi", comments=DRAFT)
    assert filled.workshop.review([ID], "fi", "Maija", ["goals"]) == (1, 6)
    assert filled.states()["fi"] == {"translated": 1, "draft": 6}
    assert filled.workshop.review([ID], "fi", "Maija") == (6, 0)
    assert filled.states()["fi"] == {"translated": 7}
    assert filled.workshop.review([ID], "fi", "Maija") == (0, 0)
    assert filled.catalog("fi").metadata()["last-translator"] == "Maija"
    assert filled.workshop.review([ID], "de", "Maija") == (0, 0)
    with pytest.raises(UsageError, match="goals"):
        filled.workshop.review([ID], "fi", "Maija", ["gaols"])


def test_a_name_no_file_can_hold_does_no_harm(filled: Workbench) -> None:
    filled.fill("fi", comments=DRAFT)
    filled.workshop.review([ID], "fi", "Ma\udcffja")
    assert "kb: reviewed" in filled.text("fi")
    assert "Ma?ja" in filled.text("fi")


def test_review_of_a_renamed_practice_moves_its_catalog(filled: Workbench) -> None:
    filled.fill("fi", comments=DRAFT)
    filled.edit("at-neu", former_ids=[ID])
    (filled.root / f"practices/at/{ID}.yaml").unlink()
    assert filled.workshop.review(["at-neu"], "fi", "Maija") == (7, 0)
    assert not filled.path("fi").exists()
    assert filled.states("at-neu")["fi"] == {"translated": 7}
