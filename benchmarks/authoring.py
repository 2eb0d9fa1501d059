"""What an edit costs: lines that change though nobody meant them to, and time; forms in and out.

One field of every shipped entry gets another sentence. Beside it, ruamel.yaml does the same by its
round trip, which keeps comments and order; and PyYAML, which one takes first, reads and writes.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, cast

from benchmarks import authoring_large
from benchmarks.process import ROOT, call
from benchmarks.report import Row, Table, median
from benchmarks.setup import Setup, say

MOST_EDIT_MS = 10.0
MOST_CHECK_MS = 100.0
MOST_FORM_SECONDS = 1.0
MOST_IMPORT_SECONDS = 20.0
FORMS = 1_000
RUNS = 5
_FIELD = "summary"
_MORE = " One more sentence."
_WIDTH = 88
"""Columns at which the shipped files fold: the best that can be told to the others."""


def measure(setup: Setup) -> Table:
    """The whole table."""
    say("edits of every shipped entry")
    ours, ruamel, plain = (call(f"authoring:{one}") for one in ("ours", "ruamel", "plain"))
    say("checks of every shipped entry, as the form in the browser asks for them")
    checks = call("authoring:checks")
    say("forms")
    forms = call("authoring:forms", cache=str(setup.cache))
    return Table(
        f"authoring, {ours['entries']} shipped entries, one field changed in each",
        ("kb", "ruamel.yaml round trip", "PyYAML"),
        [
            _row("lines changed outside the field, all entries", "strays", ours, ruamel, plain, 0),
            _row("entries with such lines", "entries_with_strays", ours, ruamel, plain, 0),
            _row("comments lost, lines", "comments_lost", ours, ruamel, plain, 0),
            _row("an edit, median ms", "ms", ours, ruamel, plain, MOST_EDIT_MS),
            Row("a live check of a form, median ms", [checks["ms"], None, None], MOST_CHECK_MS),
            Row("an empty Word form, s", [forms["word"], None, None], MOST_FORM_SECONDS),
            Row("an empty workbook, s", [forms["workbook"], None, None], MOST_FORM_SECONDS),
            Row(
                f"planning the import of {FORMS:,} practices in one CSV table, s",
                [forms["import"], None, None],
                MOST_IMPORT_SECONDS,
            ),
            *authoring_large.rows(setup),
        ],
        [
            f"Each entry's {_FIELD} gets one more sentence; its own lines may change.",
            "Commands are whole processes, run before, so that what they keep is there; "
            "ruamel.yaml's round trip of all files stands beside `kb fmt --check`.",
            f"ruamel.yaml and PyYAML are told to fold at {_WIDTH} columns.",
        ],
    )


def _row(name: str, key: str, *found: Any) -> Row:
    *systems, aim = found
    return Row(name, [one[key] for one in systems], aim)


def _entries() -> list[Path]:
    return sorted((ROOT / "practices").glob("??/*.yaml"))


def _edits(edit: Callable[[bytes], bytes]) -> dict[str, float]:
    """What an edit does to all entries."""
    times, strays, comments = [], [], 0
    for path in _entries():
        before = path.read_bytes()
        started = time.perf_counter()
        after = edit(before)
        times.append((time.perf_counter() - started) * 1000)
        strays.append(_stray_lines(before.decode(), after.decode()))
        comments += max(before.count(b"\n#") + before.startswith(b"#")
                        - after.count(b"\n#") - after.startswith(b"#"), 0)  # fmt: skip
    return {
        "entries": len(times),
        "ms": median(times),
        "strays": sum(strays),
        "entries_with_strays": sum(1 for one in strays if one),
        "comments_lost": comments,
    }


def _stray_lines(before: str, after: str) -> int:
    """Lines of the old file that went though they do not belong to the field."""
    old, new = before.splitlines(), after.splitlines()
    own = _own_lines(old)
    gone = [
        number
        for tag, first, last, _start, _end in SequenceMatcher(a=old, b=new, autojunk=False)
        .get_opcodes()
        if tag in ("replace", "delete")
        for number in range(first, last)
    ]  # fmt: skip
    return sum(1 for number in gone if number not in own)


def _own_lines(lines: list[str]) -> range:
    """Lines of the field: its key and what stands below it."""
    first = next(number for number, line in enumerate(lines) if line.startswith(f"{_FIELD}:"))
    last = first + 1
    while last < len(lines) and (not lines[last] or lines[last].startswith(" ")):
        last += 1
    return range(first, last)


def ours() -> dict[str, float]:
    """Edits as `kb import` and the pages make them."""
    from kb.authoring.files.editing import Change, edit_text
    from kb.content.yamlfile import parse_yaml

    def edit(data: bytes) -> bytes:
        tree = cast("dict[str, str]", parse_yaml(data, Path("-")).value)
        return edit_text(data, [Change((_FIELD,), f"{tree[_FIELD]}{_MORE}")])

    return _edits(edit)


def ruamel() -> dict[str, float]:
    """Edits by the round trip of ruamel.yaml."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = _WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)

    def edit(data: bytes) -> bytes:
        tree = yaml.load(data.decode())
        tree[_FIELD] = type(tree[_FIELD])(f"{tree[_FIELD].rstrip()}{_MORE}")
        written = StringIO()
        yaml.dump(tree, written)
        return written.getvalue().encode()

    return _edits(edit)


