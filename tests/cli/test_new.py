"""`kb new`: walks at a real terminal in four languages, leaving and resuming, scripts."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import Result

from kb.authoring.dialogue.asking import Dialogue
from kb.authoring.dialogue.unfinished import find_unfinished
from kb.cli.dialogue.newdialogue import NewDialogue
from kb.cli.dialogue.newentry import Wish
from kb.content.store import load_content
from kb.knowledgebase import KnowledgeBase
from kb.translation.interface import gettext, pgettext, use_language
from tests.cli.conftest import PRACTICES, Run, heed_interrupts, process_env
from tests.factories import write_base

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

TITLE = "Radwerkstatt in der alten Molkerei"
SUMMARY = "Freiwillige und Zugewanderte reparieren jeden Donnerstag gemeinsam Räder."
SHORT = ("--title", TITLE, "--language", "de-AT", "--country", "AT")
ENTRY = "practices/at/at-oberhuegel-radwerkstatt-in-der-alten-molkerei.yaml"
LEAVE, NO_MORE = "!", ""
LANGS = ("de", "fi", "sv", "en")


@pytest.fixture
def own_base(tmp_path: Path) -> Path:
    return write_base(tmp_path / "base", PRACTICES)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Where the system keeps the state of programs."""
    return tmp_path / "state"


@pytest.fixture
def script(run: Run, own_base: Path, state: Path) -> Callable[..., Result]:
    def script(*args: str, **env: str) -> Result:
        return run("new", *args, root=own_base, XDG_STATE_HOME=str(state), **env)

    return script


# At a terminal


def _sit_down_at(terminal: int) -> None:
    """What a process does before it begins: the terminal is its own, and interrupts reach it."""
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    heed_interrupts()


class Person:
    """Somebody at a terminal that `kb new` runs on."""

    def __init__(self, args: Sequence[str], root: Path, state: Path, cache: Path, lang: str):
        self._parent, child = pty.openpty()
        environ = process_env(cache) | {
            "KB_LANG": lang,
            "XDG_STATE_HOME": str(state),
            "TERM": "dumb",
            "COLUMNS": "100",
            "INPUTRC": os.devnull,
        }
        self.run = subprocess.Popen(
            [sys.executable, "-m", "kb.cli", "--root", str(root), "new", *args],
            env=environ,
            stdin=child,
            stdout=child,
            stderr=child,
            start_new_session=True,
            preexec_fn=lambda: _sit_down_at(child),  # noqa: PLW1509 - no threads
        )
        os.close(child)
        self.seen = ""
        self._read = 0

    def wait_for_prompt(self) -> str:
        """What was shown up to the next prompt."""
        end = time.monotonic() + 60
        while not re.search(r"(^|\n)> $", self.seen[self._read :]):
            assert time.monotonic() < end, self.seen
            if not self._take():
                raise AssertionError(self.seen)
        shown = self.seen[self._read :]
        self._read = len(self.seen)
        return shown

    def type(self, *lines: str) -> str:
        """Type lines, each at a prompt of its own; what the last of them brought."""
        shown = ""
        for line in lines:
            os.write(self._parent, f"{line}\r".encode())
            shown = self.wait_for_prompt()
        return shown

    def finish(self, line: str | None = None) -> tuple[int, str]:
        """Type a last line and wait for the end; exit code and what was shown since."""
        if line is not None:
            os.write(self._parent, f"{line}\r".encode())
        while self._take():
            pass
        return self.run.wait(60), self.seen[self._read :]

    def interrupt(self) -> None:
        """Press Ctrl-C, and again if nothing happens.

        Python's readline misses an interrupt in the moment between the prompt and its waiting.
        """
        for _ in range(5):
            self.run.send_signal(signal.SIGINT)
            if select.select([self._parent], [], [], 5)[0]:
                return

    def hang_up(self) -> int:
        os.close(self._parent)
        self._parent = -1
        return self.run.wait(60)

    def close(self) -> None:
        if self._parent >= 0:
            os.close(self._parent)
        if self.run.poll() is None:
            self.run.kill()
        self.run.wait()

    def _take(self) -> bool:
        if not select.select([self._parent], [], [], 60)[0]:
            return False
        try:
            data = os.read(self._parent, 65536)
        except OSError:
            return False
        text = data.decode("utf-8", "replace").replace("\r", "")
        self.seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
        return bool(data)


