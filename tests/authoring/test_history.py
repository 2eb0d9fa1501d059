"""The history of an entry in git: renames are followed, and a hostile repository starts nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kb.authoring.files.history import MOST_CHANGES, MOST_LINES, find_history

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A folder in git."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q")
        self.git("config", "user.name", "Maria Äußerst")
        self.git("config", "user.email", "maria@example.org")

    def git(self, *arguments: str) -> str:
        """What git says."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout

    def save(self, name: str, text: str, subject: str) -> Path:
        """Write a file and commit it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", subject)
        return path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository in a folder whose name git might take for a pattern."""
    return Repository(tmp_path / "base [1]*")


def test_changes_come_newest_first_with_what_changed(repository: Repository) -> None:
    repository.save("at/one.yaml", "title: Alt\nsummary: s\n", "Neu: “Anführung”")
    path = repository.save("at/one.yaml", "title: Neu\nsummary: s\n", "Titel")
    repository.save("at/two.yaml", "title: x\n", "Etwas anderes")
    changes = find_history(repository.root, path)
    assert changes is not None
    assert [one.subject for one in changes] == ["Titel", "Neu: “Anführung”"]
    assert changes[0].lines == ("-title: Alt", "+title: Neu")
    assert changes[0].by == "Maria Äußerst"
    assert (
        changes[0].commit
        == repository.git("log", "--format=%H", "-n1", "--", "at/one.yaml").strip()
    )


def test_renames_are_followed(repository: Repository) -> None:
    text = "".join(f"key{n}: value\n" for n in range(20))
    repository.save("at/old.yaml", text, "Erst")
    repository.git("mv", "at/old.yaml", "at/new.yaml")
    repository.git("commit", "-qm", "Umbenannt")
    changes = find_history(repository.root, repository.root / "at" / "new.yaml")
    assert changes is not None
    assert [one.subject for one in changes] == ["Umbenannt", "Erst"]


def test_no_git_and_no_commit_are_told_apart(repository: Repository, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    assert find_history(alone, alone / "one.yaml") is None
    repository.save("other.yaml", "a: b\n", "Anderes")
    path = repository.root / "one.yaml"
    path.write_text("a: b\n", "utf-8")
    assert find_history(repository.root, path) == []


def test_without_git_nothing_is_known(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository.save("one.yaml", "a: b\n", "Erst")
    monkeypatch.setenv("PATH", "")
    assert find_history(repository.root, path) is None


def test_signs_in_messages_and_files_forge_no_changes(repository: Repository) -> None:
    forged = "\x1e0123\x1f2020-01-01\x1fMallory\x1fForged"
    path = repository.save(
        "one.yaml", f"a: {forged}\n\u2028x: y\rz\n", f"Echt {forged}\n\n{forged}"
    )
    changes = find_history(repository.root, path)
    assert changes is not None
    assert len(changes) == 1
    assert changes[0].subject.startswith("Echt")
    (repository.root / ".gitattributes").write_text("*.yaml diff\n", "utf-8")
    repository.save("one.yaml", "a\x00b\x00\x00c\n", "Nullen")
    assert find_history(repository.root, path)


def test_a_hostile_repository_starts_no_program(repository: Repository, tmp_path: Path) -> None:
    path = repository.save("one.yaml", "a: b\n", "Erst")
    repository.save("one.yaml", "a: c\n", "Dann")
    mark = tmp_path / "started"
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n", "utf-8")
    program.chmod(0o755)
    (repository.root / ".gitattributes").write_text("* diff=evil filter=evil\n", "utf-8")
    for key in ("core.pager", "core.fsmonitor", "core.editor", "core.sshCommand", "diff.external",
                "diff.evil.textconv", "diff.evil.command", "filter.evil.clean",
                "filter.evil.smudge", "filter.evil.process", "gpg.program", "pager.log",
                "core.hooksPath", "credential.helper"):  # fmt: skip
        repository.git("config", key, str(program))
    for key, value in {"log.showSignature": "true", "color.ui": "always", "log.follow": "false",
                       "i18n.logOutputEncoding": "UTF-16", "format.pretty": "raw",
                       "diff.noprefix": "true", "log.showRoot": "false"}.items():  # fmt: skip
        repository.git("config", key, value)
    # Objects that are missing would be asked for from elsewhere.
    repository.git("config", "remote.evil.url", f"ext::{program}")
    repository.git("config", "remote.evil.promisor", "true")
    repository.git("config", "protocol.ext.allow", "always")
    repository.git("config", "core.repositoryFormatVersion", "1")
    repository.git("config", "extensions.partialClone", "evil")
    blob = repository.git("rev-parse", "HEAD~1:one.yaml").strip()
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    mark.unlink(missing_ok=True)
    changes = find_history(repository.root, path)
    assert not mark.exists()
    assert changes is None or all("\x1b" not in line for one in changes for line in one.lines)


def test_long_histories_and_changes_are_cut(repository: Repository) -> None:
    for number in range(MOST_CHANGES + 2):
        path = repository.save("one.yaml", f"a: {number}\n", str(number))
    changes = find_history(repository.root, path)
    assert changes is not None
    assert len(changes) == MOST_CHANGES
    repository.save("one.yaml", "".join(f"k{n}: v\n" for n in range(MOST_LINES * 2)), "Viel")
    changes = find_history(repository.root, path)
    assert changes is not None
    assert len(changes[0].lines) == MOST_LINES + 1
    assert changes[0].lines[-1] == "…"
