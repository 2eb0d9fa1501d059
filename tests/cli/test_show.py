"""`kb show`: the whole entry, and nothing private."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli.output import Look
from kb.cli.showtext import Page
from kb.knowledgebase import KnowledgeBase
from tests.cli.conftest import PRACTICES, SHIPPED, Run
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
        "Land            Österreich (Lungau, AT32)",
        "Zeitraum        ab 14. Oktober 2016, Regelbetrieb",
        "Themen          Sprachcafé",
        "Zielgruppen     Zugewanderte",
        "Organisationen  Verein am Dorfplatz (federführend)\n",
        "\n                Land (fördernde Stelle)",
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
    assert "\n- Olga Offen (Leitung) · olga@example.org\n" in stdout


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
    sentence = 'There is no practice "sprachcafe". Did you mean "at-sprachcafe"?'
    assert result.stderr == f"Error: {sentence}\n"


def test_id_that_is_a_path_is_unknown(run: Run) -> None:
    result = run("show", "../partners/at-verein")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: There is no practice")


def test_faulty_entry_is_not_shown(run: Run, faulty_base: Path) -> None:
    result = run("show", "at-kaputt", root=faulty_base)
    assert (result.exit_code, result.stdout) == (3, "")
    assert '"kb check practices/at/at-kaputt.yaml" lists them.' in result.stderr


def test_translated_texts_come_with_their_state(run: Run, translated_base: Path) -> None:
    text = run("show", "at-sprachcafe", "--lang", "fi", root=translated_base).stdout
    assert text.startswith(
        "Kielikahvila kylän torilla\n\nKerran viikossa. [käännös on alkuperäistä vanhempi"
    )
    assert "- Maahanmuuttajat puhuvat saksaa arjessa. [käännöstä ei ole vielä tarkistettu]" in text
    assert "- Der Verein öffnet jeden Mittwoch sein Café. [saksa]" in text


def test_untranslated_entry_says_so_once(run: Run, translated_base: Path) -> None:
    text = run("show", "at-sprachcafe", "--lang", "sv", root=translated_base).stdout
    assert text.startswith("Sprachcafé am Dorfplatz [tyska]\n")
    assert text.count("[tyska]") == 1


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en", "pt-BR"])
def test_every_shipped_entry_can_be_shown(lang: str) -> None:
    base = KnowledgeBase.open(SHIPPED)
    for practice in base.content.practices.values():
        for width in (None, 40, 80):
            lines = list(Page(base, practice, lang, Look(width)).lines())
            assert lines[0]
            assert not any(line != line.rstrip() for line in lines)
