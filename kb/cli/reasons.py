"""Findings whose values are words: these are told in the reader's language, too."""

from __future__ import annotations

from dataclasses import replace

from kb.errors import Issue
from kb.translation.telling import reason_label

_TOLD = ("reason", "country")
"""Values of findings that are words, and not what somebody typed."""


def with_reasons(issue: Issue) -> Issue:
    """A finding whose reasons are in the reader's language."""
    told = {name: reason_label(issue.params[name]) for name in _TOLD if name in issue.params}
    return replace(issue, params={**issue.params, **told}) if told else issue
