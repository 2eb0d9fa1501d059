"""The program knows no theme and no network: what it is about stands in the knowledge base.

Looked for are words of the theme of the knowledge base that comes along, its countries and their
codes, and its languages, in all strings and names of the code and in templates. Docstrings and the
examples of help pages may name them: they explain.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kb"
WORDS = re.compile(
    r"(?<![a-zäöå])("
    r"integrat\w*|immigra\w*|migra(?:nt|tion)\w*|refugee\w*|asylum\w*|newcomer\w*"
    r"|rural\w*|village\w*|leader|lags?|eafrd|eler|erdf|esf|amif|iira"
    r"|austria\w*|finland|finnish|sweden|swedish|german\w*"
    r"|lungau|halland|imst|närpes|närpiö|sprachcaf\w*|kielikahvil\w*"
    r")(?![a-zäöå])",
    re.IGNORECASE,
)
COUNTRIES = frozenset({"AT", "DE", "FI", "SE", "at", "se"})
LANGUAGES = frozenset({"de", "fi", "sv"})
TEMPLATES = frozenset({".j2", ".html", ".css", ".js", ".typ", ".yaml", ".yml", ".md"})

A_TABLE = "a table with a row for each language that has rules of its own; others work without"
AN_EXAMPLE = "an invented answer that shows the form of an entry"
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "words/languages.py": {
        **dict.fromkeys(("de", "fi", "sv", "german", "finnish", "swedish"), A_TABLE),
        "se": "Northern Sami, one of the languages that there is a dictionary for",
    },
    "translation/formats.py": dict.fromkeys(("fi", "sv"), A_TABLE),
    "translation/facts/writing.py": {"de": A_TABLE},
    "translation/facts/spokennumbers.py": dict.fromkeys(
        ("de", "fi", "sv", "german", "finnish", "swedish"), A_TABLE
    ),
    "authoring/advising/passives.py": dict.fromkeys(
        ("de", "fi", "sv", "german", "finnish", "swedish"), A_TABLE
    ),
    "authoring/advising/readability.py": {
        **dict.fromkeys(("de", "fi", "sv"), A_TABLE),
        "swedish": "the language that the bands of the index were made for",
    },
    "authoring/advising/advice.py": dict.fromkeys(
        ("german", "finnish", "swedish"), "says which languages a rule has been measured for"
    ),
    "cli/dialogue/newentry.py": {
        "lungau": "an example of an id, in the sentence that asks for one"
    },
    "cli/review.py": {"swedish": "the language that the bands of the index were made for"},
    "authoring/files/naming.py": {"de": "how one language does without its umlauts"},
    "authoring/form/wording.py": dict.fromkeys(("village",), AN_EXAMPLE),
    "content/valuekinds.py": dict.fromkeys(
        ("AT", "DE", "FI", "SE"), "examples of a code, for the list of fields"
    ),
    "content/findings/records.py": {
        "austria": "an example of a country's folder",
        "village": "an example of what coordinates point at",
    },
    "model/partner.py": {"lag": "a kind of organisation, as associations and companies are"},
    "export/partner.py": {"lag": "a kind of organisation, as associations and companies are"},
    "export/mapmarks.py": {"leader": "a line from a mark to its place, as map makers call it"},
    "export/outlines.py": {"FI": "Åland's code, put right in data of the whole earth"},
    "export/crosswalks/ewsi.yaml": dict.fromkeys(
        ("integration", "migrant", "immigrazione"),
        "name and address of a database with a form of its own",
    ),
    "export/crosswalks/eu-cap.yaml": dict.fromkeys(
        ("integration", "integrating", "immigrant", "immigrants", "rural", "leader", "eafrd"),
        "words and addresses of a database with a form of its own",
    ),
}
"""File → word or code → why it may stand there."""


def found_in(path: Path) -> set[str]:
    """Words of the theme, codes of countries and languages in one file."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return {one.lower() for one in WORDS.findall(text)}
    found: set[str] = set()
    for piece, is_name in pieces(ast.parse(text)):
        found |= {one.lower() for one in WORDS.findall(piece.replace("_", " "))}
        found |= set() if is_name else {piece} & (COUNTRIES | LANGUAGES)
    return found


def pieces(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """(text, whether it is a name) of the strings and names in some code.

    Not docstrings, nor what stands in `examples=`.
    """
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if is_docstring or (isinstance(child, ast.keyword) and child.arg == "examples"):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value, False
        elif isinstance(child, ast.Name):
            yield child.id, True
        elif isinstance(child, ast.ClassDef | ast.FunctionDef):
            yield child.name, True
        yield from pieces(child)


def files() -> list[Path]:
    wanted = (one for one in PACKAGE.rglob("*") if one.suffix in TEMPLATES | {".py"})
    hidden = ("__pycache__", "node_modules", "locales")
    return sorted(one for one in wanted if not {*one.parts} & {*hidden})


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_file_knows_the_theme(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    assert found_in(path) - ALLOWED.get(name, {}).keys() == set()


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_what_is_allowed_is_still_there(name: str) -> None:
    assert ALLOWED[name].keys() <= found_in(PACKAGE / name)


def test_what_is_looked_for_is_found(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text(
        '"""Of Austria."""\nREFUGEES = ["AT", "de", "Rural areas", "at home"]\n'
        'option(examples=[("kb search integration", "")])\n',
        "utf-8",
    )
    assert found_in(path) == {"refugees", "AT", "de", "rural"}