def plain() -> dict[str, float]:
    """Edits by reading and writing with PyYAML."""
    import yaml

    def edit(data: bytes) -> bytes:
        tree = yaml.load(data, yaml.CBaseLoader)  # noqa: S506 - it builds text alone
        tree[_FIELD] += _MORE
        text = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True,
                         width=_WIDTH)  # fmt: skip
        return str(text).encode()

    return _edits(edit)


def checks() -> dict[str, float]:
    """Composing and checking the answers of every entry."""
    from kb.authoring.form.choices import Choices
    from kb.authoring.form.composing import FilledForm, check_composed, compose, fill_from_tree
    from kb.content.store import load_content
    from kb.content.yamlfile import Tree, load_yaml

    content = load_content(ROOT)
    choices = Choices(content, "sv")
    times = []
    for path in _entries():
        tree = cast("dict[str, Tree]", load_yaml(path).value)
        started = time.perf_counter()
        composed = compose(FilledForm(path, fill_from_tree(tree)), choices)
        check_composed(composed, content, path)
        times.append((time.perf_counter() - started) * 1000)
    return {"ms": median(times)}


def forms(cache: str) -> dict[str, float]:
    """Forms that go out, and a large workbook that comes back."""
    from kb.authoring.intake.importing import plan_import, read_forms
    from kb.authoring.intake.wordform.making import render_word_form
    from kb.authoring.intake.workbook.making import render_workbook
    from kb.content.store import load_content

    content = load_content(ROOT)
    word = [_timed(lambda: render_word_form(content, "sv")) for _ in range(RUNS)]
    workbook = [_timed(lambda: render_workbook(content, "sv")) for _ in range(RUNS)]
    with tempfile.TemporaryDirectory(prefix="kb-bench-authoring-") as name:
        root = Path(name)
        for part in ("practices", "locales"):
            shutil.copytree(ROOT / part, root / part)
        path = root / "practices.csv"
        _write_many(path)
        base = load_content(root)
        started = time.perf_counter()
        received = read_forms([path], base)
        plan = plan_import(base, received)
        seconds = time.perf_counter() - started
    if len(plan.steps) != FORMS:
        raise RuntimeError("Not all of them were read.")
    return {"word": median(word), "workbook": median(workbook), "import": seconds}


def _write_many(path: Path) -> None:
    """A table of made-up practices."""
    heads = ("title", "language", "summary", "topics", "location.country", "location.municipality")
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(heads)
        for number in range(FORMS):
            # Words of their own, so that no practice is taken for another.
            name = sha256(str(number).encode()).hexdigest()
            title = f"{name[:6]} {name[6:12]} {name[12:18]}"
            rows.writerow((title, "sv-SE", f"{title}.", "cycling", "SE", name[18:26]))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
