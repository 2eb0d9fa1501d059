"""Remarks in a new entry that say which keys it lacks, and how they go when a key comes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kb.authoring.form.questions import Question, practice_form
from kb.translation.interface import catalog_languages, speaking, spoken_language
from kb.translation.interface import gettext as _


def remind_of(question: Question) -> str:
    """What stands, in the language spoken, where a key is missing."""
    sentence = _("Missing for publication: “%(key)s”. %(help)s")
    return sentence % {"key": question.key, "help": question.help}


def without_reminders(text: str, keys: Collection[str]) -> str:
    """A file's text without the remarks that these keys are missing.

    Args:
        text: what the file holds.
        keys: those that are there now.
    """
    for key in keys:
        if re.search(rf"^# .*\W{re.escape(key)}\W", text, re.MULTILINE):  # it is seldom there
            lines = text.splitlines(keepends=True)
            ways = (_find_remark(lines, one) for one in _iter_reminders(key))
            if found := next((one for one in ways if one), None):
                del lines[found]
                text = "".join(lines)
    return text


def _iter_reminders(key: str) -> Iterator[str]:
    """A remark in all languages it may have been written in."""
    question = practice_form().find(key)
    if question is None:
        return
    for lang in dict.fromkeys((spoken_language(), "en", *catalog_languages())):
        with speaking(lang):
            yield remind_of(question)


def _find_remark(lines: list[str], remark: str) -> slice | None:
    """The lines a remark stands on, however it was broken into them; changed ones are others."""
    wanted = " ".join(remark.split())
    for start in range(len(lines)):
        told = ""
        for end in range(start, len(lines)):
            if not lines[end].startswith("# "):
                break
            told = f"{told} {lines[end][2:].strip()}".strip()
            if told == wanted:
                return slice(start, end + 1)
            if not wanted.startswith(told):
                break
    return None
