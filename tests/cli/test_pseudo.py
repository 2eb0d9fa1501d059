"""Nothing English gets through: all that `kb` says comes from the catalogs."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from babel import Locale
from click.testing import Result

from kb.cli.base import KbCommand
from kb.cli.commands import COMMANDS, TRANSLATE_COMMANDS, USER_COMMANDS
from kb.cli.reasons import with_reasons
from kb.cli.root import cli
from kb.cli.usage import explain_file
from kb.content.findings import describe
from kb.content.schema import SCHEMA_KINDS
from kb.errors import Issue, Location
from kb.translation import interface
from kb.translation.telling import reason_label, tell_error
from kb.web.editing.writing import why_not_written
from tests.cli.conftest import SHIPPED, Run
from tests.translation.pseudo import PSEUDO, unbracketed_words, write_pseudo

FAMILIES = {"translate": TRANSLATE_COMMANDS, "user": USER_COMMANDS}
TARGETS = {name: one.target for name, one in COMMANDS.items()} | {
    f"{family} {name}": one.target
    for family, commands in FAMILIES.items()
    for name, one in commands.items()
}
PRESENT = [name for name, target in TARGETS.items() if find_spec(target.partition(":")[0])]

TYPED = (
    r"\S*/\S*",  # paths and addresses
    r"\b[a-z]{2}-[\w-]+\b(\.yaml)?",  # ids
    r"--?[a-z][a-z-]*(=\S+)?",  # options
    r"\[\w+(\|\w+)+\]",  # choices
    r"'[\w-]+'(, '[\w-]+')*",  # choices, in an error
    r"\bKB_[A-Z]+\b",
    r"\bkb( (" + "|".join(COMMANDS) + r"))?\b",
    r"\bx>=?\d",
    r"\bKB\d{3}\b",
)
KINDS = r"\b(" + "|".join(SCHEMA_KINDS) + r")\b"
NAMES = r"\b(" + "|".join(COMMANDS) + r")\b"
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="session")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pseudo(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture(autouse=True)
def pseudo(catalogs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interface, "INSTALLED", catalogs)
    monkeypatch.setattr(interface, "CHECKOUT", catalogs)


def command_of(name: str) -> KbCommand:
    if name == "kb":
        assert isinstance(cli, KbCommand)
        return cli
    module, _, function = TARGETS[name].partition(":")
    command = getattr(import_module(module), function)
    assert isinstance(command, KbCommand)
    return command


def words_of(root: Path) -> set[str]:
    """Every word that stands in a knowledge base, and what CLDR calls languages and countries."""
    locale = Locale("en", "GB")
    texts = [path.read_text("utf-8", "replace") for path in root.rglob("*.yaml")]
    texts += [*locale.languages.values(), *locale.territories.values()]
    texts += locale.months["format"]["wide"].values()
    return {word for text in texts for word in WORD.findall(text.replace("\\n", " "))}


def missed(result: Result | str, data: Iterable[str] = (), root: Path | None = None) -> list[str]:
    text = result if isinstance(result, str) else result.stdout + "\n" + result.stderr
    known = words_of(root) if root else set()
    return [word for word in unbracketed_words(text, (*data, *TYPED)) if word not in known]


@pytest.mark.parametrize("name", ["kb", *PRESENT])
def test_help_pages(name: str, run: Run) -> None:
    result = run(*([] if name == "kb" else name.split()), "--help", KB_LANG=PSEUDO)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [re.escape(line) for line, _ in command_of(name).examples]
    commands = {"kb": COMMANDS, **FAMILIES}.get(name, {})
    typed = [*sorted(lines, key=len, reverse=True), rf"\bkb {name}\b"]
    assert missed(result, [*typed, *(rf"(?m)^  {one}\b" for one in commands)]) == []


@pytest.mark.parametrize("name", ["kb", *PRESENT])
def test_every_value_an_option_takes_has_a_name(name: str) -> None:
    """Placeholders in capitals stand in `kb.cli.help.placeholder`."""
    interface.use_language(PSEUDO)
    command = command_of(name)
    ctx = click.Context(command)
    for param in command.params:
        if isinstance(param.type, click.Choice) or getattr(param, "is_flag", False):
            continue
        pieces = command.collect_usage_pieces(ctx) + [
            one.make_metavar(ctx) for one in command.params if isinstance(one, click.Option)
        ]
        for piece in pieces:
            assert not re.search(r"[A-Z]{2}", re.sub(r"⟦[^⟧]*⟧", "", piece)), piece


@pytest.mark.parametrize(
    "args",
    [
        ("search", "Sprachcafé"),
        ("search", "Sprachcafé", "--facets", "--verbose"),
        ("search", "Sprachcafe", "Winter", "--facets"),
        ("search", "Sprachkaffee"),
        ("search", "Kylätalo", "nirgends"),
        ("search", "zzzzzzz"),
        ("search", "--country", "AT", "--year", "1900"),
        ("search", "Dorf", "--status", "draft", "--status", "published", "--limit", "1"),
        ("search", "Dorf", "--offset", "5"),
        ("show", "at-sprachcafe"),
        ("show", "fi-kylatalo"),
        ("show", "at-entwurf"),
        ("list",),
        ("list", "--status", "draft"),
        ("list", "--year", "1900"),
        ("status",),
        ("status", "at-entwurf"),
        ("status", "at-sprachcafe"),
        ("topics",),
        ("stats",),
        ("stats", "--country", "FI"),
        ("check",),
        ("index",),
        ("index", "--rebuild", "--verbose"),
        ("translate", "status"),
        ("translate", "status", "--records", "--fail-under", "90"),
        ("translate", "update", "--dry-run"),
        ("translate", "check"),
    ],
)
def test_answers(args: tuple[str, ...], run: Run, base: Path) -> None:
    result = run(*args, KB_LANG=PSEUDO)
    assert result.exit_code in (0, 1)
    assert missed(result, [rf"\b{re.escape(one)}\b" for one in args], base) == []


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("check", "--verbose"),
        ("check", "--strict"),
        ("list",),
        ("stats",),
        ("topics",),
        ("search", "Kylätalo"),
        ("index", "--verbose"),
        ("show", "at-kaputt"),
    ],
)
def test_answers_about_faults(args: tuple[str, ...], run: Run, faulty_base: Path) -> None:
    result = run(*args, root=faulty_base, KB_LANG=PSEUDO)
    assert "⟦" in result.stderr + result.stdout
    assert missed(result, (re.escape(str(faulty_base)), r"\band\b"), faulty_base) == []


def test_findings_for_workflows(run: Run, faulty_base: Path) -> None:
    result = run("check", "--format", "github", root=faulty_base, KB_LANG=PSEUDO)
    text = re.sub(r"%[0-9A-F]{2}", " ", result.stdout)
    data = (r"::(error|warning) file=\S*", r"title=", r"\band\b")
    assert missed(text + result.stderr, data, faulty_base) == []


def test_reasons_the_system_gives() -> None:
    interface.use_language(PSEUDO)
    issue = Issue("KB101", Location(Path("x")), {"reason": "Permission denied"})
    assert describe(with_reasons(issue), interface.gettext).count("⟦Permission denied⟧") == 1
    assert reason_label("Something rare") == "Something rare"
    error = PermissionError(13, "Permission denied", "some/file")
    assert missed(explain_file(error)) == []
    refused = why_not_written(OSError(errno.EISDIR, "Is a directory"))
    assert refused.params["reason"] == "Is a directory"
    assert "⟦Is a directory⟧" in tell_error(refused)


def test_cache_that_cannot_be_written(run: Run, base: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    cache = str(tmp_path / "cache")
    result = run("search", "Sprachcafé", KB_LANG=PSEUDO, KB_CACHE=cache)
    assert "KB_CACHE" in result.stderr
    assert missed(result, (re.escape(cache),), base) == []
    result = run("index", KB_LANG=PSEUDO, KB_CACHE=cache)
    assert result.exit_code == 3
    assert missed(result, (re.escape(cache),), base) == []


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("serch",), 2),
        (("zzz",), 2),
        (("--zzz",), 2),
        (("--root", "/no/such"), 2),
        (("list", "--root", "/"), 2),
        (("list", "--jsn"), 2),
        (("list", "--json=yes"), 2),
        (("list", "--sort"), 2),
        (("list", "--sort", "size"), 2),
        (("list", "one"), 2),
        (("list", "one", "two"), 2),
        (("list", "--topic", "mobilty"), 2),
        (("list", "--country", "XX"), 2),
        (("list", "--target", "zzz"), 2),
        (("list", "--year", "soon"), 2),
        (("search",), 2),
        (("search", "x", "--limit", "many"), 2),
        (("search", "x", "--limit", "0"), 2),
        (("search", "x", "--topic", "mobilty"), 2),
        (("search", "x", "--year", "soon"), 2),
        (("show",), 2),
        (("show", "at-sprachcaffe"), 2),
        (("show", "zzz"), 2),
        (("status", "zzz"), 2),
        (("status", "--by", "x"), 2),
        (("status", "at-entwurf", "submitted"), 2),
        (("status", "at-entwurf", "submitted", "--by", " "), 2),
        (("status", "at-entwurf", "draft", "--by", "x"), 2),
        (("status", "at-sprachcafe", "archived", "--by", "x"), 2),
        (("status", "at-entwurf", "submitted", "--by", "x", "--on", "soon"), 2),
        (("schema",), 2),
        (("schema", "practce"), 2),
        (("schema", "zzz"), 2),
        (("check", "/no/such/file"), 2),
        (("check", "/"), 2),
        (("quality", "--floor", "x"), 2),
        (("quality", "--set", "/no/such"), 2),
        (("docs", "--folder", __file__), 2),
        (("translate", "updat"), 2),
        (("translate", "status", "--fail-under", "200"), 2),
        (("translate", "status", "--fail-under", "all"), 2),
        (("translate", "update", "zzz"), 2),
        (("translate", "update", "--field", "goals"), 2),
        (("translate", "review", "at-sprachcafe", "--by", "x"), 2),
        (("translate", "review", "--by", "x"), 2),
        (("translate", "import", "/no/such"), 2),
        (("translate", "extract"), 2),
    ],
)
def test_wrong_usage(args: tuple[str, ...], code: int, run: Run, base: Path) -> None:
    result = run(*args, KB_LANG=PSEUDO)
    assert result.exit_code == code
    typed = [re.escape(one) for one in args if len(one) > 1]
    assert "⟦Error: ⟧" in result.stderr
    assert missed(result, [*typed, re.escape(str(base)), KINDS, NAMES], base) == []


def test_no_knowledge_base(run: Run, tmp_path: Path) -> None:
    result = run("list", root=tmp_path, KB_LANG=PSEUDO)
    assert result.exit_code == 3
    assert missed(result, (re.escape(str(tmp_path)),)) == []


def test_language_that_is_none(run: Run, base: Path) -> None:
    result = run("list", "--lang", "!", LANG=PSEUDO)
    assert (result.exit_code, missed(result, ("!",))) == (2, [])


def test_quality(run: Run, tmp_path: Path) -> None:
    for path in (SHIPPED / "tests/quality").glob("*fi*"):
        shutil.copy(path, tmp_path)
    result = run("quality", "--set", str(tmp_path), "--failures", root=SHIPPED, KB_LANG=PSEUDO)
    measures = r"\b(nDCG|rec|prec|s@1|whoosh|fts5|labels|frequent|fi)\b"
    kinds = r"(?m)^fi +[a-z-]+(?= +\d+ )"
    rows = r"(?m)^\d\.\d{3}  fi .*$|^fi  [a-z]+ .*$"
    assert missed(result, (kinds, rows, measures), SHIPPED) == []
