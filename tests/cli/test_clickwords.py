"""Click speaks with our words: none of its own sentences is left, and none breaks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from kb.cli import clickwords
from kb.cli.ask import confirm
from kb.cli.clickwords import OURS_BEFORE, SENTENCES, SPEAKING, speak_for_click
from kb.translation import interface
from tests.translation.pseudo import PSEUDO, write_pseudo

FOR_PROGRAMMERS = (
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument"
    " instead? Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Invalid start character for option ({option})",
    "Unknown color {colour!r}",
    "Choice({choices})",
)
"""What only a mistake in our own code can bring up."""


def sentences_of_click() -> Iterator[tuple[str, ...]]:
    for name in SPEAKING:
        module = import_module(f"click.{name}")
        assert module.__file__
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                forms = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if node.func.id in ("_", "ngettext") and forms and isinstance(forms[0], str):
                    yield tuple(str(one) for one in forms[:2])


@pytest.mark.parametrize("forms", sorted(set(sentences_of_click())), ids=lambda one: one[0])
def test_every_sentence_of_click_has_words_of_ours(forms: tuple[str, ...]) -> None:
    if forms[0] in (*FOR_PROGRAMMERS, *OURS_BEFORE):
        return
    if len(forms) == 1:
        ours = (SENTENCES[forms[0]],)
    else:
        ours = tuple(clickwords._our_ngettext(*forms, number) for number in (1, 2))
        assert ours != forms
    assert values_of(ours) <= values_of(forms)


def values_of(texts: tuple[str, ...]) -> set[str]:
    return {name for one in texts for _, name, _, _ in Formatter().parse(one) if name}


def test_click_asks_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interface, "INSTALLED", write_pseudo(tmp_path))
    interface.use_language(PSEUDO)
    speak_for_click()
    with pytest.raises(click.BadParameter) as caught:
        click.IntRange(1, 5).convert("9", None, None)
    assert caught.value.message == "⟦⟧9⟦ is too small or too large: ⟧1<=x<=5⟦.⟧"


@click.command()
@click.option("--sure/--unsure", default=False)
def asking(sure: bool) -> None:
    click.echo(f"answer: {confirm('Delete it?', default=sure)}")


@pytest.mark.parametrize(
    ("lang", "typed", "args", "answer", "question"),
    [
        ("en", "y", [], True, "Delete it? [y/N] "),
        ("en", "YES", [], True, "Delete it? [y/N] "),
        ("en", "", [], False, "Delete it? [y/N] "),
        ("en", "", ["--sure"], True, "Delete it? [Y/n] "),
        ("de", "j", [], True, "Delete it? [j/N] "),
        ("de", "nein", ["--sure"], False, "Delete it? [J/n] "),
        ("fi", "k", [], True, "Delete it? [k/E] "),
        ("fi", "ei", ["--sure"], False, "Delete it? [K/e] "),
        ("sv", "ja", [], True, "Delete it? [j/N] "),
    ],
)
def test_questions(lang: str, typed: str, args: list[str], answer: bool, question: str) -> None:
    interface.use_language(lang)
    result = CliRunner().invoke(asking, args, input=f"{typed}\n")
    assert result.stdout == f"answer: {answer}\n"
    assert result.stderr.startswith(question)


def test_question_is_asked_again() -> None:
    result = CliRunner().invoke(asking, [], input="perhaps\ny\n")
    assert result.stdout == "answer: True\n"
    assert "Error: Answer y or n." in result.stderr


def test_no_answer_stops() -> None:
    speak_for_click()
    result = CliRunner().invoke(asking, [], input="")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("Stopped.\n")
