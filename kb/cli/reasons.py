"""Why a file cannot be used: the system's words, which are English, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from kb.errors import N_, Issue
from kb.translation.interface import gettext as _

_TOLD = ("reason", "country")
"""Values of findings that are words, and not what somebody typed."""

SYSTEM_REASONS = (
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Directory not empty"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Too many open files"),
    N_("Too many levels of symbolic links"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Text file busy"),
    N_("not a regular file"),
    N_("another process is indexing and does not finish"),
)
"""Those that a person can do something about; any other is shown as the system says it."""


def reason_label(reason: object) -> str:
    """A reason in the reader's language, as far as it is known."""
    return _(str(reason))


def with_reasons(issue: Issue) -> Issue:
    """A finding whose reasons are in the reader's language."""
    told = {name: reason_label(issue.params[name]) for name in _TOLD if name in issue.params}
    return replace(issue, params={**issue.params, **told}) if told else issue
