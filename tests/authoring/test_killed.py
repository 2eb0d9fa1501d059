"""Saves that are killed at any moment: a file is old or new, never half; the next one tidies up.

A process forks a child for each step that a save takes; the child ends itself with SIGKILL there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb.cache.cachefiles import aside_of, write_bytes

_SAVING = """
import json, os, signal, sys, time
from pathlib import Path
from kb.authoring.files.saving import Draft
from kb.cli.files import write_files

kind, path = sys.argv[1], Path(sys.argv[2])
OLD, NEW = b"title: old\\n" * 20_000, b"title: new\\n" * 30_000

def put(before, after):
    if kind == "entry":
        Draft("x", path, before, after).save()
    else:
        write_files([(path.name, after)], path, is_single=True, force=True)

def kill_at(moment):
    count = 0
    def step(frame, event, arg):
        nonlocal count
        if event in ("c_call", "c_return") and frame.f_code.co_filename.endswith(
            ("cachefiles.py", "pathlib.py", "pathlib/__init__.py", "pathlib/_local.py")
        ):
            count += 1
            if count == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(step)

def age(folder):
    for one in folder.glob(".*.part"):
        os.utime(one, (time.time() - 700, time.time() - 700))

before = None if sys.argv[3] == "new" else OLD
for moment in range(1, 2000):
    path.unlink(missing_ok=True)
    if before is not None:
        path.write_bytes(before)
    child = os.fork()
    if not child:
        kill_at(moment)
        put(before, NEW)
        sys.setprofile(None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    now = path.read_bytes() if path.exists() else None
    left = [one.name for one in path.parent.iterdir() if one.name.endswith(".part")]
    age(path.parent)
    put(now, NEW + b"more")
    names = [one.name for one in path.parent.iterdir()]
    is_saved = path.read_bytes() == NEW + b"more" and names == [path.name]
    state = {before: "old", NEW: "new"}.get(now, "half")
    print(json.dumps([state, len(left), is_saved]))
    if not os.WIFSIGNALED(status):
        sys.exit(0 if status == 0 else 1)
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no fork")
@pytest.mark.parametrize("kind", ["entry", "export"])
@pytest.mark.parametrize("there", ["old", "new"])
def test_a_killed_save_leaves_old_or_new(kind: str, there: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _SAVING, kind, folder / "x.yaml", there],
        capture_output=True,
        text=True,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {state for state, _left, _saved in told} == {"old", "new"}
    assert {left for _state, left, _saved in told} == {0, 1}  # some were killed in between
    assert all(is_saved for _state, _left, is_saved in told)
    assert told[-1] == ["new", 0, True]


def test_leftovers_of_other_files_go_too_and_nobody_elses(tmp_path: Path) -> None:
    target, own = tmp_path / "new.yaml", aside_of(tmp_path / "old.yaml", 7)
    dead = own.with_name(f".gone.docx.{_dead_process()}-140.part")
    alive = own.with_name(f".now.yaml.{os.getpid()}-140.part")
    others = [tmp_path / name for name in (".film.mkv.part", "x.part", ".x.12-1.part.txt")]
    for one in (own, dead, alive, *others):
        one.write_bytes(b"half")
    _age(own, 90_000)
    for one in (dead, alive, *others):
        _age(one, 700)
    write_bytes(target, b"whole")
    assert set(tmp_path.iterdir()) == {target, alive, *others}


def test_a_file_being_written_on_another_machine_stays(tmp_path: Path) -> None:
    target = tmp_path / "new.yaml"
    elsewhere = target.with_name(f".old.yaml.{_dead_process()}-140.part")
    elsewhere.write_bytes(b"half")
    _age(elsewhere, 500)  # whose number nobody has here
    write_bytes(target, b"whole")
    assert set(tmp_path.iterdir()) == {target, elsewhere}


def _age(path: Path, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def _dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as done:
        pass
    return done.pid
