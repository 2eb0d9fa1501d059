"""The workflow files of a new base: valid, and what they run marks the right lines."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.authoring.founding.firstfiles import Charter
from kb.authoring.founding.starting import found_base

REPOSITORY = Path(__file__).parents[2]
GITHUB = ".github/workflows/knowledge-base.yml"
GITLAB = ".gitlab-ci.yml"
HOOKS = ".pre-commit-config.yaml"
ENTRY = "practices/pl/pl-example.yaml"
CHARTER = Charter({"pl": "Dobre praktyki"}, ("pl", "fr"), ("PL",), "pl")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    found_base(tmp_path / "base", CHARTER)
    return tmp_path / "base"


@pytest.fixture
def env(tmp_path: Path, kb_cache: Path) -> dict[str, str]:
    """Where `kb` is found, as if it had been installed."""
    command = tmp_path / "bin" / "kb"
    command.parent.mkdir()
    python = shlex.quote(sys.executable)
    command.write_text(f'#!/bin/sh\nexec {python} -m kb.cli "$@"\n', "utf-8")
    command.chmod(0o755)
    path = os.pathsep.join((str(command.parent), os.environ["PATH"]))
    return {**os.environ, "PATH": path, "PYTHONPATH": str(REPOSITORY), "KB_CACHE": str(kb_cache)}


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def spoil(base: Path) -> int:
    """Misspell a topic; returns its line."""
    path = base / ENTRY
    text = path.read_text("utf-8").replace("meeting-places", "meeting-place")
    path.write_text(text, "utf-8")
    return line_of(path, "topics:")


def line_of(path: Path, begin: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(begin))


def outdate(base: Path) -> int:
    """Translate the title, then change it; returns its line."""
    catalog = base / "locales/fr/LC_MESSAGES/practices/pl-example.po"
    text = catalog.read_text("utf-8")
    title = re.compile(r'(msgctxt "title"\n(?:(?!msgstr).*\n)+)msgstr ""')
    text, count = title.subn(r'\1msgstr "Titre"', text)
    assert count == 1
    catalog.write_text(text, "utf-8")
    path = base / ENTRY
    path.write_text(path.read_text("utf-8").replace("Wieczór napraw", "Wieczory napraw"), "utf-8")
    return line_of(path, "title:")


def shell(command: str, base: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=base, env=env, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def github_step(base: Path, word: str) -> str:
    (job,) = load(base / GITHUB)["jobs"].values()
    (run,) = (one["run"] for one in job["steps"] if word in one.get("run", ""))
    return str(run)


def gitlab_script(base: Path, job: str) -> str:
    return "\n".join(load(base / GITLAB)[job]["script"])


@pytest.mark.parametrize(
    ("schema", "path"),
    [("vendor.github-workflows", GITHUB), ("vendor.gitlab-ci", GITLAB)],
)
def test_workflow_files_are_what_their_hosts_expect(schema: str, path: str, base: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="Install it with the extra dev.")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path]
    done = subprocess.run(command, cwd=base, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_github_marks_faults_and_outdated_texts_at_their_lines(
    base: Path, env: dict[str, str]
) -> None:
    line = spoil(base)
    done = shell(github_step(base, "kb check"), base, env)
    assert done.returncode == 1
    found = done.stdout.splitlines()
    assert len(found) == 1
    assert found[0].startswith(f"::error file={ENTRY},line={line},col=")
    line = outdate(base)
    done = shell(github_step(base, "kb translate status"), base, env)
    assert done.returncode == 0
    marks = [one for one in done.stdout.splitlines() if one.startswith("::")]
    titled = [one.partition("::")[2].partition(" ")[2].split("::")[0] for one in marks]
    assert any(one.startswith(f"file={ENTRY},line={line},") for one in titled if "KB621" in one)
    assert [one for one in titled if "KB622" in one] == [
        f"file={path},line=1,col=1,title=KB622"
        for path in ("practices/partners/pl-example-partner.yaml", ENTRY)
    ]


def test_gitlab_gets_a_report_of_the_same(base: Path, env: dict[str, str]) -> None:
    line = spoil(base)
    done = shell(gitlab_script(base, "entries"), base, env)
    assert done.returncode == 1
    assert "KB401" in done.stdout  # in the job's log, too
    (fault,) = json.loads((base / "check.json").read_text("utf-8"))
    assert fault["location"] == {"path": ENTRY, "lines": {"begin": line}}
    assert (fault["check_name"], fault["severity"]) == ("KB401", "major")
    line = outdate(base)
    assert shell(gitlab_script(base, "translations"), base, env).returncode == 0
    report = json.loads((base / "translations.json").read_text("utf-8"))
    outdated = [one for one in report if one["check_name"] == "KB621"]
    assert [one["location"]["lines"]["begin"] for one in outdated] == [line]
    assert len({one["fingerprint"] for one in report}) == len(report)
    jobs = load(base / GITLAB)
    files = [
        jobs[one]["artifacts"]["reports"]["codequality"] for one in ("entries", "translations")
    ]
    assert all((base / one).is_file() for one in files)


def test_hooks_stop_a_faulty_commit(base: Path, env: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="Install it with the extra dev.")
    config = load(base / HOOKS)
    for hook in config["repos"][0]["hooks"]:  # kb is there already; nothing is to be installed
        hook["language"] = "system"
        del hook["additional_dependencies"]
    config["repos"][0]["hooks"] = [one for one in config["repos"][0]["hooks"] if is_there(one)]
    (base / HOOKS).write_text(yaml.safe_dump(config), "utf-8")
    python = shlex.quote(sys.executable)
    spoil(base)
    env |= {"PRE_COMMIT_HOME": str(tmp_path / "hooks")}
    commit = "git -c user.name=A -c user.email=a@example.org commit -qm Begin"
    command = f"git init -q && {python} -m pre_commit install && git add . && {commit}"
    done = shell(command, base, env)
    assert done.returncode == 1
    assert f"{ENTRY}:" in done.stdout + done.stderr
    path = base / ENTRY
    path.write_text(path.read_text("utf-8").replace("meeting-place,", "meeting-places,"), "utf-8")
    done = shell(f"git add . && {commit} && git log --oneline", base, env)
    assert done.returncode == 0, done.stdout + done.stderr


def is_there(hook: dict[str, Any]) -> bool:
    from kb.cli.commands import COMMANDS

    return hook["entry"].split()[1] in COMMANDS


def test_hooks_of_the_repository_say_the_same(base: Path) -> None:
    pre_commit = pytest.importorskip("pre_commit.clientlib", reason="Install the extra dev.")
    offered = pre_commit.load_manifest(REPOSITORY / ".pre-commit-hooks.yaml")
    (local,) = pre_commit.load_config(base / HOOKS)["repos"]
    keys = ("id", "entry", "files", "pass_filenames", "require_serial")
    assert [{key: one[key] for key in keys} for one in offered] == [
        {key: one.get(key, default(key)) for key in keys} for one in local["hooks"]
    ]


def default(key: str) -> object:
    return {"pass_filenames": True, "require_serial": False}.get(key)
