"""Answers from a list at a terminal: by name, by the beginning of a word, or by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kb.authoring.dialogue.picking import Picked, Picking
from kb.cli.dialogue.conversation import ERASE, Back, Conversation
from kb.translation.interface import gettext as _

if TYPE_CHECKING:
    from kb.authoring.form.choices import Choice, Choices
    from kb.authoring.form.questions import Question
    from kb.errors import Issue


class PickList:
    """One question answered from a list.

    Args:
        conversation: with whom.
        question: what is asked.
        choices: the lists of the base.
        find_faults: says what is wrong with a name that is not in the list.
    """

    def __init__(
        self,
        conversation: Conversation,
        question: Question,
        choices: Choices,
        find_faults: Callable[[str], Sequence[Issue]],
    ) -> None:
        self._conversation = conversation
        self._question = question
        self._picking = Picking(question, choices)
        self._find_faults = find_faults
        self._kept = ""
        """A name as it was typed, which Enter takes where the list does not have it."""

    def read(self, suggested: Sequence[str] = ()) -> str:
        """The answer: values of what was chosen, one a line; "" for none, "-" for none any more.

        Args:
            suggested: values to be shown before anything is typed.

        Raises:
            Back: the person wants to go back, and has not chosen anything.
        """
        self._begin(suggested)
        while True:
            try:
                typed = self._conversation.line(self._explain).strip()
            except Back:
                if not self._picking.chosen:
                    raise
                self._picking.chosen.pop()
                self._tell_chosen()
                continue
            if not typed or typed == ERASE:
                return typed or self._values() or self._kept
            answer = self._take(typed)
            if answer is not None:
                return answer

    def _begin(self, suggested: Sequence[str]) -> None:
        if self._picking.has_short_list:
            self._show(self._picking.offer_all(), is_tree=True)
            return
        if found := self._picking.find_values(suggested):
            self._conversation.say(_("What you wrote speaks of:"))
            self._show(self._picking.offer(found))
            self._conversation.say(_("Type numbers of what fits, such as 1 2."))
        self._conversation.say(_("Type the beginning of a word; ? shows the whole list."))

    def _take(self, typed: str) -> str | None:
        """The answer, if this was the last word about it."""
        self._kept = ""
        result = self._picking.pick(typed)
        if result is Picked.CHOSEN:
            self._tell_chosen()
            return None if self._question.is_list else self._values()
        if result is Picked.NO_NUMBER:
            self._conversation.say(_("There is no such number in the list."))
        elif result is Picked.OFFERED:
            self._show(self._picking.offered)
            self._offer_typed(typed)
        elif not self._question.is_list:
            return typed  # another country, or a name of its own; all else is refused
        else:
            self._conversation.tell_issues(self._find_faults(typed))
        return None

    def _offer_typed(self, typed: str) -> None:
        if not self._question.known_key:
            self._conversation.say(_("Type a number, or more of the word."))
            return
        self._kept = typed
        sentence = _("Type a number; Enter takes “%(name)s” as you wrote it.")
        self._conversation.say(sentence % {"name": typed})

    def _explain(self) -> None:
        self._conversation.explain(self._question)
        self._show(self._picking.offer_all(), is_tree=True)

    def _show(self, choices: Sequence[Choice], *, is_tree: bool = False) -> None:
        width = len(str(len(choices))) + 2
        rows = []
        for number, one in enumerate(choices, 1):
            note = f" – {one.note}" if one.note else ""
            indent = "  " * one.depth if is_tree else ""
            rows.append(f"{number:>{width}}  {indent}{one.label}{note}")
        self._conversation.terminal.rows(rows)

    def _tell_chosen(self) -> None:
        names = ", ".join(one.label for one in self._picking.chosen)
        if not names:
            self._conversation.say(_("Nothing is chosen."))
        elif self._question.is_list:
            sentence = _("Chosen: %(names)s. One more, or Enter to go on; < takes the last back.")
            self._conversation.say(sentence % {"names": names})
        else:
            self._conversation.say(_("Chosen: %(names)s.") % {"names": names})

    def _values(self) -> str:
        return "\n".join(one.value for one in self._picking.chosen)
