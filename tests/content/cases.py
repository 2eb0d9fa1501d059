"""The faulty files in `tests/data/invalid`, each put into a small knowledge base of its own.

A file directly in that folder is a practice; one in a folder below is a record of that kind. Beside
each stands what is to be found, as lines of `line:column CODE`.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from kb.content.checks import check_content
from kb.content.root import FOLDERS
from kb.content.store import load_content
from kb.errors import Issue
from tests.factories import practice_data, write_base

DATA = Path(__file__).parent.parent / "data"
INVALID = sorted((DATA / "invalid").rglob("*.yaml"))
VALID = sorted((DATA / "valid").rglob("*.yaml"))
TODAY = date(2025, 6, 1)


def name_of(path: Path) -> str:
    """A short name of a case for the list of tests."""
    return (
        path.stem if path.parent.name in ("invalid", "valid") else f"{path.parent.name}-{path.stem}"
    )


def put(folder: Path, case: Path) -> Path:
    """Copy a case to where it belongs in a fresh knowledge base; returns the file there."""
    root = write_base(
        folder,
        practices=[
            practice_data(former_ids=["at-frueher"]),
            practice_data(id="at-entwurf", status="draft"),
            practice_data(id="at-garten"),
        ],
        projects={
            "radprojekt": {"language": "de-AT", "title": "Rad", "status": "published"},
            "iira": {"language": "en", "title": "IIRA", "status": "published"},
        },
    )
    kind = case.parent.name
    base = root / "practices"
    if kind in ("invalid", "valid"):
        target = base / "at" / f"at-{case.name}"
    elif kind == "settings":
        target = base / "kb.yaml"
    elif kind == "exceptions":
        target = base / "exceptions.yaml"
    elif kind == "glossary":
        target = base / "vocabulary" / "glossary.yaml"
    else:
        target = base / FOLDERS[kind] / case.name
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(case, target)
    return target


def issues_of(target: Path) -> list[Issue]:
    """Everything found in one file of a knowledge base."""
    root = next(one for one in target.parents if one.name == "practices").parent
    found = check_content(load_content(root), today=TODAY)
    return [one for one in found if one.where.path == target]


def shown(issues: list[Issue]) -> list[str]:
    """Findings as they are written beside a case."""
    return [f"{one.where.line}:{one.where.column} {one.code}" for one in issues]


__all__ = ["DATA", "INVALID", "TODAY", "VALID", "issues_of", "name_of", "put", "shown"]
