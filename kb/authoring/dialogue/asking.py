"""A dialogue about a new entry: where it stands, and what becomes of an answer.

There is no terminal here. The next step follows from what was answered and decided so far, so that
a dialogue can go back, be put away after any answer and be taken up again. A single answer is
checked at once, the answers of a group when the last of them is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.authoring.dialogue.course import (
    Asks,
    Step,
    course,
    gates_of,
    group_of,
    hurried_steps,
    is_hurried,
    is_inside,
)
from kb.authoring.files.naming import entry_path, propose_id, taken_ids
from kb.authoring.form.answers import LONGEST, fill_answers, find_asked
from kb.authoring.form.choices import Choices
from kb.authoring.form.cleaning import clean
from kb.authoring.form.composing import Composed, FilledForm, Typed, check_composed, compose
from kb.authoring.form.outcome import Doubt
from kb.authoring.form.questions import Question, practice_form
from kb.authoring.form.reading import read_answer, read_answers
from kb.content.findings import is_error
from kb.content.store import Content
from kb.content.yamlfile import FieldPath, Tree
from kb.errors import Issue, Location
from kb.model.base import Status

MISSING = "KB202"
"""The finding of what has not been answered (yet)."""
_UNDERSTOOD = "KB706"
"""The hint on how an answer was taken; told when it is given, and never again."""
_NO_REGION = "KB506"
"""The hint that a language lacks its country, which helps only where the country is known."""
_LANGUAGE = "language"
_NEW = "new"


@dataclass(frozen=True)
class Given:
    """What became of an answer."""

    is_taken: bool
    issues: tuple[Issue, ...] = ()
    """Why it was not taken, or hints."""
    is_missing: bool = False
    """There was none, where one is needed."""
    is_too_long: bool = False


@dataclass
class State:
    """What has been said so far; all there is to be kept."""

    answers: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, bool] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    """Names of the steps behind us, in the order they were taken."""


class Dialogue:
    """A dialogue about one new entry.

    Args:
        content: the knowledge base.
        choices: its lists, in the language spoken.
        state: what was said before.
        entry_id: id the entry is to have; made from the answers if not given.
    """

    def __init__(
        self,
        content: Content,
        choices: Choices,
        state: State | None = None,
        entry_id: str = "",
    ) -> None:
        self.content = content
        self._entry_id = entry_id
        self.choices = choices
        self.state = state or State()

    # Where we are

    def find_step(self) -> Step | None:
        """The step to be taken now; None at the end."""
        passed = frozenset(self.state.passed)
        return next((one for one in course(self.state.decisions) if one.name not in passed), None)

    def count_hurried(self) -> tuple[int, int]:
        """How many of the first questions are behind us, and how many there are."""
        names = [one.name for one in hurried_steps() if one.asks is Asks.ANSWER]
        return sum(name in self.state.passed for name in names), len(names)

    # What is said

    def suggestion(self, step: Step) -> str:
        """What an empty answer means: what was answered before, or what is most likely."""
        if known := self.state.answers.get(step.name):
            return known
        if step.name != _LANGUAGE or step.question is None:
            return ""
        spoken = self.choices.lang
        offered = [one.value for one in self.choices.of(step.question)]
        own = [one for one in offered if one.partition("-")[0] == spoken.partition("-")[0]]
        return spoken if spoken in own else own[0] if len(own) == 1 else ""

    def give(self, step: Step, text: str) -> Given:
        """Take the answer to a step's question, or say what is wrong with it.

        Args:
            step: one that asks for an answer.
            text: what was typed; of a list one answer in each line. "" and "-" are no answer.
        """
        if step.question is None:
            raise ValueError(step.name)
        if len(text) > LONGEST:
            return Given(is_taken=False, is_too_long=True)
        found = list(_read(step.question, step.name, text, self.choices))
        if any(map(is_error, found)):
            return Given(is_taken=False, issues=tuple(found))
        cleaned = _kept(step.question, text, self.choices)
        if not cleaned and step.is_needed:
            return Given(is_taken=False, is_missing=True)
        before = dict(self.state.answers)
        self._answer(step.name, cleaned)
        group = group_of(step.name)
        if not group:
            found += [one for one in self.check() if one.where.place == step.name]
            if any(map(is_error, found)):
                self.state.answers = before
                return Given(is_taken=False, issues=tuple(found))
        self._pass(step.name)
        return self._check_group(group, found) if group else Given(True, tuple(found))

    def find_faults(self, step: Step, text: str) -> list[Issue]:
        """What is wrong with an answer by itself, without taking it."""
        if step.question is None:
            return []
        return list(_read(step.question, step.name, text, self.choices))

    def decide(self, step: Step, is_wanted: bool) -> None:
        """Say whether a section or group is wanted, or that no entry nearby is the same."""
        self.state.decisions[step.name] = is_wanted
        self._pass(step.name)
        if step.asks is Asks.GROUP and not is_wanted:
            for name in [one for one in self.state.answers if one.startswith(f"{step.name}.")]:
                if name not in {one.name for one in hurried_steps()}:
                    del self.state.answers[name]

    def go_back(self) -> bool:
        """Take the last step back; what was answered is suggested again. Whether there was one."""
        if not self.state.passed:
            return False
        name = self.state.passed.pop()
        self.state.decisions.pop(name, None)
        return True

    def prefill(self, answers: Mapping[str, str]) -> list[Issue]:
        """Take answers that were given before the dialogue: they are not asked for.

        Returns:
            What is wrong with those that were not taken.
        """
        issues: list[Issue] = []
        for name, text in answers.items():
            given = self.give(Step(name, Asks.ANSWER, find_asked(name)), text)
            issues += given.issues
            if given.is_taken and not is_hurried(name):
                for gate in gates_of(name):
                    self.state.decisions[gate] = True
                    self._pass(gate)
        return issues

    def reopen(self, places: Iterable[str]) -> bool:
        """Ask again what stands in some places, groups as a whole; whether any is asked again."""
        count = len(self.state.passed)
        for place in filter(None, places):
            group = group_of(place)
            asked = {name for name in self.state.passed if is_inside(name, group or place)}
            self.state.passed = [
                one for one in self.state.passed if one not in asked or find_asked(one) is None
            ]
        return len(self.state.passed) < count

    def _answer(self, name: str, text: str) -> None:
        if text:
            self.state.answers[name] = text
        else:
            self.state.answers.pop(name, None)

    def _pass(self, name: str) -> None:
        if name not in self.state.passed:
            self.state.passed.append(name)

    def _check_group(self, group: str, found: Sequence[Issue]) -> Given:
        """Check a group once its last question is behind us; with errors it is asked again."""
        step = self.find_step()
        if step and step.asks is Asks.ANSWER and group_of(step.name) == group:
            return Given(True, tuple(found))
        inside = [one for one in self.check() if is_inside(one.where.place, group)]
        if any(map(is_error, inside)):
            self.reopen([group])
        return Given(True, (*found, *inside))

    # What came of it

    def compose(self) -> Composed:
        """The entry so far."""
        return self._compose({})

    def _compose(self, kept: Mapping[str, Tree]) -> Composed:
        typed = {name: Typed(text, name) for name, text in self.state.answers.items()}
        form = FilledForm(self.content.root / f"{_NEW}.yaml", fill_answers(typed))
        status = {"status": Status.DRAFT.value}
        return _with_places_of_groups(compose(form, self.choices, {**status, **kept}))

    def _target(self, composed: Composed) -> Path:
        return target_of(self.content, composed.tree, self._entry_id)

    def check(self) -> list[Issue]:
        """What is wrong with the answers taken together; nothing is said of what was read."""
        composed = self.compose()
        own = [one for one in composed.issues if one.code != _UNDERSTOOD]
        whole = composed
        if _LANGUAGE not in composed.tree:  # no record without it, and nothing to be checked
            whole = self._compose({_LANGUAGE: self.content.settings.fallback})
        further = check_composed(whole, self.content, self._target(composed))
        if not composed.tree.get("location"):
            further = [one for one in further if one.code != _NO_REGION]
        return [*own, *further]


def target_of(content: Content, tree: Mapping[str, Tree], entry_id: str = "") -> Path:
    """The file an entry would be written to as things stand."""
    location = tree.get("location")
    country = str(location.get("country") or "") if isinstance(location, dict) else ""
    country = country or _NEW
    name = entry_id or propose_id(tree, taken_ids(content)) or f"{country.lower()}-{_NEW}"
    return entry_path(content.root, name, country)


def find_unanswered(composed: Composed, place: str = "") -> list[Issue]:
    """Findings for what is needed and not there, besides those of the model itself.

    Args:
        composed: what came of the answers.
        place: where one would have expected them.
    """
    if composed.tree.get("location") or any(
        one.where.place.endswith("country") for one in composed.issues
    ):
        return []  # the model itself misses the country of a place
    question = practice_form().get("location.country")
    where = Location(composed.document.path, place=place)
    return [Issue(MISSING, where, {"key": question.key, "label": question.label})]


def _read(question: Question, name: str, text: str, choices: Choices) -> Iterator[Issue]:
    """What is wrong with an answer, or was not taken exactly as it was typed."""
    if question.is_list:
        reads = list(read_answers(question, text, choices))
    else:
        reads = [(text, read_answer(question, text, choices))]
    where = Location(Path(name), place=name)
    for typed, read in reads:
        if isinstance(read, Doubt):
            yield Issue(read.code, where, read.params)
        elif read.understood:
            params = {"value": clean(typed), "label": question.label, "read": read.understood}
            yield Issue(_UNDERSTOOD, where, params)


def _kept(question: Question, text: str, choices: Choices) -> str:
    """An answer as it is kept: cleaned, and nothing for what says that there is none."""
    if question.is_list:
        return "\n".join(
            clean(typed)
            for typed, read in read_answers(question, text, choices)
            if not isinstance(read, Doubt) and read.value
        )
    read = read_answer(question, text, choices)
    return "" if isinstance(read, Doubt) or not read.value else clean(text)


def _with_places_of_groups(composed: Composed) -> Composed:
    """Findings about a group belong to the group, not to the first answer in it."""
    spots = {
        path: ".".join(map(str, path)) if _is_group(composed.tree, path) else place
        for path, place in composed.document.spots.items()
    }
    return replace(composed, document=replace(composed.document, spots=spots))


def _is_group(tree: Tree, path: FieldPath) -> bool:
    for piece in path:
        if isinstance(tree, dict) and isinstance(piece, str):
            tree = tree.get(piece)
        elif isinstance(tree, list) and isinstance(piece, int) and piece < len(tree):
            tree = tree[piece]
        else:
            return False
    return isinstance(tree, dict)
