"""Fields of a Word form: content controls, which Word and LibreOffice fill in and list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from kb.authoring.form.choices import Choice, Choices
from kb.authoring.form.questions import Kind, Question
from kb.authoring.intake.wordform.phrases import placeholder, takes_other_words
from kb.export.word.markup import Node, clean, flag, w
from kb.export.word.scribe import runs

_LONGEST_NAME = 64
"""Of tags and titles of controls in Word."""
FOR_TEXT, FOR_CHOICE, FOR_BOTH = "FormText", "FormChoice", "FormBoth"
"""Building blocks with what an empty control shows; Word puts it back when a field is emptied."""
_FEWEST_CHOICES = {"topics": 5, "target_groups": 5}
_SEVERAL = 3


class Controls:
    """Makes the controls of one form.

    Args:
        choices: the lists of the base, in the form's language.
        prose_lang: language of the answers in it, "" where that is not known.
    """

    def __init__(self, choices: Choices, prose_lang: str) -> None:
        self._choices = choices
        self._prose_lang = prose_lang
        self._ids = count(1000)

    def of(self, question: Question, tag: str, values: Sequence[str]) -> Iterator[Node]:
        """The controls for one answer, or for several.

        Args:
            question: what is asked.
            tag: its name, with the numbers of the groups it is in: "organisations.0.name".
            values: what the entry holds.
        """
        if not question.is_list:
            yield self._one(question, tag, question.label, "".join(values[:1]))
        elif question.has_choices:
            for place in range(_how_many(question, len(values))):
                value = values[place] if place < len(values) else ""
                label = f"{question.label} {place + 1}"
                yield self._one(question, f"{tag}.{place}", label, value)
        else:
            sign = ", " if question.kind is Kind.COUNT else "\n"
            yield self._one(question, tag, question.label, sign.join(values))

    def _one(self, question: Question, tag: str, label: str, value: str) -> Node:
        offered = unlike(self._choices.of(question)) if question.has_choices else ()
        text = self._shown(question, value, offered) if value else ""
        lang = self._choices.lang if question.has_choices else self._prose_lang
        hint = placeholder(question)
        words = runs(text, lang) if text else runs(hint, self._choices.lang, "PlaceholderText")
        return w(
            "sdt",
            w(
                "sdtPr",
                w("alias", val=_name(label)),
                w("tag", val=tag),
                w("id", val=next(self._ids)),
                w("placeholder", w("docPart", val=_block(question))),
                None if text else flag("showingPlcHdr"),
                _kind(question, offered, hint),
            ),
            w("sdtContent", *words),
        )

    def _shown(self, question: Question, value: str, offered: Sequence[Choice]) -> str:
        """A value as its field shows it: by the name that leads back to it."""
        if not question.has_choices:
            return value
        label = next((one.label for one in offered if one.value == value), "")
        label = label or self._choices.label(question, value)
        found = self._choices.find(question, label)
        return label if question.known_key or [one.value for one in found] == [value] else value


def _how_many(question: Question, there: int) -> int:
    wanted = _FEWEST_CHOICES.get(question.name, len(question.words) or _SEVERAL)
    return max(wanted, there)


def _kind(question: Question, offered: Sequence[Choice], hint: str) -> Node:
    if not question.has_choices:
        # Not w:text: LibreOffice drops the line breaks in it, and Word what somebody pastes.
        return w("richText")
    # Word puts the hint back where somebody chooses an item without a name of its own.
    items = [w("listItem", value=hint)]
    items += [
        w("listItem", displayText=clean(one.label), value=clean(one.value)) for one in offered
    ]
    return w("comboBox" if takes_other_words(question) else "dropDownList", *items)


def unlike(offered: Sequence[Choice]) -> tuple[Choice, ...]:
    """Choices no two of which are called the same: Word does not open lists with such."""
    seen: set[str] = set()
    made = []
    for one in offered:
        label = one.value if one.label in seen else one.label
        seen.add(label)
        made.append(Choice(one.value, label, one.names, one.depth, one.note))
    return tuple(made)


def _block(question: Question) -> str:
    if not question.has_choices:
        return FOR_TEXT
    return FOR_BOTH if takes_other_words(question) else FOR_CHOICE


def _name(label: str) -> str:
    return clean(label) if len(label) <= _LONGEST_NAME else f"{clean(label)[: _LONGEST_NAME - 1]}…"
