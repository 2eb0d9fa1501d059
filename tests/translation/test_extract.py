"""From records to messages, by `kb` and by plain `pybabel extract`."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kb.content.yamlfile import load_yaml, parse_yaml
from kb.errors import KbError
from kb.translation.extract import TRANSLATED_KINDS, extract_document, extract_for_babel
from tests.factories import practice_data, write_base

ENTRY = """\
language: de-AT
status: draft
title: Sprachcafé
summary: >-
  Ein Satz über
  zwei Zeilen.
context: |
  Erster Absatz
  geht weiter.

  Zweiter Absatz.


  Dritter Absatz.
goals:
  - Alle reden.
  - "Keiner fehlt."
  - Alle reden.
obstacles:
  - {text: Im Winter kam niemand., remedy: Ein Fahrdienst.}
  - text: Kein Geld.
    remedy: Ein Fahrdienst.
keywords: [Kaffee, Kaffee]
topics: [language-cafe]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_base(
        tmp_path / "base",
        [practice_data()],
        groups={
            "at-kreis": {
                "language": "de-AT",
                "name": "Arbeitskreis",
                "purpose": ["Wir reden."],
                "country": "AT",
                "host": "at-verein",
            }
        },
    )
    (root / "practices/at/at-entry.yaml").write_text(ENTRY, "utf-8")
    return root


def pybabel(root: Path, *options: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    mapping = root / "mapping.cfg"
    mapping.write_text("[kb: practices/**.yaml]\n", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", mapping, *options],
        cwd=cwd or root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_each_paragraph_and_item_is_one_message_with_its_lines(root: Path) -> None:
    document = load_yaml(root / "practices/at/at-entry.yaml")
    messages = extract_document(document, "practice", "p.yaml")
    assert [(one.context, one.source, one.references) for one in messages] == [
        ("title", "Sprachcafé", ("p.yaml:3",)),
        ("summary", "Ein Satz über zwei Zeilen.", ("p.yaml:4",)),
        ("context", "Erster Absatz geht weiter.", ("p.yaml:7",)),
        ("context", "Zweiter Absatz.", ("p.yaml:11",)),
        ("context", "Dritter Absatz.", ("p.yaml:14",)),
        ("goals", "Alle reden.", ("p.yaml:16", "p.yaml:18")),
        ("goals", "Keiner fehlt.", ("p.yaml:17",)),
        ("obstacles.text", "Im Winter kam niemand.", ("p.yaml:20",)),
        ("obstacles.remedy", "Ein Fahrdienst.", ("p.yaml:20", "p.yaml:22")),
        ("obstacles.text", "Kein Geld.", ("p.yaml:21",)),
        ("keywords", "Kaffee", ("p.yaml:23",)),
    ]
    notes = {one.context: one.notes for one in messages}
    assert notes["title"] == ("title, up to 120 characters",)
    assert notes["goals"] == ("goals, up to 400 characters",)


def test_plain_pybabel_extracts_the_same(root: Path) -> None:
    done = pybabel(root, "-o", "all.pot", ".")
    assert (done.returncode, done.stderr) == (0, "")
    template = (root / "all.pot").read_bytes()
    found = {(one.context, one.id): one for one in read_po(io.BytesIO(template)) if one.id}
    for kind, name in (("practice", "at/at-entry"), ("partner", "partners/at-verein"),
                       ("group", "groups/at-kreis"), ("practice", "at/at-sprachcafe")):  # fmt: skip
        path = f"practices/{name}.yaml"
        for ours in extract_document(load_yaml(root / path), kind, path):
            theirs = found[ours.key]
            places = [f"{file}:{line}" for file, line in theirs.locations]
            assert set(ours.references) <= set(places)
            assert ours.notes[0] in theirs.auto_comments
    assert ("name", "Arbeitskreis") in found
    assert ("purpose", "Wir reden.") in found
    assert not any("Spracherwerb" in source for _, source in found)


def test_pybabel_works_from_elsewhere(root: Path, tmp_path: Path) -> None:
    done = pybabel(root, "-o", "all.pot", str(root), cwd=tmp_path)
    assert done.returncode == 0
    assert 'msgctxt "obstacles.remedy"' in (tmp_path / "all.pot").read_text("utf-8")


def test_a_faulty_file_fails_loudly(root: Path) -> None:
    (root / "practices/at/at-kaputt.yaml").write_text("title: a: b\n", "utf-8")
    done = pybabel(root, "-o", "all.pot", ".")
    assert done.returncode != 0
    assert "practices/at/at-kaputt.yaml" in done.stderr
    assert not (root / "all.pot").read_bytes()  # pybabel makes it before it begins


def test_files_that_hold_no_translated_record_give_nothing(root: Path, tmp_path: Path) -> None:
    for path in (root / "practices/kb.yaml", root / "practices/vocabulary/topics.yaml"):
        with path.open("rb") as file:
            assert not list(extract_for_babel(file, {}, (), {}))
    stray = tmp_path / "stray.yaml"
    stray.write_text(ENTRY, "utf-8")
    with stray.open("rb") as file:
        assert not list(extract_for_babel(file, {}, (), {}))


@pytest.mark.parametrize("kind", TRANSLATED_KINDS)
@pytest.mark.parametrize("text", ["", "- a", "a", "[" * 30, "language: de\ntitle: [x]\n", "\0"])
def test_no_yaml_breaks_it(kind: str, text: str, tmp_path: Path) -> None:
    document = parse_yaml(text.encode(), tmp_path / "at-a.yaml")
    with pytest.raises(KbError, match="has faults"):
        extract_document(document, kind, "p.yaml")
