"""`kb show`: records of every kind, whole, and nothing private."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from kb.cli.grid import Cell, render_grid
from kb.cli.output import Look, width_of
from kb.cli.page import Page
from kb.content.root import record_paths
from kb.content.store import load_content
from kb.export.description import Agenda, Item, Listing, Section, Stop, Text
from kb.export.records import KINDS, describe_record, get_record
from kb.export.shelf import Shelf
from kb.export.voices import Voices
from tests.cli.conftest import PRACTICES, SHIPPED, Run
from tests.export.sample import HOSTILE
from tests.factories import practice_data, write_base

CATALOG = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "title"
msgid "Sprachcafé am Dorfplatz"
msgstr "Kielikahvila kylän torilla"

# kb: draft
msgctxt "goals"
msgid "Zugewanderte sprechen Deutsch im Alltag."
msgstr "Maahanmuuttajat puhuvat saksaa arjessa."

#, fuzzy
msgctxt "summary"
msgid "Einmal in der Woche reden Zugewanderte und Einheimische miteinander."
msgstr "Kerran viikossa."
"""


@pytest.fixture
def translated_base(tmp_path: Path) -> Path:
    """The small base with a few Finnish passages."""
    write_base(tmp_path, PRACTICES)
    folder = tmp_path / "locales" / "fi" / "LC_MESSAGES" / "practices"
    folder.mkdir(parents=True)
    (folder / "at-sprachcafe.po").write_text(CATALOG, "utf-8")
    return tmp_path


def test_whole_entry(run: Run) -> None:
    result = run("show", "at-sprachcafe", "--lang", "de-AT")
    assert (result.exit_code, result.stderr) == (0, "")
    text = result.stdout
    assert text.startswith("Sprachcafé am Dorfplatz\n\nEinmal in der Woche")
    for piece in (
        "Ort             Lungau, Österreich · AT32",
        "Zeitraum        ab 14. Oktober 2016, Regelbetrieb",
        "Themen          Sprachcafé",
        "Zielgruppen     Zugewanderte",
        "Organisationen  Verein am Dorfplatz (at-verein) · federführend\n",
        "\n                Land · fördernde Stelle",
        "Förderung       € 18.000 · gesamt · LEADER",
        "Lizenz          CC-BY-4.0",
        "Status          veröffentlicht, vollständig",
        "Kennung         at-sprachcafe",
        "Ausgangslage\nIm Dorf gab es wenig Gelegenheit",
        "Ziele\n- Zugewanderte sprechen",
        "- Vierzig Menschen kommen. (Gäste: 1.040,5 Besuche · 31. Dezember 2017 · laut",
        " · laut Bericht) [1]",
        "Hürden\n- Im Winter kam niemand.\n  Was geholfen hat: Ein Fahrdienst.",
        "Termine\n- Nächstes Treffen · Termin wird noch bekannt gegeben",
        "Verwandte Praxisbeispiele\n- Kylätalo täynnä elämää [Finnisch] (fi-kylatalo)",
        "Quellen\n1. Homepage des Vereins · https://example.org/sprachcafe",
    ):
        assert piece.replace("\xa0", " ") in text.replace("\xa0", " "), piece


