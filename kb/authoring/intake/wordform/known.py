"""What a form itself says, in all languages: its labels, its hints, all its other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from kb.authoring.form.choices import as_name
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.authoring.intake.stamp import without_stamps
from kb.authoring.intake.wordform import phrases
from kb.authoring.intake.wordform.making import fixed_texts
from kb.authoring.intake.wordform.memory import Memory
from kb.content.store import Content
from kb.translation.interface import gettext as _
from kb.translation.interface import speaking

_NUMBERED = re.compile(r"(?P<label>.+?)[\s\u00a0]*(?P<number>\d{1,3})\.?")
_LONGEST_HEADING = 200
_NUMBER = re.compile(r"\d{1,3}[.)]?")
_TITLED = re.compile(r"(?P<label>[^:]{2,60}):\s+(?P<rest>.+)", re.DOTALL)


class Named(NamedTuple):
    """A label with an answer behind it in the same line."""

    question: Question
    rest: str


class Known:
    """The words of all forms of a knowledge base.

    Args:
        content: the knowledge base.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._langs = tuple(dict.fromkeys((*content.settings.languages, "en")))
        self._memory = Memory()

    def of_form(self, memory: Memory) -> Known:
        """The same with the words that a form had when it was made."""
        known = Known(self._content)
        known._memory = memory
        known._all_labels = self._all_labels
        known._all_ones = self._all_ones
        known._sections = self._sections
        known._all_hints = self._all_hints
        known._all_text_hints = self._all_text_hints
        known._all_fixed = self._all_fixed
        known._titles = self._titles
        return known

    def question(self, text: str, group: str = "") -> Question | None:
        """The question of a label; one of the group where several have the same.

        Args:
            text: perhaps a label, in any language.
            group: key of the group whose heading came last.
        """
        found = self._labels.get(as_name(text), ())
        near = [one for one in found if one.path[0] == group]
        top = [one for one in found if len(one.path) == 1]
        chosen = near or top or found
        return chosen[0] if len(chosen) == 1 else None

    def titled(self, text: str, group: str = "") -> Named | None:
        """A line such as "Title: The old dairy"."""
        found = _TITLED.fullmatch(text.strip())
        question = self.question(found["label"], group) if found else None
        if found is None or question is None or question.kind is Kind.PART:
            return None
        return Named(question, found["rest"])

    def group(self, text: str) -> Question | None:
        """The group of a heading: "Results", "Result 2", and "Results 2" of older forms."""
        one = as_name(self._without_number(text))
        for found in (
            self._labels.get(as_name(text), ()),
            self._all_ones.get(one, ()) if one else (),
            self._labels.get(one, ()) if one else (),
        ):
            parts = [question for question in found if question.kind is Kind.PART]
            if len(parts) == 1:
                return parts[0]
        return None

    def is_numbered(self, text: str) -> bool:
        """Whether it is the heading of one of several."""
        return bool(self._without_number(text)) and self.group(text) is not None

    @staticmethod
    def _without_number(text: str) -> str:
        found = _NUMBERED.fullmatch(text.strip()) if len(text) < _LONGEST_HEADING else None
        return found["label"] if found else ""

    def is_hint(self, text: str) -> bool:
        """Whether it is what an empty field shows."""
        return as_name(text) in self._hints

    def behind_hint(self, text: str) -> str:
        """What follows the hint of a field for text; "" where no hint comes first."""
        for hint in self._text_hints:
            if text.startswith(hint):
                return text.removeprefix(hint).lstrip(" :.…\n")
        return ""

    def is_own(self, text: str) -> bool:
        """Whether the form itself says it."""
        return self.is_fixed(text) or bool(_NUMBER.fullmatch(text.strip()))

    def is_fixed(self, text: str) -> bool:
        """The same, without the numbers of rows."""
        plain = as_name(without_stamps(text))
        if not plain or plain in self._fixed:
            return True
        return any(plain.startswith(start) for start in self._titles)

    def is_section(self, text: str) -> bool:
        """Whether it is the heading of a section."""
        return as_name(text) in self._sections

    @cached_property
    def _labels(self) -> Mapping[str, tuple[Question, ...]]:
        made = dict(self._all_labels)
        for label, name in self._memory.labels:
            if label and (question := practice_form().find(name)):
                there = made.get(as_name(label), ())
                made[as_name(label)] = there if question in there else (*there, question)
        return made

    @cached_property
    def _hints(self) -> frozenset[str]:
        return self._all_hints.union(map(as_name, self._memory.hints))

    @cached_property
    def _text_hints(self) -> tuple[str, ...]:
        return (*self._all_text_hints, *filter(None, self._memory.hints[:1]))

    @cached_property
    def _fixed(self) -> frozenset[str]:
        return self._all_fixed.union(as_name(without_stamps(one)) for one in self._memory.lines)

    # What holds for all forms

    @cached_property
    def _all_labels(self) -> Mapping[str, tuple[Question, ...]]:
        return self._called(lambda one: one.label)

    @cached_property
    def _all_ones(self) -> Mapping[str, tuple[Question, ...]]:
        return self._called(lambda one: one.one_label)

    def _called(self, name: Callable[[Question], str]) -> Mapping[str, tuple[Question, ...]]:
        """Questions by what they are called in any of the languages."""
        found: dict[str, dict[str, Question]] = {}
        for lang in self._langs:
            with speaking(lang):
                for one in practice_form().all_questions():
                    found.setdefault(as_name(name(one)), {})[one.name] = one
        return {label: tuple(ones.values()) for label, ones in found.items()}

    @cached_property
    def _sections(self) -> frozenset[str]:
        found = set()
        for lang in self._langs:
            with speaking(lang):
                found |= {as_name(one.title) for one in practice_form().sections}
                found.add(as_name(phrases.ending()))
        return frozenset(found)

    @cached_property
    def _all_hints(self) -> frozenset[str]:
        hints = set()
        for lang in self._langs:
            with speaking(lang):
                hints |= {
                    as_name(phrases.placeholder(one)) for one in practice_form().all_questions()
                }
        return frozenset(hints)

    @cached_property
    def _all_text_hints(self) -> tuple[str, ...]:
        hints = []
        for lang in self._langs:
            with speaking(lang):
                hints.append(phrases.text_hint())
        return tuple(dict.fromkeys(hints))

    @cached_property
    def _all_fixed(self) -> frozenset[str]:
        texts = (text for lang in self._langs for text in fixed_texts(self._content, lang))
        return frozenset(as_name(without_stamps(text)) for text in texts)

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """How the titles of forms begin that show an entry."""
        starts = []
        for lang in self._langs:
            with speaking(lang):
                starts.append(as_name(_("Corrections to “%(title)s”").partition("%(title)s")[0]))
        return tuple(one for one in starts if one)
