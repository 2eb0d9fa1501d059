"""Choosing from a list by typing: the beginning of a word, a name, or numbers of what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from kb.authoring.form.choices import Choice, Choices
from kb.authoring.form.questions import Question

SHORT = 9
"""Lists no longer than this are shown at once."""
_NUMBERS = re.compile(r"\d{1,4}(?:[\s,;]+\d{1,4})*[\s,;]*")


class Picked(Enum):
    """What came of something typed."""

    CHOSEN = auto()
    """One or several choices."""
    OFFERED = auto()
    """Several fit: they are offered now, by number."""
    NO_NUMBER = auto()
    """A number that stands before nothing."""
    UNKNOWN = auto()
    """Nothing in the list is called so."""


@dataclass
class Picking:
    """One question answered from a list.

    Attributes:
        question: what is asked.
        choices: the lists of the base.
        offered: what was shown last; numbers mean these, from 1.
        chosen: what has been chosen.
    """

    question: Question
    choices: Choices
    offered: Sequence[Choice] = ()
    chosen: list[Choice] = field(default_factory=list)

    @property
    def has_short_list(self) -> bool:
        """Whether all there is can be shown at once."""
        return 0 < len(self.choices.of(self.question)) <= SHORT

    def offer(self, choices: Iterable[Choice]) -> Sequence[Choice]:
        """Let numbers mean these from now on."""
        self.offered = tuple(choices)
        return self.offered

    def offer_all(self) -> Sequence[Choice]:
        """Let numbers mean all that is in the list."""
        return self.offer(self.choices.of(self.question))

    def find_values(self, values: Iterable[str]) -> list[Choice]:
        """The choices of some values, in their order."""
        known = {one.value: one for one in self.choices.of(self.question)}
        return [known[one] for one in values if one in known]

    def pick(self, text: str) -> Picked:
        """Take what was typed."""
        if self.offered and _NUMBERS.fullmatch(text):
            return self._pick_numbers([int(one) for one in re.findall(r"\d+", text)])
        pieces = self._pieces(text)
        found = [self._find(one) for one in pieces]
        if pieces and all(len(one) == 1 for one in found):
            for (only,) in found:
                self._choose(only)
            return Picked.CHOSEN
        several = found[0] if len(found) == 1 else ()
        return self._narrow(several or self.choices.search(self.question, text), text)

    def _find(self, name: str) -> Sequence[Choice]:
        """Choices of a name; those in the list go before "German", which is in none."""
        found = self.choices.find(self.question, name)
        listed = self.choices.of(self.question)
        if len(found) == 1 and found[0] not in listed:
            below = [one for one in self.choices.search(self.question, name) if one in listed]
            return below or found
        return found

    def _pieces(self, text: str) -> list[str]:
        """Names in what was typed: it may be one with a comma, or several."""
        if not self.question.is_list or self.choices.find(self.question, text):
            return [text]
        return [one for one in (part.strip() for part in re.split("[,;\n]", text)) if one]

    def _narrow(self, found: Sequence[Choice], text: str) -> Picked:
        if not found or not any(map(str.isalnum, text)):
            return Picked.UNKNOWN
        # Free answers are more than the beginning of a name: never taken for it unasked.
        if len(found) == 1 and not self.question.known_key:
            self._choose(found[0])
            return Picked.CHOSEN
        self.offer(found)
        return Picked.OFFERED

    def _pick_numbers(self, numbers: Sequence[int]) -> Picked:
        is_single = not self.question.is_list and len(numbers) > 1
        if is_single or not all(0 < one <= len(self.offered) for one in numbers):
            return Picked.NO_NUMBER
        for one in numbers:
            self._choose(self.offered[one - 1])
        return Picked.CHOSEN

    def _choose(self, choice: Choice) -> None:
        if not self.question.is_list:
            self.chosen.clear()
        if choice not in self.chosen:
            self.chosen.append(choice)
