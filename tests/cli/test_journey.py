"""From a blank Word form to a published, searchable, translated entry, without an editor."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree.ElementTree import SubElement, tostring

import pytest

from kb.authoring.intake.opening import parse_xml
from kb.content.yamlfile import load_yaml
from tests.authoring.wordfiles import edited, typed
from tests.cli.conftest import Run

SHIPPED = Path(__file__).parents[2]
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
ENTRY = "se-lilla-backa-cykelverkstad-i-gamla-mejeriet"
ANSWERS = {
    "title": "Cykelverkstad i gamla mejeriet",
    "language": "svenska (Sverige)",
    "summary": "Varje torsdag lagar grannar cyklar tillsammans i byns gamla mejeri.",
    "topics.0": "Cykling",
    "topics.1": "volunteering",
    "target_groups.0": "Frivilliga",
    "location.country": "Sverige",
    "location.municipality": "Lilla Backa",
    "period.start": "mars 2024",
    "period.state": "pågår",
    "organisations.0.name": "Lilla Backa byalag",
    "organisations.0.role": "ledande",
    "context": "Bussen går två gånger om dagen.\n\nUtan cykel kommer man inte till jobbet.",
    "goals": "– Alla i byn ska ha en cykel.\n– Människor lär känna varandra.",
    "measures": "Verkstaden har öppet varje torsdag.",
    "transferability.text": "Det behövs en torr lokal och två personer som kan laga cyklar.",
    "sources.0.title": "Byalagets årsberättelse",
    "sources.0.date": "2025",
}
GERMAN = {
    "title": "Fahrradwerkstatt in der alten Molkerei",
    "summary": "Jeden Donnerstag reparieren Nachbarn in der alten Dorfmolkerei Fahrräder.",
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    root = tmp_path / "base"
    for name in ("practices", "locales"):
        shutil.copytree(SHIPPED / name, root / name)
    return root


def translated(sheet: str) -> str:
    """What an agency sends back: two texts in German."""
    root = parse_xml(sheet.encode())
    for unit in root.iter(f"{XLIFF}unit"):
        for segment in unit.iter(f"{XLIFF}segment"):
            if text := GERMAN.get(unit.attrib["name"]):
                SubElement(segment, f"{XLIFF}target").text = text
                segment.set("state", "translated")
    return tostring(root, encoding="unicode")


def test_from_a_blank_word_form_to_a_published_translated_entry(
    run: Run, shipped: Path, tmp_path: Path
) -> None:
    def kb(*args: str) -> str:
        done = run("--lang", "sv", *args, root=shipped)
        assert done.exit_code == 0, done.output + done.stderr
        return done.stdout

    blank, filled = tmp_path / "formulär.docx", tmp_path / "ifyllt.docx"
    kb("form", "--lang", "sv", "-o", str(blank))
    filled.write_bytes(edited(blank.read_bytes(), typed(ANSWERS)))

    kb("import", str(filled))
    path = shipped / "practices" / "se" / f"{ENTRY}.yaml"
    tree = load_yaml(path).value
    assert isinstance(tree, dict)
    assert tree["status"] == "draft"
    assert tree["topics"] == ["cycling", "volunteering"]
    assert tree["period"] == {"start": "2024-03", "state": "running"}
    assert ENTRY not in kb("search", "cykelverkstäder", "--limit", "50", "--json")

    kb("status", ENTRY, "submitted", "--by", "Lilla Backa byalag")
    kb("status", ENTRY, "published", "--by", "Leader Närheten")
    kb("check", "--strict")
    assert ENTRY in kb("search", "cykelverkstäder", "--limit", "50", "--json")

    kb("translate", "update", ENTRY)
    sheet = tmp_path / "de.xlf"
    kb("translate", "export", "--lang", "de", "--format", "xliff2", ENTRY, "-o", str(sheet))
    sheet.write_text(translated(sheet.read_text("utf-8")), "utf-8")
    kb("translate", "import", str(sheet))
    shown = run("--lang", "de", "show", ENTRY, root=shipped).stdout
    assert GERMAN["title"] in shown
    assert GERMAN["summary"] in " ".join(shown.split())
    found = run("--lang", "de", "search", "Molkerei Fahrräder", "--json", root=shipped).stdout
    assert ENTRY in found
    booklet = tmp_path / "heft.md"
    kb("export", ENTRY, "--lang", "de", "-o", str(booklet))
    assert GERMAN["title"] in booklet.read_text("utf-8")