@pytest.fixture
def person(own_base: Path, state: Path, kb_cache: Path) -> Iterator[Callable[..., Person]]:
    people = []

    def person(*args: str, lang: str = "en") -> Person:
        people.append(Person(args, own_base, state, kb_cache, lang))
        return people[-1]

    yield person
    for one in people:
        one.close()


@pytest.mark.parametrize("lang", LANGS)
def test_walk_at_a_terminal(lang: str, person: Callable[..., Person], own_base: Path) -> None:
    use_language(lang)
    save = pgettext("answer", "s")
    mobility = {"de": "Mobi", "fi": "Liikk", "sv": "Mobi", "en": "Mobi"}[lang]
    one = person(lang=lang)
    assert (
        gettext("What the practice is called, as people on the spot say it.")[:20]
        in one.wait_for_prompt()
    )
    one.type(TITLE, "de-AT", SUMMARY, "", "")
    chosen = one.type(mobility)
    assert chosen.count("Mobili") + chosen.count("Liikkuminen") >= 1
    one.type("", "AT")
    one.type("Oberhügel")
    shown = one.type(save)
    assert ENTRY.rpartition("/")[2][:20] in shown.replace("\n", "")
    code, told = one.finish("")
    assert (code, ENTRY in told) == (0, True)
    text = (own_base / ENTRY).read_text("utf-8")
    for line in (f"title: {TITLE}", "topics: [mobility]", "status: draft", "language: de-AT"):
        assert line in text
    assert not load_content(own_base).issues


def test_leaving_and_resuming(person: Callable[..., Person], own_base: Path, state: Path) -> None:
    one = person()
    one.wait_for_prompt()
    one.type(TITLE, "de-AT")
    one.interrupt()
    code, told = one.finish()
    assert code == 130
    assert "kb new --resume" in told
    (kept,) = find_unfinished(state / "kb", own_base)
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700

    other = person()
    assert f"“{TITLE}”" in other.wait_for_prompt()
    assert "Summary" in other.type("y")
    other.type(SUMMARY, ".")
    assert other.hang_up() in (-signal.SIGHUP, 130)
    (kept,) = find_unfinished(state / "kb", own_base)
    assert kept.state.answers == {"title": TITLE, "language": "de-AT", "summary": SUMMARY}

    last = person("--resume")
    assert "Topics" in last.wait_for_prompt()
    last.type("", "AT", "Oberhügel", "s")
    assert last.finish("y")[0] == 0
    assert (own_base / ENTRY).is_file()
    assert find_unfinished(state / "kb", own_base) == []


def test_duplicate_is_shown_instead(person: Callable[..., Person], own_base: Path) -> None:
    one = person("--language", "de-AT", "--country", "AT")
    one.wait_for_prompt()
    shown = one.type("Sprachcafe am Dorfplatz", SUMMARY, ".", "", "Lungau")
    assert "at-sprachcafe" in shown
    assert "Is it one of these?" in shown
    code, told = one.finish("1")
    assert (code, "kb show at-sprachcafe" in told) == (0, True)
    assert len(list((own_base / "practices" / "at").iterdir())) == 2


# With somebody scripted in place of the terminal


