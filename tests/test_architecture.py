"""The house: imports go up one list, and each third-party library has one room."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kb"
ORDER = [
    "version",
    "errors",
    "parallel",
    "cache",
    "model",
    "content",
    "words",
    "translation",
    "search",
    "export",
    "authoring",
    "knowledgebase",
    "web",
    "cli",
]
ROOMS = {
    "whoosh": {
        "search/whoosh_engine.py": "the engine",
        "words/languages.py": "its lists of stop words",
        "search/baselines.py": "the baseline it is measured against",
    },
    "yaml": {"content/yamlfile.py": "strict YAML"},
    "simplemma": {"words/dictionary.py": "word forms"},
    "marisa_trie": {"words/dictionary.py": "word forms"},
    "Stemmer": {"words/analysis.py": "stems"},
    "typst": {"export/pdf.py": "PDF"},
    "docx": {"export/word/file.py": "Word files"},
    "openpyxl": {
        "export/spreadsheet.py": "Excel workbooks",
        "authoring/intake/workbook/making.py": "the form as a workbook",
        "authoring/intake/workbook/prefilled.py": "entries in it",
        "authoring/intake/workbook/looks.py": "its looks",
        "authoring/intake/workbook/cells.py": "what number formats mean",
    },
    "icalendar": {"export/calendar.py": "calendars"},
    "rdflib": {"export/skos.py": "the vocabulary as SKOS"},
    "sentencex": {"export/sentences.py": "sentences"},
    "jinja2": {"export/html.py": "HTML", "web/rendering.py": "the type of what it makes"},
    "flask": {
        "web/accounts/forms.py": "forms of our own",
        "web/accounts/guard.py": "who asks for a page for editing",
        "web/accounts/limits.py": "from where something is tried",
        "web/accounts/pages.py": "logging in",
        "web/accounts/sessions.py": "the cookie",
        "web/editing/pages.py": "pages for editing",
        "web/editing/request.py": "what a form sends",
        "web/server/app.py": "the application",
        "web/api/__init__.py": "the interface for programs",
        "web/server/downloads.py": "files to take home",
        "web/server/live.py": "who asks",
    },
    "flask_login": {"web/accounts/sessions.py": "who is logged in"},
    "flask_wtf": {"web/accounts/forms.py": "tokens against forged forms"},
    "flask_limiter": {"web/accounts/limits.py": "how often something may be tried"},
    "argon2": {"web/accounts/passwords.py": "hashes of passwords"},
    "waitress": {"web/server/serving.py": "the server"},
    "pagefind": {"web/site/pagefind.py": "search among plain files"},
    "translate": {
        "translation/xliff.py": "XLIFF",
        "translation/tbx.py": "the glossary as TBX",
    },
}
LIBRARY = ORDER[: ORDER.index("web")]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_up(path: Path) -> None:
    layer = layer_of(path)
    if layer == "__init__":
        return
    for name in imported(path):
        if name.split(".")[0] != "kb" or name == "kb":
            continue
        used = name.split(".")[1]
        assert used == layer or ORDER.index(used) < ORDER.index(layer), f"{path} imports {name}"


@pytest.mark.parametrize("library", sorted(ROOMS))
def test_each_library_has_one_room(library: str) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert users == set(ROOMS[library])


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_library_neither_prints_nor_exits_nor_reads_the_environment(path: Path) -> None:
    if layer_of(path) not in LIBRARY:
        return
    names = set(imported(path))
    assert "click" not in names
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "exit", "eval", "input"), path
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("environ", "getenv"), path


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import kb.cli", ("whoosh", "pydantic", "yaml", "babel", "difflib", "rapidfuzz")),
        (
            "import kb.search.keeper, kb.search.finder",
            ("pydantic", "yaml", "babel", "simplemma", "rapidfuzz", "platformdirs", "hashlib"),
        ),
        ("from kb import KnowledgeBase", ("whoosh", "pydantic", "yaml", "babel")),
        (
            "import kb.cli.build, kb.web.site.receipt",
            ("pydantic", "yaml", "babel", "jinja2", "flask"),
        ),
    ],
)
def test_what_starts_fast_imports_little(code: str, unwanted: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        check=True,
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(unwanted)
