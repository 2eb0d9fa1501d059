"""The dialogue of `kb new` at a terminal: one step after another, each checked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kb.authoring.dialogue.asking import Dialogue, Given
from kb.authoring.dialogue.course import Asks, Step, is_hurried
from kb.authoring.form.questions import Kind, Need, Question
from kb.cli.dialogue.conversation import ERASE, Back, Conversation, no_word, save_word, yes_word
from kb.cli.dialogue.picklist import PickList
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext

if TYPE_CHECKING:
    from kb.cli.dialogue.advisor import Advisor
    from kb.cli.dialogue.terminal import Terminal
    from kb.content.yamlfile import Tree

_EDIT, _END = "e", "."
_SAVE = 2
"""Place of the word for saving among the answers to going on."""


class Known(Exception):  # noqa: N818 - an answer, not an error
    """The practice is there already."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(entry_id)
        self.entry_id = entry_id


class _SaveNow(Exception):  # noqa: N818 - a wish, not an error
    """The person has said enough."""


class Interview(Conversation):
    """Asks until the dialogue is at its end.

    Args:
        dialogue: what is asked.
        terminal: of whom.
        advisor: knows the entries that are there.
        keep: called after each step.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        terminal: Terminal,
        advisor: Advisor,
        keep: Callable[[], None],
    ) -> None:
        super().__init__(terminal)
        self._dialogue = dialogue
        self._advisor = advisor
        self._keep = keep

    def introduce(self) -> None:
        """Say once how it goes."""
        self.say(
            _(
                "A few questions about the practice, checked as you go. What you do not know yet "
                "can stay empty: press Enter."
            )
        )
        self.say(
            _(
                "At every question: ? shows help, < goes back, ! leaves and keeps your answers for "
                "another day."
            )
        )

    def run(self) -> None:
        """Take all steps there are.

        Raises:
            Left: the person wants to go on another day; EOFError and KeyboardInterrupt say so, too.
            Known: the practice is there already.
        """
        try:
            while step := self._dialogue.find_step():
                self._take(step)
                self._keep()
        except _SaveNow:
            self._keep()

    def _take(self, step: Step) -> None:
        try:
            if step.asks is Asks.ANSWER:
                self._ask(step)
            elif step.asks is Asks.NEARBY:
                self.ask_nearby(self._dialogue.compose().tree)
                self._dialogue.decide(step, True)
            elif step.asks is Asks.SECTION:
                self._ask_section(step)
            else:
                self._ask_group(step)
        except Back:
            if not self._dialogue.go_back():
                self.say(_("This is the first question."))

    # Decisions

    def _ask_section(self, step: Step) -> None:
        section = step.section
        assert section is not None  # noqa: S101 - every such step has one
        self.terminal.head(section.title)
        self.say(section.help)
        sentence = _("Go on with “%(section)s”? “%(letter)s” saves the entry now.")
        params = {"section": section.title, "letter": save_word()[0]}
        chosen = self.choose(sentence % params, (yes_word(), no_word(), save_word()))
        if chosen == _SAVE:
            raise _SaveNow
        self._dialogue.decide(step, chosen == 0)

    def _ask_group(self, step: Step) -> None:
        question = _question_of(step)
        if step.number:
            sentence = _("“%(label)s”: one more?") % {"label": question.label}
        elif question.need is Need.STUB:  # begun with the first questions
            self.terminal.head(question.label)
            sentence = _("Say more about it?")
        else:
            self.terminal.head(_with_need(question))
            sentence = _("%(help)s Fill it in?") % {"help": question.help}
        self._dialogue.decide(step, self.choose(sentence, (no_word(), yes_word())) == 1)

    def ask_nearby(self, tree: dict[str, Tree]) -> None:
        """Show entries that may be the same, unless they were shown before.

        Raises:
            Known: it is one of them.
        """
        near = self._advisor.find_new_nearby(tree)
        if not near:
            return
        self.terminal.head(_("Is it one of these?"))
        for number, one in enumerate(near, 1):
            self.terminal.rows([f"{number:>3}  {one.title} ({one.id})"])
            for reason in one.reasons:
                self.say(reason.tell(), 5)
        sentence = _("Type its number if it is; Enter if your practice is another one.")
        self.say(sentence)
        while typed := self.line(lambda: self.say(sentence)).strip():
            if typed.isascii() and typed.isdigit() and 0 < int(typed[:6]) <= len(near):
                raise Known(near[int(typed) - 1].id)
            self.say(_("There is no such number in the list."))

    # Answers

    def _ask(self, step: Step) -> None:
        question = _question_of(step)
        self._introduce(step, question)
        while not self._give(step, self._read(step, question)).is_taken:
            pass

    def _introduce(self, step: Step, question: Question) -> None:
        done, all_of_them = self._dialogue.count_hurried()
        head = _with_need(question)
        if is_hurried(step.name) and done < all_of_them:
            head = f"[{done + 1}/{all_of_them}] {head}"
        self.terminal.head(head)
        self.say(question.help)
        if question.limit:
            sentence = ngettext(
                "Not more than %(num)d character.",
                "Not more than %(num)d characters.",
                question.limit,
            )
            self.say(sentence % {"num": question.limit})
        if known := self._dialogue.suggestion(step):
            shown = known
            if question.has_choices:
                label = self._dialogue.choices.label
                shown = ", ".join(label(question, one) for one in known.split("\n"))
            self.say(_("Enter keeps: %(answer)s") % {"answer": shown})

    def _read(self, step: Step, question: Question) -> str:
        """What was typed as an answer; "" to leave it as it is."""
        if question.has_choices:
            choices = self._dialogue.choices
            suggested = self._advisor.suggest(question.name, self._dialogue.compose().tree)
            find_faults = self._dialogue.find_faults
            pick = PickList(self, question, choices, lambda text: find_faults(step, text))
            return pick.read(suggested)
        if question.kind is Kind.TEXT or question.is_list:
            return self._read_lines(step, question)
        return self.line(lambda: self.explain(question))

    def _read_lines(self, step: Step, question: Question) -> str:
        """Several lines: answers of a list, or a text of paragraphs."""
        if question.is_list:
            self.say(_("One answer a line; an empty line ends the list."))
        else:
            self.say(_("Two empty lines or a single dot end the text; e opens your editor."))
        lines: list[str] = []
        while True:
            typed = self.line(lambda: self.explain(question))
            if not lines and typed.strip() == _EDIT and not question.is_list:
                return self.terminal.edit(self._dialogue.suggestion(step)) or ""
            if typed.strip() == _END or (not typed.strip() and _is_end(lines, question)):
                return "\n".join(lines)
            lines += typed.split("\n")
            if lines == [ERASE]:
                return ERASE

    def _give(self, step: Step, text: str) -> Given:
        """Hand an answer over and say what became of it."""
        if not text.strip():
            text = self._dialogue.suggestion(step)
        given = self._dialogue.give(step, text)
        if given.is_missing:
            self.say(_("It needs an answer; < goes back."))
        if given.is_too_long:
            self.say(_("That is longer than a whole entry may be. Write less."))
        self.tell_issues(given.issues)
        if given.is_taken:
            self._tell_length(step)
        return given

    def _tell_length(self, step: Step) -> None:
        question = _question_of(step)
        answer = self._dialogue.state.answers.get(step.name)
        if not answer or not question.limit or question.is_list:
            return
        rest = question.limit - len(answer)
        if rest >= 0:
            sentence = ngettext("%(num)d character left.", "%(num)d characters left.", rest)
            self.say(sentence % {"num": rest}, 2)


def _is_end(lines: Sequence[str], question: Question) -> bool:
    """Whether an empty line ends what was typed so far."""
    return question.is_list or not lines or not lines[-1].strip()


def _question_of(step: Step) -> Question:
    assert step.question is not None  # noqa: S101 - every such step has one
    return step.question


def _with_need(question: Question) -> str:
    if question.need is Need.ALWAYS:
        return question.label
    if question.need in (Need.STUB, Need.PUBLICATION):
        return _("%(label)s (needed for publication)") % {"label": question.label}
    return _("%(label)s (may stay empty)") % {"label": question.label}
