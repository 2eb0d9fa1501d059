"""The tools translators use find nothing in the shipped catalogs that is not explained here."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LOCALES = REPOSITORY / "locales"

LEFT_OUT = {
    "acronyms": "an acronym may have another one in the other language, or be spelt out",
    "brackets": "names are explained in brackets for readers abroad",
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
EXPLAINED: dict[tuple[str, str, str], str] = {}
"""(catalog, field, test) → why the finding is none."""


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
    found = {
        (path.relative_to(tmp_path).as_posix(), field, test)
        for path in tmp_path.rglob("*.po")
        for field, test in _findings(path.read_text("utf-8"))
    }
    assert found == EXPLAINED.keys()


def _findings(text: str) -> list[tuple[str, str]]:
    """(field, test) of everything pofilter wrote into a catalog."""
    found = []
    for block in text.split("\n\n"):
        context = re.search(r'^msgctxt "(.*)"', block, re.MULTILINE)
        for test in re.findall(r"^# \(pofilter\) (\w+)", block, re.MULTILINE):
            found.append((context[1] if context else "", test))
    return found


@pytest.mark.parametrize("reason", LEFT_OUT.values())
def test_each_test_left_out_has_a_reason(reason: str) -> None:
    assert len(reason.split()) > 3
