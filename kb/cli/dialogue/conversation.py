"""How `kb new` talks: lines that may be commands, questions for one of several words, findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kb.authoring.form.questions import Need, Question
from kb.cli.reasons import with_reasons
from kb.content.findings import describe, is_error
from kb.errors import Issue
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext

if TYPE_CHECKING:
    from kb.cli.dialogue.terminal import Terminal

HELP, BACK, LEAVE, ERASE = "?", "<", "!", "-"


class Back(Exception):  # noqa: N818 - a wish, not an error
    """The person wants to go one step back."""


class Left(Exception):  # noqa: N818 - a wish, not an error
    """The person wants to go on another day."""


class Conversation:
    """What is said and typed at one terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.say = terminal.say

    def line(self, explain: Callable[[], None]) -> str:
        """What was typed, unless it was a command.

        Args:
            explain: called for "?".

        Raises:
            Back, Left: the person wants to. EOFError and KeyboardInterrupt pass.
        """
        while True:
            text = self.terminal.read()
            command = text.strip()
            if command == HELP:
                explain()
            elif command == BACK:
                raise Back
            elif command == LEAVE:
                raise Left
            else:
                return text

    def choose(
        self,
        sentence: str,
        words: Sequence[tuple[str, str]],
        explain: Callable[[], None] | None = None,
    ) -> int:
        """Ask for one of several words, the first of which an empty answer means.

        Args:
            sentence: the question.
            words: of each the letter and the word.
            explain: called for "?"; the question is asked again without it.

        Returns:
            Its place among the words.
        """
        letters = [letter for letter, _word in words]
        asked = f"{sentence} [{'/'.join((letters[0].upper(), *letters[1:]))}]"
        self.say(asked)
        while True:
            typed = self.line(explain or (lambda: self.say(asked))).strip().casefold()
            if not typed:
                return 0
            for place, pair in enumerate(words):
                if typed in (one.casefold() for one in pair):
                    return place
            legend = ", ".join(f"{letter} = {word}" for letter, word in words)
            self.say(_("Type one of these: %(words)s.") % {"words": legend})

    def explain(self, question: Question) -> None:
        """Show what belongs into an answer."""
        self.say(question.help)
        if question.example:
            self.say(_("For example: %(example)s") % {"example": question.example})
        if question.need is Need.ALWAYS:
            self.say(_("It needs an answer; < goes back."))
        else:
            self.say(_("Enter passes it; - erases an answer."))

    def tell_issues(self, issues: Sequence[Issue]) -> None:
        """Show findings: what has to be mended, and hints."""
        for one in issues:
            sentence = describe(with_reasons(one), _)
            if not is_error(one):
                sentence = _("Hint: %(sentence)s") % {"sentence": sentence}
            self.say(sentence, 2)


def yes_word() -> tuple[str, str]:
    """The letter for yes, and the word."""
    return pgettext("answer", "y"), pgettext("answer", "yes")


def no_word() -> tuple[str, str]:
    """The letter for no, and the word."""
    return pgettext("answer", "n"), pgettext("answer", "no")


def save_word() -> tuple[str, str]:
    """The letter for saving at once, and the word."""
    # Translators: the letter to press for "save"; not that of yes or no.
    return pgettext("answer", "s"), pgettext("answer", "save")
