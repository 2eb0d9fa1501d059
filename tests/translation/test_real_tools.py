"""The tools translators use find nothing in the shipped catalogs that is not explained here."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kb.translation.pofile import parse_po

REPOSITORY = Path(__file__).parents[2]
LOCALES = REPOSITORY / "locales"

LEFT_OUT = {
    "acronyms": "an acronym may have another one in the other language, or be spelt out",
    "brackets": "names are explained in brackets for readers abroad",
    "doublewords": "knows no sentence ends and no capitals; test_no_word_stands_twice does",
    "doublequoting": "each language has its own quotation marks",
    "numbers": "kb translate check knows how each language writes numbers; this test does not",
    "puncspacing": "Finnish and Swedish put a space before % and inside large numbers",
    "sentencecount": "a long sentence is better cut in two",
    "simplecaps": "German writes nouns with capitals, the others do not",
    "singlequoting": "an apostrophe is an English genitive",
    "startcaps": "German keywords begin with capitals, those of other languages do not",
    "startpunc": "word order differs, so a quoted name may come first",
    "unchanged": "names stay as they are",
}
"""Tests of pofilter that ask for what good translations do not do."""
EXPLAINED: dict[tuple[str, str], str] = {
    ("endpunc", '"%(command)s --help" tells more.'): "the command stands last in the translation",
    ("endpunc", "No."): "Finnish and Swedish abbreviate without a full stop",
    ("endpunc", "lang"): "an abbreviation ends with a full stop",
    ("filepaths", "Wir sind Asyl / Wir sind aktiv"): "a title in two parts, no path",
    ("long", "IOP"): "an abbreviation that nobody knows abroad is spelt out",
    ("xmltags", "This file is not read because of its name or place."): "<country> is no tag",
    ("urls", "“%(value)s” is not a web address."): "no address, but how one begins",
}
"""(test, beginning of the source) → why the finding is none."""
PRONOUNS = {"de": {"das", "der", "die", "sie"}}
"""Words that may stand twice: „Menschen, die die Ausbildung abschlossen“."""


def test_msgfmt_accepts_every_catalog() -> None:
    assert shutil.which("msgfmt"), "msgfmt is missing: install gettext"
    catalogs = sorted(LOCALES.rglob("*.po"))
    assert len(catalogs) > 100
    for path in catalogs:
        done = subprocess.run(
            ["msgfmt", "--check", "-o", "/dev/null", path],
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, ""), path


def test_pofilter_finds_nothing_unexplained(tmp_path: Path) -> None:
    pofilter = shutil.which("pofilter")
    assert pofilter, 'pofilter is missing: pip install ".[translation]"'
    command = [pofilter, "--progress=none", "--excludefilter=isfuzzy"]
    command += [f"--excludefilter={name}" for name in LEFT_OUT]
    subprocess.run([*command, LOCALES, tmp_path], check=True, capture_output=True)
    found = {one for path in tmp_path.rglob("*.po") for one in _findings(path.read_text("utf-8"))}
    unexplained = [
        (test, source)
        for test, source in found
        if not any(test == name and source.startswith(start) for name, start in EXPLAINED)
    ]
    assert unexplained == []


def _findings(text: str) -> list[tuple[str, str]]:
    """(test, source) of everything pofilter wrote into a catalog."""
    return [
        (match[1], message.source)
        for message in parse_po(text).messages
        for comment in message.comments
        if (match := re.match(r"\(pofilter\) (\w+)", comment))
    ]


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
def test_no_word_stands_twice(lang: str) -> None:
    allowed = PRONOUNS.get(lang, set())
    for path in (LOCALES / lang).rglob("*.po"):
        for message in parse_po(path.read_text("utf-8")).messages:
            words = re.findall(r"\b(\w+) \1\b", message.text)
            assert set(words) <= allowed, (path, message.text)


@pytest.mark.parametrize("reason", LEFT_OUT.values())
def test_each_test_left_out_has_a_reason(reason: str) -> None:
    assert len(reason.split()) > 3
