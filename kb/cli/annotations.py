"""Findings as the pages of a merge or pull request show them, at the lines they belong to."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kb.cli.reasons import with_reasons
from kb.content.findings import describe, get_finding, is_error
from kb.errors import Issue
from kb.translation.interface import gettext as _

FORMS = ("github", "gitlab")
"""The pages that are known."""


def annotate(issues: Sequence[Issue], form: str) -> Iterator[str]:
    """The lines to print.

    Args:
        issues: what was found.
        form: one of `FORMS`.
    """
    if form == "github":
        yield from map(github_annotation, issues)
    else:
        report = code_quality(issues)
        yield json.dumps(report, ensure_ascii=True, indent=2)  # a CI runner may lack UTF-8


def shown_path(path: Path) -> str:
    """A path as it can be typed from here; the whole path for one that lies elsewhere."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _posix(path: Path) -> str:
    return shown_path(path).replace(os.sep, "/")


def github_annotation(issue: Issue) -> str:
    """A workflow command of GitHub Actions.

    Escaping as in the actions toolkit, `packages/core/src/command.ts`.
    """
    kind = "error" if is_error(issue) else "warning"
    finding = get_finding(issue.code)
    properties = {
        "file": _posix(issue.where.path),
        "line": str(issue.where.line or 1),  # the page shows it at a line, or not at all
        "col": str(issue.where.column or 1),
        "title": issue.code,
    }
    named = ",".join(f"{name}={_escape(value, ':,')}" for name, value in properties.items())
    message = f"{describe(with_reasons(issue), _)}\n{_(finding.cure)}"
    return f"::{kind} {named}::{_escape(message)}"


def _escape(text: str, more: str = "") -> str:
    for char in ("%", "\r", "\n", *more):
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def code_quality(issues: Sequence[Issue]) -> list[Mapping[str, object]]:
    """A report of GitLab's Code Quality: the keys it reads of the Code Climate format.

    A finding's fingerprint does not change with its line, so that text added above an old fault
    makes no new one.
    """
    seen: dict[str, int] = {}
    report: list[Mapping[str, object]] = []
    for issue in issues:
        path = _posix(issue.where.path)
        same = json.dumps([issue.code, path, sorted(issue.params.items())])
        seen[same] = seen.get(same, 0) + 1
        fingerprint = hashlib.sha256(f"{same}{seen[same]}".encode()).hexdigest()
        report.append(
            {
                "description": f"{issue.code} {describe(with_reasons(issue), _)}",
                "check_name": issue.code,
                "fingerprint": fingerprint,
                "severity": "major" if is_error(issue) else "minor",
                "location": {"path": path, "lines": {"begin": issue.where.line or 1}},
            }
        )
    return report
