"""Entries as a person would write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from kb.authoring.files.scalars import UnwritableTextError, write_scalar
from kb.authoring.files.yamltext import find_schema, render_entry
from kb.content.yamlfile import FieldPath, Tree, parse_yaml
from kb.model import Partner
from tests.authoring.trees import practices

LONG = "Der Verein lädt jeden Mittwoch zum Reden ein, und wer mag, bringt etwas zu essen mit. " * 2
ENTRY: dict[str, Tree] = {
    "title": "Sprachcafé: reden am Dorfplatz",
    "language": "de-AT",
    "context": f"{LONG.strip()}\n\nIm Winter kommt niemand.",
    "summary": "Reden hilft.",
    "goals": ["Deutsch im Alltag", LONG.strip()],
    "obstacles": [{"text": "Im Winter kam niemand.", "remedy": "Ein Fahrdienst."}],
    "topics": ["language-cafe", "housing"],
    "keywords": ["Café", "no"],
    "location": {"country": "AT", "lat": "47.1", "place": "Lungau, Tamsweg"},
    "organisations": [
        {"role": "lead", "partner": "at-verein"},
        {"name": "Land", "role": "funder", "url": "https://example.org/a?b=c"},
    ],
    "sources": [{"title": "Homepage", "url": "https://example.org", "date": "2017-04"}],
    "related": ["fi-kylatalo"],
    "contacts": [],
    "resources": "Zeile\nfür Zeile",
}
TEXT = """\
# yaml-language-server: $schema=../../docs/schema/practice.json
language: de-AT
title: "Sprachcafé: reden am Dorfplatz"
summary: Reden hilft.
context: >-
  Der Verein lädt jeden Mittwoch zum Reden ein, und wer mag, bringt etwas zu essen mit.
  Der Verein lädt jeden Mittwoch zum Reden ein, und wer mag, bringt etwas zu essen mit.

  Im Winter kommt niemand.
# Jedes Ziel in einem Satz.
#
# Höchstens fünf.
goals:
  - Deutsch im Alltag
  - >-
    Der Verein lädt jeden Mittwoch zum Reden ein, und wer mag, bringt etwas zu essen mit.
    Der Verein lädt jeden Mittwoch zum Reden ein, und wer mag, bringt etwas zu essen mit.
# Was geschieht?
obstacles:
  - text: Im Winter kam niemand.
    remedy: Ein Fahrdienst.
resources: |-
  Zeile
  für Zeile
topics: [language-cafe, housing]
keywords:
  - Café
  - "no"
location: {country: AT, place: "Lungau, Tamsweg", lat: 47.1}
organisations:
  - {partner: at-verein, role: lead}
  - {name: Land, role: funder, url: "https://example.org/a?b=c"}
sources:
  - title: Homepage
    url: "https://example.org"
    date: 2017-04
related:
  - fi-kylatalo
"""


def test_the_house_style() -> None:
    comments: dict[FieldPath, str] = {
        ("goals",): "Jedes Ziel in einem Satz.\n\nHöchstens fünf.",
        ("measures",): "Was geschieht?",
    }
    schema = "../../docs/schema/practice.json"
    assert render_entry(ENTRY, schema_line=schema, comments=comments) == TEXT


@given(practices())
def test_whatever_is_written_reads_back(tree: dict[str, Tree]) -> None:
    text = render_entry(tree)
    document = parse_yaml(text.encode(), Path("at-test.yaml"))
    assert document.value == tree
    assert not document.issues


def test_long_short_facts_stand_below_each_other() -> None:
    tree: dict[str, Tree] = {
        "name": "Verein",
        "languages": ["de"],
        "other_names": ["V"],
        "sources": [{"title": "S" * 120, "url": "https://example.org"}],
    }
    assert render_entry(tree, Partner) == (
        "name: Verein\nother_names:\n  - V\nlanguages: [de]\nsources:\n"
        f'  - title: {"S" * 120}\n    url: "https://example.org"\n'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("06426", "06426"),
        ("12:30", "12:30"),
        ("yes", '"yes"'),
        ("%", '"%"'),
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ('sagt "ja": \\', '"sagt \\"ja\\": \\\\"'),
        ("a\tb\n", '"a\\tb\\n"'),
    ],
)
def test_quotation_marks_only_where_they_are_needed(text: str, written: str) -> None:
    assert write_scalar(text, in_flow=False) == written


def test_commas_need_quotation_marks_in_brackets_only() -> None:
    assert write_scalar("a, b", in_flow=False) == "a, b"
    assert write_scalar("a, b", in_flow=True) == '"a, b"'


def test_a_sign_no_file_may_hold_is_named() -> None:
    with pytest.raises(UnwritableTextError, match=r"U\+000B"):
        render_entry({"title": "vor\x0bnach"})


def test_the_schema_is_found_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "practices" / "at" / "at-cafe.yaml"
    assert find_schema(tmp_path, path, "practice") is None
    schema = tmp_path / "docs" / "schema" / "practice.json"
    schema.parent.mkdir(parents=True)
    schema.write_text("{}", "utf-8")
    assert find_schema(tmp_path, path, "practice") == "../../docs/schema/practice.json"
