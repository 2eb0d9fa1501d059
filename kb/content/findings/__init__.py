"""Every finding the knowledge base knows: its code, sentence, severity, reason and cure.

The sentences are for people who write about their work, not for programmers. Each ends with how to
mend the fault. They are marked for translation here and translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.content.findings.files import FILE
from kb.content.findings.finding import Finding, Severity
from kb.content.findings.forms import FORM_FILES, FORM_TABLES, FORMS
from kb.content.findings.hints import HINTS
from kb.content.findings.records import BETWEEN, INSIDE
from kb.content.findings.translations import TRANSLATIONS
from kb.content.findings.values import VALUES
from kb.errors import Issue

GROUPS: Mapping[str, str] = {
    "KB1": "The file and its YAML",
    "KB2": "Keys and values",
    "KB3": "Inside one record",
    "KB4": "Between records",
    "KB5": "Hints for good entries",
    "KB6": "Translations",
    "KB7": "Forms and answers",
}
"""Headings by the first three characters of the codes."""

FINDINGS: Mapping[str, Finding] = {
    one.code: one
    for group in (
        *(FILE, VALUES, INSIDE, BETWEEN, HINTS, TRANSLATIONS),
        *(FORMS, FORM_TABLES, FORM_FILES),
    )
    for one in group
}
"""All findings by code, in order."""


def get_finding(code: str) -> Finding:
    """The finding with this code; raises KeyError for a code nobody defined."""
    return FINDINGS[code]


def is_error(issue: Issue) -> bool:
    """Whether an issue is an error, and not only a hint."""
    return get_finding(issue.code).severity is Severity.ERROR


def describe(issue: Issue, translate: Callable[[str], str] = str) -> str:
    """The sentence of an issue with its values.

    Args:
        issue: what was found.
        translate: turns the sentence into the reader's language, English without it.
    """
    return translate(get_finding(issue.code).sentence_for(issue.params)) % _Params(issue.params)


class _Params(dict[str, str]):
    """Values for a sentence; one that a caller forgot shows as "…" instead of breaking it."""

    def __missing__(self, key: str) -> str:
        return "…"


__all__ = ["FINDINGS", "GROUPS", "Finding", "Severity", "describe", "get_finding", "is_error"]
