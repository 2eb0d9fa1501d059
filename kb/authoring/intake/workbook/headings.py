"""What stands above a column or before an answer, and which question is meant by it.

A question is known by its name ("location.country") or by its label in any of the base's languages.
A number tells which of several answers it is: "results.2.text", "Result 2", "Topics (3)".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from kb.authoring.form.choices import as_name
from kb.authoring.form.cleaning import clean
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.content.nearmiss import find_meant
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext, speaking

NUMBER, PRACTICE, ENTRY = "kb.number", "kb.practice", "kb.entry"
"""Names of columns that are no questions: a row's number, whose row it is, the entry's id."""
_NUMBERED = re.compile(r"(.+?)[\s.:#_]*[(\[]?(\d{1,3})[)\]]?")
_WITHIN = re.compile(r"[.\[](\d{1,3})\]?(?=\.|$)")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_LONGEST = 120
"""Longer texts are no headings; nothing is looked for in them."""


class Heading(NamedTuple):
    """What a column or a line is for."""

    name: str
    """Of a question, or one of the names above."""
    number: int = 0
    """Which of several; 0 where nothing tells."""

    @property
    def question(self) -> Question | None:
        """The question; None for a column that is for something else."""
        return practice_form().find(self.name)

    @property
    def group(self) -> str:
        """The key of the list of groups the question is in; "" for others."""
        top = practice_form().find(self.name.split(".")[0])
        return top.key if top and top.kind is Kind.PART and top.is_list else ""


class Headings:
    """All headings that are understood.

    Args:
        langs: languages their labels may be in.
    """

    def __init__(self, langs: Sequence[str]) -> None:
        self.langs = tuple(dict.fromkeys((*langs, "en")))
        self._labels = _labels(self.langs)

    def resolve(self, texts: Iterable[str], within: str = "") -> list[Heading | None]:
        """What each of some headings is for; None for one nobody knows.

        Where a word is the label of different questions in different languages, the language most
        of the others are in decides; it stays unknown where they do not.

        Args:
            texts: headings that stand together.
            within: the list of groups they belong to, whose keys are enough then.
        """
        found = [self._readings(text, within) for text in texts]
        spoken = Counter(lang for ways in found for lang in {lang for lang, _one in ways if lang})
        ranked = [lang for lang, _count in spoken.most_common()]
        return [_decided(ways, ranked) for ways in found]

    def find_near(self, text: str) -> str:
        """The label most like a heading nobody knows; "" for none."""
        names = {label: label for by_label in self._labels.values() for label in by_label if label}
        return find_meant(as_name(clean(text)), names) or "" if len(text) <= _LONGEST else ""

    def _readings(self, text: str, within: str) -> list[tuple[str, Heading]]:
        """What a heading may mean, with the language it is that in; names are in none."""
        if len(text) > _LONGEST:
            return []
        plain = as_name(clean(text))
        ways = [plain, as_name(_ASIDE.sub("", plain))]
        for way in dict.fromkeys(ways):
            if found := self._named(way, within):
                return found
        numbered = _NUMBERED.fullmatch(plain)
        if not numbered:
            return []
        found = self._named(as_name(numbered[1]), within)
        return [(lang, Heading(one.name, int(numbered[2]))) for lang, one in found]

    def _named(self, text: str, within: str) -> list[tuple[str, Heading]]:
        if one := _by_name(text, within):
            return [("", one)]
        return [
            (lang, Heading(labels[text])) for lang, labels in self._labels.items() if text in labels
        ]


def _decided(ways: Sequence[tuple[str, Heading]], ranked: Sequence[str]) -> Heading | None:
    if len({one for _lang, one in ways}) <= 1:
        return ways[0][1] if ways else None
    first = min(ways, key=lambda way: ranked.index(way[0]))
    rivals = {one for lang, one in ways if lang == first[0]}
    return first[1] if len(rivals) == 1 else None


def _by_name(text: str, within: str) -> Heading | None:
    """A heading that is a name, perhaps with a number in it."""
    if text in (NUMBER, PRACTICE, ENTRY):
        return Heading(text)
    if text == "id":
        return Heading(ENTRY)
    numbers = _WITHIN.findall(text)
    name = _WITHIN.sub("", text)
    number = int(numbers[0]) if numbers else 0
    for one in (f"{within}.{name}", name) if within else (name,):
        if found := _questions().get(one):
            return Heading(found.name, number)
    return None


@cache
def _questions() -> Mapping[str, Question]:
    """Questions by name in small letters; names of records also by the key their id has."""
    named = {one.name.casefold(): one for one in practice_form().all_questions()}
    for one in practice_form().all_questions():
        if one.known_key:
            named[".".join((*one.path[:-1], one.known_key))] = one
    return named


@cache
def _labels(langs: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Names by label, for each language."""
    labels: dict[str, dict[str, str]] = {}
    for lang in langs:
        with speaking(lang):
            own = {as_name(number_word()): NUMBER, as_name(practice_word()): PRACTICE}
            for top in practice_form().questions():
                own |= dict(_labels_of(top))
            labels[lang] = own
    return labels


def _labels_of(top: Question) -> Iterator[tuple[str, str]]:
    """Labels of a question and its parts; those of parts also behind the group's own."""
    yield as_name(top.label), top.name
    for one in _inside(top):
        yield as_name(one.label), one.name
        yield as_name(f"{top.label}: {one.label}"), one.name


def _inside(question: Question) -> Iterator[Question]:
    for one in question.parts:
        yield one
        yield from _inside(one)


def number_word() -> str:
    """What stands above the numbers of the rows, in the language spoken."""
    return pgettext("workbook", "No.")


def practice_word() -> str:
    """What stands above the column that says whose row it is, in the language spoken."""
    return pgettext("workbook", "Practice")


def practice_help() -> str:
    """What stands below that, in the language spoken."""
    return _("The title of the practice, or its number in the first table.")


@cache
def known_texts(langs: tuple[str, ...]) -> frozenset[str]:
    """All that a form itself says in its cells, as it is compared: labels, helps, sections."""
    from kb.authoring.intake.workbook.layout import need_words

    texts = set()
    for lang in langs:
        with speaking(lang):
            for section in practice_form().sections:
                texts |= {section.title, section.help}
            for one in practice_form().all_questions():
                texts |= {one.label, one.help}
                texts.add(f"{one.help} {need_words(one)}".strip())
            texts |= {number_word(), practice_word(), practice_help()}
    return frozenset(as_name(clean(text)) for text in texts) - {""}
