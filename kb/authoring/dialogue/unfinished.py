"""Answers of a dialogue that is not finished, kept in the user's own folder and nowhere else.

Nobody but the user may read them, and a kill at any moment leaves them as they were before or
after an answer. Every dialogue has a file of its own, so two at a time do not disturb each other.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.authoring.dialogue.asking import State
from kb.authoring.form.answers import find_asked
from kb.cache.cachefiles import read_json, write_json

FOLDER = "unfinished"
_FORMAT = 1


@dataclass(frozen=True)
class Unfinished:
    """The answers of one dialogue."""

    path: Path
    state: State
    changed: datetime

    @property
    def title(self) -> str:
        """What the entry is called; "" if that was not asked yet."""
        return self.state.answers.get("title", "")


class AnswerKeeper:
    """Keeps the answers of one dialogue.

    Args:
        path: their file; see `new_path` and `find_unfinished`.
        root: folder of the knowledge base they are for.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self._root = root

    def keep(self, state: State, now: datetime | None = None) -> None:
        """Write the answers.

        Raises:
            OSError: the folder is read-only or the disk full; what was kept before is still there.
        """
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(OSError):  # somebody else's folder, or a file system without modes
            folder.chmod(0o700)
        self.path.touch(mode=0o600)
        write_json(
            self.path,
            {
                "format": _FORMAT,
                "base": str(self._root.resolve()),
                "changed": (now or datetime.now(UTC)).isoformat(),
                "answers": state.answers,
                "decisions": state.decisions,
                "passed": state.passed,
            },
        )

    def discard(self) -> None:
        """Forget the answers: they stand in an entry now, or nobody wants them."""
        self.path.unlink(missing_ok=True)


def new_path(folder: Path, root: Path) -> Path:
    """A file for another dialogue.

    Args:
        folder: the user's data folder.
        root: folder of the knowledge base.
    """
    return folder / FOLDER / f"{_mark(root)}-{secrets.token_hex(4)}.json"


def find_unfinished(folder: Path, root: Path) -> list[Unfinished]:
    """Dialogues that were left, the last first; files that are damaged are passed over."""
    found = []
    for path in (folder / FOLDER).glob(f"{_mark(root)}-*.json"):
        if one := _parse(path, read_json(path)):
            found.append(one)
    return sorted(found, key=lambda one: one.changed, reverse=True)


def _mark(root: Path) -> str:
    """One folder has one mark, by whatever way it was named."""
    return hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _parse(path: Path, data: object) -> Unfinished | None:
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        return None
    answers, decisions, passed = (data.get(key) for key in ("answers", "decisions", "passed"))
    if not (isinstance(answers, dict) and isinstance(decisions, dict) and isinstance(passed, list)):
        return None
    try:
        changed = datetime.fromisoformat(str(data.get("changed")))
    except ValueError:
        return None
    if changed.tzinfo is None:
        return None
    return Unfinished(path, _state(answers, decisions, passed), changed)


def _state(answers: Mapping[str, object], decisions: Mapping[str, object], passed: list[object]
) -> State:  # fmt: skip
    """What still has a question: the form may have changed since."""
    kept = {
        name: text for name, text in answers.items() if isinstance(text, str) and find_asked(name)
    }
    decided = {name: one for name, one in decisions.items() if isinstance(one, bool)}
    steps = [one for one in passed if isinstance(one, str) and (find_asked(one) or one in decided)]
    return State(kept, decided, list(dict.fromkeys(steps)))