class Scripted:
    """Types what it was given, then is gone."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self.seen: list[str] = []
        self.reads = 0

    def say(self, sentence: str = "", indent: int = 0) -> None:
        self.seen.append(sentence)

    def head(self, text: str) -> None:
        self.seen.append(text)

    def rows(self, rows: Sequence[str], *, is_cut: bool = True) -> None:
        self.seen += rows

    def read(self) -> str:
        self.reads += 1
        if not self._lines:
            raise EOFError
        return self._lines.pop(0)

    def edit(self, text: str) -> str | None:
        return f"{text}Im Editor geschrieben."


@pytest.fixture
def talk(own_base: Path, state: Path, kb_cache: Path) -> Callable[..., tuple[int, Scripted]]:
    def talk(*lines: str, yes: bool = False, resume: bool = False) -> tuple[int, Scripted]:
        terminal = Scripted(*lines)
        wish = Wish("", yes, dry_run=False, as_json=False, lang="en", quiet=False)
        base = KnowledgeBase.open(own_base, kb_cache)
        return NewDialogue(base, kb_cache, state, wish, terminal).run({}, resume), terminal

    return talk


STUB = (TITLE, "de-AT", SUMMARY, ".", "Mobility", "", "AT", "Oberhügel")
Talk = Callable[..., tuple[int, Scripted]]


def test_stub_is_saved(talk: Talk, own_base: Path) -> None:
    code, terminal = talk(*STUB, "s", "?", "y")
    assert code == 0
    assert f"title: {TITLE}" in terminal.seen  # the preview
    assert (own_base / ENTRY).is_file()


def test_every_section_can_be_filled_in(talk: Talk, own_base: Path) -> None:
    lines = [
        *STUB,
        "y", "Newcomers", "", "Fahrrad", "",  # what it is: target groups, keywords
        "y", "n",  # where: no more about the place
        "y", "2016", "2019", "finished", "",  # period
        "y", "Verein am Dorfplatz", "lead", "", "n",  # organisations
        "n",  # no contacts
        "n", "n", "n", "n", "n",
        "y",
    ]  # fmt: skip
    code, terminal = talk(*lines)
    assert code == 0, terminal.seen[-5:]
    text = (own_base / ENTRY).read_text("utf-8")
    assert "partner: at-verein" in text
    assert "start: 2016" in text
    assert "target_groups: [newcomers]" in text


def test_bad_answers_are_asked_again(talk: Talk, own_base: Path) -> None:
    code, terminal = talk(
        "", TITLE, "Qwortisch", "de-AT", SUMMARY, ".", "Mobilitet", "xyz", "", "Atlantis", "AT",
        "", "n", "y", "n", "y", "2019", "2016", "finished", "", "2016", "2019", "", "", "n", "n",
        "s", "y",
    )  # fmt: skip
    assert code == 0, terminal.seen[-9:]
    told = "\n".join(terminal.seen)
    assert "It needs an answer" in told
    assert "“Qwortisch” (Language)" in told, told[:1500]
    assert "“xyz” (Topics)" in told
    assert "“Atlantis” (Country)" in told
    path = next((own_base / "practices" / "at").glob("at-radwerkstatt*"))
    assert "period: {start: 2016, end: 2019, state: finished}" in path.read_text("utf-8")


def test_commands(talk: Talk) -> None:
    code, terminal = talk("?", "<", TITLE, "<", "", "de-AT", "e", "?", LEAVE)
    told = "\n".join(terminal.seen)
    assert code == 0
    assert "For example: Bicycle workshop in the old dairy" in told
    assert "This is the first question." in told
    assert f"Enter keeps: {TITLE}" in told
    assert "Language café" in told  # all topics, after "?"
    code, terminal = talk("y", "", "", LEAVE)
    assert f"Go on with “{TITLE}”" in terminal.seen[0]


def test_end_of_input_at_every_prompt_keeps_the_answers(
    talk: Talk, own_base: Path, state: Path
) -> None:
    lines = (*STUB, "y", "Newcomers", "", "", "n", "n", "n", "n", "n", "n")
    for count in range(len(lines) + 1):
        shutil.rmtree(state, ignore_errors=True)
        code, _ = talk(*lines[:count])
        assert code == 130
        kept = find_unfinished(state, own_base)
        assert [one.title for one in kept] == ([TITLE] if count else [])
    assert len(list((own_base / "practices" / "at").iterdir())) == 2


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J\x1b]0;pwned\x07",
        "a\x00b",
        "\u202egnirts",
        "\udce9",
        "x" * (1 << 20),
        "9" * 5000,
        "- {a: b}\n&x *x !!python/object",
        "'\"#: [|>",
        "🙂" * 50,
        "../../etc/passwd",
    ],
)
def test_hostile_answers(hostile: str, talk: Talk, own_base: Path) -> None:
    """Typed at every prompt, in vain or not: what is written in the end can be read."""
    lines = []
    for line in STUB:
        lines += [hostile, line] if line not in (SUMMARY, "", ".") else [line]
    code, terminal = talk(*lines, "n", "n", "n", "n", "n", "n", "n", "y", "y", "y", yes=True)
    assert code in (0, 130), "\n".join(terminal.seen)[-900:]
    content = load_content(own_base)
    assert not content.issues
    assert all(not re.search("[\x00-\x08\x1b]", one.title) for one in content.practices.values())
    for line in terminal.seen:
        assert "Traceback" not in line


def test_resume_without_answers(talk: Talk) -> None:
    with pytest.raises(Exception, match="No answers were kept"):
        talk(resume=True)


def test_answers_that_cannot_be_kept(talk: Talk, state: Path, own_base: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    state.write_text("a file where a folder should be")
    code, _ = talk(*STUB, "s", "y")
    assert code == 0
    assert capsys.readouterr().err.count("cannot be kept") == 1
    assert (own_base / ENTRY).is_file()


# In scripts


def test_without_a_terminal_nothing_is_asked(script: Callable[..., Result]) -> None:
    result = script()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "KB202 “Title” needs an answer." in result.stderr
    assert "KB202 “Language” needs an answer." in result.stderr
    assert "KB202 “Country” needs an answer." in result.stderr


def test_options(script: Callable[..., Result], own_base: Path) -> None:
    result = script(
        *SHORT, "--municipality", "Oberhügel", "--topics", "mobility", "--topics", "Asuminen",
        "--set", "goals=Erstes Ziel.", "--set", "goals=Zweites Ziel.",
        "--set", "organisations.0.name=Verein am Dorfplatz", "--set", "organisations.0.role=lead",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, f"{ENTRY}\n"), result.stderr
    assert "Missing for publication:" in result.stderr
    assert "kb check" in result.stderr
    practice = load_content(own_base).practices[Path(ENTRY).stem]
    assert practice.topics == ("mobility", "housing")
    assert practice.goals == ("Erstes Ziel.", "Zweites Ziel.")
    assert practice.organisations[0].partner == "at-verein"


def test_all_that_is_wrong_is_told_at_once(script: Callable[..., Result], own_base: Path) -> None:
    result = script(*SHORT, "--topics", "mobilty", "--set", "period.start=3/4/2019",
                    "--set", "period.state=finished")  # fmt: skip
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--topics: KB703" in result.stderr
    assert "--set period.start: KB701" in result.stderr
    assert "Nothing was written." in result.stderr
    assert len(list((own_base / "practices" / "at").iterdir())) == 2


@pytest.mark.parametrize("shape", ["flat", "nested", "several"])
def test_answers_from_a_file(
    shape: str, script: Callable[..., Result], own_base: Path, tmp_path: Path
) -> None:
    nested = {
        "title": TITLE,
        "language": "de-AT",
        "location": {"country": "AT"},
        "results": [{"text": "Vierzig Leute kamen.", "value": 40}],
    }
    flat = {
        "title": TITLE,
        "language": "de-AT",
        "location.country": "AT",
        "results.0.text": "Vierzig Leute kamen.",
        "results.0.value": "40",
    }
    data = {"flat": flat, "nested": nested, "several": {"practices": [nested]}}[shape]
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(data), "utf-8")
    result = script("--from", str(file), "--municipality", "Oberhügel")
    assert result.exit_code == 0, result.stderr
    result_text = (own_base / ENTRY).read_text("utf-8")
    assert "value: 40" in result_text
    assert "municipality: Oberhügel" in result_text


def test_dry_run_prints_the_file(script: Callable[..., Result], own_base: Path) -> None:
    result = script(*SHORT, "--dry-run")
    assert result.exit_code == 0
    assert f"title: {TITLE}\n" in result.stdout
    assert "# Missing for publication:" in result.stdout
    assert len(list((own_base / "practices" / "at").iterdir())) == 2


def test_json(script: Callable[..., Result]) -> None:
    told = json.loads(script(*SHORT, "--json", "--dry-run").stdout)["entry"]
    assert (told["written"], told["findings"], told["nearby"]) == (False, [], [])
    assert told["text"].count(TITLE) == 1
    assert "summary" in told["missing"]
    refused = script("--json", "--title", TITLE)
    assert refused.exit_code == 1
    told = json.loads(refused.stdout)["entry"]
    assert (told["id"], told["written"]) == (None, False)
    assert {one["code"] for one in told["findings"]} == {"KB202"}


def test_near_duplicates_need_a_yes(script: Callable[..., Result], own_base: Path) -> None:
    args = ("--title", "Sprachcafé am Dorfplatz", "--language", "de-AT", "--country", "AT",
            "--place", "Lungau")  # fmt: skip
    refused = script(*args)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "at-sprachcafe" in refused.stderr
    assert "--yes" in refused.stderr
    taken = script(*args, "--yes", "--id", "at-zweites-sprachcafe")
    assert (taken.exit_code, taken.stdout) == (0, "practices/at/at-zweites-sprachcafe.yaml\n")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--set", "gaols=x"), "Did you mean “goals”?"),
        (("--set", "results.text=x"), "Did you mean “results.0.text”?"),
        (("--set", "goals"), "is no answer"),
        (("--set", "nonsense=1"), "There is no question “nonsense”."),
        (("--id", "../../evil"), "is no id"),
        (("--resume",), "need a terminal"),
    ],
)
def test_wrong_usage(args: tuple[str, ...], told: str, script: Callable[..., Result]) -> None:
    result = script(*SHORT, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"title": "a", "title": "b"}', b"[" * 100_000, b'"text"', b"\xff\xfe\x00",
     b'{"title": "\\ud800", "language": "de-AT", "location": {"country": "AT"}}',
     b'{"title": {"a": {"b": []}}}', b'{"goals": [[["x"]]], "title": 5}',
     b'{"titel": "x", "results": {"x": 1}, "location": "AT"}', b"null", b"[]"],
)  # fmt: skip
def test_malformed_files_of_answers(
    data: bytes, script: Callable[..., Result], tmp_path: Path, own_base: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(data)
    result = script("--from", str(file), "--summary", SUMMARY)
    assert (result.exit_code, result.stdout) in ((1, ""), (0, result.stdout)), result.stderr
    if result.exit_code:
        assert "KB" in result.stderr
        assert len(list((own_base / "practices" / "at").iterdir())) == 2
    assert not load_content(own_base).issues


def test_undecodable_option(script: Callable[..., Result]) -> None:
    result = script("--title", "caf\udce9", "--language", "de-AT", "--country", "AT")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--title: KB" in result.stderr


def test_discard(script: Callable[..., Result], own_base: Path, state: Path) -> None:
    from kb.authoring.dialogue.asking import State
    from kb.authoring.dialogue.unfinished import AnswerKeeper, new_path

    AnswerKeeper(new_path(state / "kb", own_base), own_base).keep(State({"title": TITLE}))
    assert "1 unfinished entry" in script("--discard").stderr
    assert find_unfinished(state / "kb", own_base) == []
    assert "No answers were kept." in script("--discard").stderr


def test_completion(own_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.shell_completion import ShellComplete

    from kb.cli.root import cli

    monkeypatch.chdir(own_base)
    monkeypatch.delenv("KB_ROOT", raising=False)
    shell = ShellComplete(cli, {}, "kb", "_KB_COMPLETE")

    def complete(name: str, begun: str) -> list[str]:
        return [one.value for one in shell.get_completions(["new", name], begun)]

    assert complete("--set", "results.1.t") == ["results.1.text="]
    assert complete("--set", "goa") == ["goals="]
    assert complete("--country", "S") == ["SE"]
    assert complete("--topics", "mob") == ["mobility"]


def test_dialogue_has_no_terminal() -> None:
    assert "click" not in sys.modules[Dialogue.__module__].__dict__