def test_numbers_and_dates_follow_the_reader(run: Run) -> None:
    english = run("show", "at-sprachcafe", "--lang", "en").stdout
    assert "€18,000 · total" in english
    assert "31 December 2017" in english
    finnish = run("show", "fi-kylatalo", "--lang", "fi").stdout
    assert "Ajanjakso" in finnish
    assert "2019 – 2021, päättynyt" in finnish


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_person_without_consent_is_never_shown(
    form: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    contacts = [
        {"name": "Erika Privat", "email": "erika@example.org"},
        {"organisation": "Amt", "name": "Hans Heimlich", "role": "Leiter", "phone": "+43 1"},
        {"organisation": "Verein", "email": "post@example.org", "url": "https://example.org"},
        {"name": "Olga Offen", "phone": "+43 2", "consent": {"given_on": "2020-01-02"}},
    ]
    write_base(tmp_path, [practice_data(contacts=contacts)])
    stdout = run("show", "at-sprachcafe", *form, root=tmp_path).stdout
    for shown in ("Amt", "Verein", "https://example.org", "Olga Offen", "+43 2"):
        assert shown in stdout
    for hidden in ("Erika", "erika@", "Hans", "Leiter", "+43 1", "post@"):
        assert hidden not in stdout


def test_contacts_stand_on_one_line(run: Run) -> None:
    stdout = run("show", "at-sprachcafe").stdout
    assert "\n- Verein · https://example.org\n" in stdout
    assert "\n- Olga Offen, Leitung · olga@example.org\n" in stdout


def test_json_is_the_record(run: Run) -> None:
    result = run("show", "at-sprachcafe", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    practice = json.loads(result.stdout)["practice"]
    assert practice["id"] == "at-sprachcafe"
    assert practice["level"] == "full"
    assert practice["period"]["start"] == "2016-10-14"
    assert practice["funding"][0]["amount"] == "18000"
    assert practice["language"] == "de-AT"


def test_former_id_leads_to_the_entry(run: Run) -> None:
    assert run("show", "at-altes-sprachcafe").stdout.startswith("Sprachcafé am Dorfplatz")


def test_draft_is_shown_when_asked_for_by_id(run: Run) -> None:
    assert "Status         draft, full" in run("show", "at-entwurf").stdout


def test_unknown_id_names_the_nearest(run: Run) -> None:
    result = run("show", "sprachcafe")
    assert (result.exit_code, result.stdout) == (2, "")
    sentence = 'There is no record "sprachcafe". Did you mean "at-sprachcafe"?'
    assert result.stderr == f"Error: {sentence}\n"


def test_id_that_is_a_path_is_unknown(run: Run) -> None:
    result = run("show", "../partners/at-verein")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: There is no record")


def test_faulty_entry_is_not_shown(run: Run, faulty_base: Path) -> None:
    result = run("show", "at-kaputt", root=faulty_base)
    assert (result.exit_code, result.stdout) == (3, "")
    assert '"kb check practices/at/at-kaputt.yaml" lists them.' in result.stderr


def test_translated_texts_come_with_their_state(run: Run, translated_base: Path) -> None:
    text = run("show", "at-sprachcafe", "--lang", "fi", root=translated_base).stdout
    assert text.startswith(
        "Kielikahvila kylän torilla\n\nKerran viikossa. [käännös on alkuperäistä vanhempi]\n\n"
        "Alkukieli: saksa."
    )
    assert "- Maahanmuuttajat puhuvat saksaa arjessa. [käännöstä ei ole vielä tarkistettu]" in text
    assert "- Der Verein öffnet jeden Mittwoch sein Café. [saksa]" in text


def test_untranslated_entry_says_so_once(run: Run, translated_base: Path) -> None:
    text = run("show", "at-sprachcafe", "--lang", "sv", root=translated_base).stdout
    assert text.startswith("Sprachcafé am Dorfplatz [tyska]\n")
    assert text.count("[tyska]") == 1


# Records of other kinds

SOURCES = [{"title": "Protokoll", "url": "https://example.org/protokoll"}]
VISIT = {
    "language": "de-AT",
    "status": "draft",
    "title": "Besuch im Tal",
    "summary": "Zwei Tage im Tal.",
    "host": "at-verein",
    "country": "AT",
    "place": "Lungau",
    "start": "2026-05-04",
    "end": "2026-05-05",
    "participants": [{"name": "Kylä ry", "country": "FI", "languages": ["fi"], "count": "3"}],
    "programme": [
        {
            "title": "Rundgang",
            "date": "2026-05-04",
            "start": "09:30",
            "end": "11:00",
            "practice": "at-sprachcafe",
        }
    ],
    "practices": ["at-sprachcafe"],
    "further_practices": ["fi-kylatalo", "at-niemand"],
    "questions": ["Wer kommt?"],
    "part_of": "rahmen",
    "sources": SOURCES,
}
GROUP = {
    "language": "de-AT",
    "status": "published",
    "name": "Arbeitskreis im Tal",
    "host": "at-verein",
    "country": "AT",
    "purpose": ["Einander kennenlernen."],
    "work": ["Der Kreis tagt mit Moderation."],
    "members": "Vereine und Gemeinden.",
    "steering": [{"partner": "at-verein"}, {"name": "Pfarre"}],
    "meetings": [{"title": "Nächste Sitzung", "date": "tba"}],
    "press": [{"title": "Neuer Kreis", "publisher": "Bote", "date": "2017-02"}],
    "small_projects": [
        {"title": "Nähstube", "text": "Sie näht.", "practice": "at-sprachcafe"},
    ],
    "homepage": "https://kreis.example.org",
    "part_of": "rahmen",
    "sources": SOURCES,
}
PROJECT = {
    "language": "de-AT",
    "status": "published",
    "title": "Gemeinsam auf dem Land",
    "acronym": "GAL",
    "lead": "at-verein",
    "focus": [{"country": "AT", "text": "Ehrenamt."}],
    "claims": [
        {
            "registry": "Register A",
            "amount": "600000",
            "currency": "EUR",
            "scope": "total",
            "fund": "LEADER",
            "share": "65",
            "start": "2016",
            "parts": [{"label": "ELER", "amount": "252000"}],
            "note": "Deutschland fehlt.",
        },
        {"registry": "Register B", "amount": "543938.90", "currency": "EUR", "scope": "total"},
    ],
}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with a record of each kind; the visit is a draft."""
    return write_base(
        tmp_path_factory.mktemp("network"),
        [*PRACTICES[1:], {**PRACTICES[0], "part_of": "rahmen"}],
        groups={"at-kreis": GROUP},
        visits={"at-besuch": VISIT},
        projects={"rahmen": PROJECT},
    )


@pytest.mark.parametrize(
    ("record_id", "pieces"),
    [
        (
            "at-besuch",
            (
                "Besuch im Tal\n\nZwei Tage im Tal.\n",
                "4.–5. Mai 2026",
                "Verein am Dorfplatz (at-verein)",
                "GAL: Gemeinsam auf dem Land (rahmen)",
                "Entwurf",
                "\nMontag, 4. Mai 2026\n- 09:30–11:00 · Rundgang (at-sprachcafe)\n",
                "- Kylä ry · Finnland · Finnisch · 3 Personen",
                "- Wer kommt?",
                "- Sprachcafé am Dorfplatz (at-sprachcafe)",
                "- Kylätalo täynnä elämää [Finnisch] (fi-kylatalo)\n- at-niemand\n",
                "1. Protokoll · https://example.org/protokoll",
            ),
        ),
        (
            "at-kreis",
            (
                "Arbeitskreis im Tal\n",
                "Verein am Dorfplatz (at-verein)\n",
                "  https://kreis.example.org\n",
                "- Einander kennenlernen.",
                "- Der Kreis tagt mit Moderation.",
                "\nVereine und Gemeinden.\n",
                "- Verein am Dorfplatz (at-verein)\n- Pfarre\n",
                "- Nächste Sitzung · Termin wird noch bekannt gegeben",
                "- Nähstube (at-sprachcafe) · Sie näht.",
                "- Neuer Kreis · Bote · Februar 2017",
            ),
        ),
        (
            "at-verein",
            (
                "Verein am Dorfplatz\n",
                "- Sprachcafé am Dorfplatz (at-sprachcafe) · federführend",
                "- Arbeitskreis im Tal (at-kreis) · ",
                "- Gemeinsam auf dem Land (rahmen) · federführend",
                "- Besuch im Tal (at-besuch) · 4.–5. Mai 2026",
            ),
        ),
        (
            "rahmen",
            (
                "Gemeinsam auf dem Land\n",
                "- Österreich: Ehrenamt.",
                "    ELER: 252.000 €\n",
            ),
        ),
    ],
)
def test_whole_record_of_each_kind(
    record_id: str, pieces: tuple[str, ...], network: Path, run: Run
) -> None:
    result = run("show", record_id, "--lang", "de", root=network)
    assert (result.exit_code, result.stderr) == (0, "")
    text = result.stdout.replace("\xa0", " ")
    assert text.startswith(pieces[0])
    for piece in pieces:
        assert piece in text, piece
    assert f"  {record_id}\n" in text


def test_claims_of_registers_stand_side_by_side(network: Path, run: Run) -> None:
    stdout = run("show", "rahmen", "--lang", "de", root=network).stdout
    lines = [" ".join(line.split()) for line in stdout.splitlines()]
    first = lines.index("Register A 600.000 € gesamt LEADER · 65 % ab 2016 Deutschland fehlt.")
    assert lines[first + 1 : first + 3] == ["ELER: 252.000 €", "Register B 543.938,90 € gesamt"]
    assert "571" not in stdout
    assert "1.143" not in stdout


@pytest.mark.parametrize(
    ("kind", "record_id"),
    [
        ("practice", "at-sprachcafe"),
        ("visit", "at-besuch"),
        ("group", "at-kreis"),
        ("partner", "at-verein"),
        ("project", "rahmen"),
    ],
)
def test_json_names_the_kind(kind: str, record_id: str, network: Path, run: Run) -> None:
    shown = json.loads(run("show", record_id, "--json", root=network).stdout)
    assert list(shown) == [kind, "lang", "texts"]
    assert shown[kind]["id"] == record_id
    assert ("level" in shown[kind]) == (kind == "practice")


def test_a_practice_comes_before_a_visit_of_the_same_id(tmp_path: Path, run: Run) -> None:
    write_base(tmp_path, [practice_data()], visits={"at-sprachcafe": VISIT})
    assert run("show", "at-sprachcafe", root=tmp_path).stdout.startswith("Sprachcafé")


def test_former_ids_of_partners_and_visits(tmp_path: Path, run: Run) -> None:
    write_base(tmp_path, visits={"at-besuch": {**VISIT, "former_ids": ["at-reise"]}})
    assert run("show", "at-reise", root=tmp_path).stdout.startswith("Besuch im Tal")


def test_the_nearest_id_may_be_of_any_kind(network: Path, run: Run) -> None:
    for typed, near in (("at-kries", "at-kreis"), ("ramen", "rahmen"), ("at-verien", "at-verein")):
        assert f'Did you mean "{near}"?' in run("show", typed, root=network).stderr


def test_faulty_visit_is_not_shown(tmp_path: Path, run: Run) -> None:
    write_base(tmp_path, visits={"at-besuch": {**VISIT, "start": "bald"}})
    result = run("show", "at-besuch", root=tmp_path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert '"kb check practices/visits/at-besuch.yaml" lists them.' in result.stderr


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en", "pt-BR"])
def test_every_shipped_record_can_be_shown(lang: str) -> None:
    shelf = Shelf(load_content(SHIPPED), (), None)
    voices = Voices(shelf, (lang,))
    for kind in KINDS:
        for record_id in (one.stem for one in record_paths(shelf.root, kind)):
            section = describe_record(voices, get_record(shelf, record_id).record)
            for width in (None, 40, 80):
                lines = list(Page(section, Look(width)).lines())
                assert lines[0]
                assert not any(line != line.rstrip() for line in lines)
                assert "\n\n\n" not in "\n".join(lines)


# How it is laid out


def words(text: str) -> tuple[Text, ...]:
    return (Text(text, "en"),)


def lines_of(*blocks: Listing | Agenda, width: int | None = None) -> list[str]:
    page = Page(Section("x", words("Title"), "part", blocks), Look(width))
    return [click.unstyle(line) for line in page.lines()][2:]


def test_facts_behind_a_sentence_stand_in_brackets() -> None:
    items = (
        Item(words("It grew."), details=words("2017"), sources=(1, 2)),
        Item(words("Verein e. V."), details=words("Austria"), url="https://example.org/a"),
        Item(
            words("Page"), details=words("2017 · example.org"), url="https://www.example.org/2017"
        ),
    )
    assert lines_of(Listing(items)) == [
        "- It grew. (2017) [1, 2]",
        "- Verein e. V. · Austria · https://example.org/a",
        "- Page · 2017 · https://www.example.org/2017",
    ]


def test_no_line_begins_with_the_sign_between_facts() -> None:
    item = Item(words("eleven char"), details=words("of them are here"))
    for width in range(20, 40):
        assert not [line for line in lines_of(Listing((item,)), width=width) if "  ·" in line]


def test_stops_stand_below_their_day() -> None:
    heads = (words("Day"), words("Time"), words("What"), words("Where"))
    stops = (
        Stop(words("Monday"), words("9:00"), words("Walk"), words("Garden"), target="at-garten"),
        Stop(words("Monday"), (), words("Talk"), (), words("Bring paper.")),
        Stop(words("Tuesday"), (), words("Home"), ()),
    )
    assert lines_of(Agenda(heads, stops)) == [
        "Monday",
        "- 9:00 · Walk (at-garten) · Garden",
        "- Talk · Bring paper.",
        "Tuesday",
        "- Home",
    ]


HEADS = ("Register", "Amount", "Period", "Note")
ROWS = (
    (Cell("Register of the north", "in Finnish", "https://x.at"), Cell("€18,000"),
     Cell("14 October 2016 – 14 October 2019"), Cell("A share, and not the whole of it.")),
    (Cell("South"), Cell("€251,500"), Cell(""), Cell("")),
)  # fmt: skip


def grid(width: int | None) -> list[str]:
    return [click.unstyle(line) for line in render_grid(HEADS, ROWS, (1,), Look(width))]


def test_a_grid_has_one_line_for_each_row_in_a_pipe() -> None:
    assert grid(None) == [
        "Register                 Amount  Period                             Note",
        "Register of the north   €18,000  14 October 2016 – 14 October 2019  "
        "A share, and not the whole of it.",
        "    in Finnish · https://x.at",
        "South                  €251,500",
    ]


def test_columns_without_room_stand_below_their_rows() -> None:
    assert grid(60) == [
        "Register                 Amount  Period",
        "Register of the north   €18,000  14 October 2016 – 14",
        "                                 October 2019",
        "    in Finnish · A share, and not the whole of it. ·",
        "    https://x.at",
        "South                  €251,500",
    ]
    assert grid(20)[:3] == ["Register", "Register of the", "north"]


@pytest.mark.parametrize("width", [None, 20, 33, 60, 80, 200])
def test_a_grid_loses_nothing_and_fits(width: int | None) -> None:
    lines = grid(width)
    shown = "".join(lines).replace(" ", "")
    for row in ROWS:
        for cell in row:
            assert all(word in shown for word in "".join(cell.words).split())
    if width:
        assert all(width_of(line) <= width for line in lines)


@pytest.mark.parametrize("width", [None, 40])
def test_control_characters_never_reach_the_terminal(width: int | None) -> None:
    hostile = f"{HOSTILE}\x1b[31m\x07\x9b"
    items = (Item(words(hostile), details=words(hostile), label=words(hostile)),)
    section = Section("x", words("Title"), "part", (Listing(items),))
    below_title = list(Page(section, Look(width)).lines())[1:]
    rows = [(Cell(hostile, hostile, hostile), Cell(hostile))]
    below_heads = list(render_grid(("A", "B"), rows, (), Look(width)))[1:]
    assert not {"\x1b", "\x07", "\x9b"} & set("".join((*below_title, *below_heads)))
