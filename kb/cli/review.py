"""`kb review`: what a reader will miss in an entry, as advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import click

from kb.authoring.advising.advice import Advice
from kb.authoring.advising.learning import FIELDS
from kb.authoring.advising.profiles import KnownEntries
from kb.authoring.advising.readability import LEVELS, Reading
from kb.authoring.advising.reviewing import (
    Review,
    locate_in_file,
    read_translations,
    review_practice,
)
from kb.authoring.advising.suggesting import Suggestion, suggest_topics
from kb.cli.annotations import shown_path
from kb.cli.base import command, complete
from kb.cli.listing import warn_of_faults
from kb.cli.options import json_option, lang_option, quiet_option
from kb.cli.output import Look, bold, look_of_stdout, table, tell, wrap, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.cli.texts import Texts
from kb.errors import N_
from kb.knowledgebase import KnowledgeBase
from kb.translation.catalogs import load_translations
from kb.translation.formats import format_list, format_number, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import field_label
from kb.translation.telling import quoted

_MISSED_COLUMN = 4


class _Told(NamedTuple):
    """One entry with all there is to say on it."""

    review: Review
    title: str
    path: str
    """Relative to the knowledge base."""
    readings: Sequence[Reading]
    """As it was written first, then its translations."""
    suggestions: Mapping[str, Sequence[Suggestion]]
    """Field → concepts the text speaks of and that were not chosen."""


@command(
    "review",
    examples=(
        ("kb review", N_("All entries, those first that need it most.")),
        ("kb review at-lungau-sprachcafe", N_("One entry: what a reader will miss, and where.")),
        ("kb review at-lungau-sprachcafe --lang sv", N_("The same in Swedish.")),
    ),
    details=(
        N_(
            "This is advice, and nothing of it is an error. What goes by the looks of words is "
            "marked as a guess. docs/review.md tells what each advice means. Topics and target "
            "groups are suggested from the text; “kb quality” says how often they are right."
        ),
    ),
)
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete("complete_practice"))
@json_option
@lang_option
@quiet_option
@click.pass_obj
def review(
    settings: Settings, ids: tuple[str, ...], *, as_json: bool, lang: str, quiet: bool
) -> None:
    """Print advice."""
    with open_base(settings, lang, quiet=quiet) as base:
        practices = [base.practice(one) for one in dict.fromkeys(ids)]
        content = base.content
        chosen = practices or list(content.practices.values())
        reviews = [
            review_practice(content, one, base.terms, locate_in_file(content, one), base.analysers)
            for one in chosen
        ]
        if not ids:
            reviews.sort(key=lambda one: (-one.weight, one.practice.id))
        known = base.known_entries if ids else None
        told = [_gather(base, one, known, lang) for one in reviews]
    if as_json:
        write_json({"reviews": [_record(base, one, lang, with_more=bool(ids)) for one in told]})
    elif ids:
        write_lines(_pages(base, told, lang, quiet))
    elif told:
        write_lines(_table(told, lang))
    if not ids and not quiet:
        faulty = sum(kind == "practice" for kind, _id in content.paths) - len(content.practices)
        warn_of_faults(faulty)
        tell(_('"kb review ID" tells more of one entry.'))


def _gather(base: KnowledgeBase, review: Review, known: KnownEntries | None, lang: str) -> _Told:
    """All there is to say on one entry; without `known` only what the table needs."""
    practice, content = review.practice, base.content
    path = content.paths["practice", practice.id].relative_to(base.root).as_posix()
    title = Texts(base.root, practice, lang, content.settings.fallback).title.value
    readings = [review.reading] if review.reading else []
    suggestions: dict[str, list[Suggestion]] = {}
    if known is not None:
        translations = load_translations(base.root, "practice", practice)
        readings += read_translations(practice, translations)
        for field in FIELDS:
            found = suggest_topics(known, practice, translations, field=field)
            chosen = getattr(practice, field)
            suggestions[field] = [one for one in found if one.concept not in chosen]
    return _Told(review, title, path, readings, suggestions)


# For people


def _table(told: Sequence[_Told], lang: str) -> Iterator[str]:
    heads = [
        field_label("id"),
        pgettext("column", "Urgency"),
        pgettext("column", "Advice"),
        pgettext("column", "LIX"),
        pgettext("column", "Missed most"),
    ]
    rows = [
        (
            one.review.practice.id,
            format_number(one.review.weight, lang),
            format_number(len(one.review.advice), lang),
            _lix(one.review.reading, lang),
            one.review.advice[0].tell() if one.review.advice else "",
        )
        for one in told
    ]
    yield from table(heads, rows, look_of_stdout(), _MISSED_COLUMN)


def _lix(reading: Reading | None, lang: str) -> str:
    if reading is None or reading.lix is None:
        return "–"
    return format_number(round(reading.lix), lang)


def _pages(base: KnowledgeBase, told: Sequence[_Told], lang: str, quiet: bool) -> Iterator[str]:
    look = look_of_stdout()
    cured: set[str] = set()
    for number, one in enumerate(told):
        if number:
            yield ""
        yield bold(f"{one.review.practice.id}  {one.title}")
        if not one.review.advice:
            yield _("Nothing to advise.")
        for advice in one.review.advice:
            yield from _advice_lines(advice, one.path, look)
            if advice.kind.name not in cured and not quiet:
                cured.add(advice.kind.name)
                cure = _("To mend it: %(cure)s") % {"cure": advice.tell_cure()}
                yield from wrap(cure, look, "    ")
        yield from _reading_lines(one.readings, look, lang)
        for field, suggestions in one.suggestions.items():
            yield from _suggestion_lines(base, field, suggestions, look, lang)


def _advice_lines(advice: Advice, path: str, look: Look) -> Iterator[str]:
    where = path
    if advice.where is not None:
        where = f"{shown_path(advice.where.path)}:{advice.where.line}:{advice.where.column}"
    sentence = advice.tell()
    if advice.kind.is_heuristic:
        # Translators: stands behind advice that a program can only guess at.
        sentence += " " + _("(a guess)")
    if look.is_terminal:
        yield f"{where}:"
        yield from wrap(sentence, look, "  ")
    else:
        yield f"{where}: {sentence}"


def _reading_lines(readings: Sequence[Reading], look: Look, lang: str) -> Iterator[str]:
    told = []
    for one in readings:
        if one.lix is None:
            continue
        params = {
            "language": language_name(one.lang, lang),
            "lix": format_number(round(one.lix), lang),
        }
        if one.level:
            sentence = _("%(language)s %(lix)s (%(level)s)")
            told.append(sentence % (params | {"level": _(LEVELS[one.level])}))
        else:
            told.append(_("%(language)s %(lix)s") % params)
    if told:
        yield ""
        # Translators: LIX is an index of readability; languages with their figures follow.
        yield from wrap(_("LIX: %(readings)s") % {"readings": "; ".join(told)}, look, "  ", "")


def _suggestion_lines(
    base: KnowledgeBase, field: str, suggestions: Sequence[Suggestion], look: Look, lang: str
) -> Iterator[str]:
    if not suggestions:
        return
    yield ""
    heads = {
        "topics": _("The text also speaks of these topics, it seems:"),
        "target_groups": _("The text also speaks of these target groups, it seems:"),
    }
    yield from wrap(heads[field], look)
    for one in suggestions:
        line = f"{_label(base, field, one.concept, lang)} ({one.concept})"
        if one.words:
            words = format_list([quoted(word) for word in one.words], lang)
            line += ": " + words
        yield from wrap(line, look, "    ", "  ")


def _label(base: KnowledgeBase, field: str, concept_id: str, lang: str) -> str:
    vocabulary = base.content.vocabularies.get(FIELDS[field])
    concept = vocabulary.find(concept_id) if vocabulary else None
    return concept.label(lang, base.content.settings.fallback) if concept else concept_id


# For programs


def _record(base: KnowledgeBase, told: _Told, lang: str, *, with_more: bool) -> dict[str, object]:
    review = told.review
    data: dict[str, object] = {
        "id": review.practice.id,
        "title": told.title,
        "path": told.path,
        "weight": review.weight,
        "advice": [_advice_record(one, told.path) for one in review.advice],
        "readability": [_reading_record(one) for one in told.readings],
    }
    if with_more:
        data["suggestions"] = {
            field: [
                {
                    "id": one.concept,
                    "label": _label(base, field, one.concept, lang),
                    "score": one.score,
                    "words": list(one.words),
                }
                for one in suggestions
            ]
            for field, suggestions in told.suggestions.items()
        }
    return data


def _advice_record(advice: Advice, path: str) -> dict[str, object]:
    return {
        "kind": advice.kind.name,
        "weight": advice.kind.weight,
        "guess": advice.kind.is_heuristic,
        "field": list(advice.path),
        "path": path,
        "line": advice.where.line if advice.where else None,
        "column": advice.where.column if advice.where else None,
        "message": advice.tell(),
        "cure": advice.tell_cure(),
        "params": dict(advice.params),
    }


def _reading_record(reading: Reading) -> dict[str, object]:
    lix, compared = reading.lix, reading.swedish_lix
    return {
        "lang": reading.lang,
        "sentences": reading.sentences,
        "words": reading.words,
        "lix": None if lix is None else round(lix, 1),
        "lix_as_swedish": None if compared is None else round(compared, 1),
        "level": reading.level,
    }
