"""`kb stats`: how many practices there are, by country, topic, year and more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import click

from kb.cli.base import command
from kb.cli.listing import warn_of_faults
from kb.cli.options import PUBLISHED, filter_options, json_option, lang_option
from kb.cli.output import (
    Look,
    bar,
    bold,
    look_of_stdout,
    pad,
    shorten,
    width_of,
    write_json,
    write_lines,
)
from kb.cli.settings import Settings, open_base
from kb.content.store import Content
from kb.errors import N_
from kb.model import Practice
from kb.model.practice import level
from kb.search.selection import Selection, years
from kb.translation.formats import country_name, language_name, sort_key
from kb.translation.interface import ngettext
from kb.translation.labels import FUNDS, field_label, fund_label, value_label

_COUNTED = {
    "country": "country",
    "topic": "topics",
    "target": "target_groups",
    "year": "year",
    "funding": "funding",
    "lang": "language",
    "level": "level",
}
"""What is counted, named as the facets of a search are, and the field it is headed with."""
_VOCABULARIES = {"topic": "topics", "target": "target-groups"}
_BAR_WIDTH = 30
_BARS_NEED = 50
"""On terminals with fewer columns there are numbers only."""


class Counted(NamedTuple):
    """One value, and how many practices have it."""

    value: str
    label: str
    number: int


@command(
    "stats",
    examples=(
        ("kb stats", N_("All counts; bars on a terminal.")),
        ("kb stats --country FI --lang fi", N_("One country only, in Finnish.")),
        ("kb stats --json", N_("For another program.")),
    ),
    details=(N_("Broader topics count the practices of narrower ones, too."),),
)
@filter_options
@json_option
@lang_option
@click.pass_obj
def stats(settings: Settings, /, *, as_json: bool, lang: str, **filters: Any) -> None:
    """Print counts."""
    filters["status"] = filters["status"] or PUBLISHED
    with open_base(settings, lang) as base:
        content = base.content
    selection = Selection(content)
    chosen = selection.choose(filters)
    counts = count_all(content, selection, chosen, lang)
    warn_of_faults(selection.faulty)
    if as_json:
        by = {name: [_record(one) for one in values] for name, values in counts.items()}
        write_json({"stats": {"practices": len(chosen), "by": by}})
        return
    write_lines(_lines(len(chosen), counts, look_of_stdout()))


def _record(one: Counted) -> dict[str, object]:
    return {"value": one.value, "label": one.label, "count": one.number}


def count_all(
    content: Content, selection: Selection, practices: Sequence[Practice], lang: str
) -> dict[str, list[Counted]]:
    """All counts by what they count: most first, years in their order."""
    counts = {
        name: Counter(value for one in practices for value in _values(name, one, selection))
        for name in _COUNTED
    }
    found = {}
    for name, counter in counts.items():
        values = [
            Counted(value, _label(name, value, content, lang), count)
            for value, count in counter.items()
        ]
        if name == "year":
            found[name] = sorted(values)
        else:
            found[name] = sorted(values, key=lambda one: (-one.number, sort_key(one.label, lang)))
    return found


def _values(name: str, practice: Practice, selection: Selection) -> Iterable[str]:
    """What one practice counts for, each value once."""
    location = practice.location
    values: dict[str, Iterable[str]] = {
        "country": [location.country] if location else [],
        "topic": selection.lineage("topics", practice.topics),
        "target": selection.lineage("target-groups", practice.target_groups),
        "year": map(str, years(practice)),
        "funding": {one.fund for one in practice.funding if one.fund},
        "lang": [practice.language.partition("-")[0]],
        "level": [level(practice).value],
    }
    return values[name]


def _label(name: str, value: str, content: Content, lang: str) -> str:
    if name == "country":
        return country_name(value, lang)
    if name == "lang":
        return language_name(value, lang)
    if name == "level":
        return value_label("level", value)
    if name == "funding":
        funds = content.vocabularies.get(FUNDS)
        return fund_label(value, funds, lang, content.settings.fallback)
    if name in _VOCABULARIES:
        vocabulary = content.vocabularies.get(_VOCABULARIES[name])
        concept = vocabulary.find(value) if vocabulary else None
        return concept.label(lang, content.settings.fallback) if concept else value
    return value


def _lines(total: int, counts: dict[str, list[Counted]], look: Look) -> Iterator[str]:
    yield ngettext("%(num)d practice", "%(num)d practices", total) % {"num": total}
    for name, values in counts.items():
        if values:
            yield ""
            yield bold(field_label(_COUNTED[name]))
            yield from _bars(name, values, look)


def _bars(name: str, values: Sequence[Counted], look: Look) -> Iterator[str]:
    has_bars = look.width is not None and look.width >= _BARS_NEED
    labels = [_with_id(name, one) for one in values]
    widest = max(map(width_of, labels))
    digits = max(len(str(one.number)) for one in values)
    most = max(one.number for one in values)
    room = _BAR_WIDTH if has_bars else 0
    if look.width is not None:
        widest = min(widest, look.width - room - digits - 6)
    for label, one in zip(labels, values, strict=True):
        shown = pad(shorten(label, widest), widest)
        line = f"  {shown}  {one.number:>{digits}}"
        yield f"{line}  {bar(one.number / most, room)}".rstrip() if has_bars else line


def _with_id(name: str, one: Counted) -> str:
    """The label, and the id where it is what options want."""
    is_coded = name == "country" or name in _VOCABULARIES
    return f"{one.label} ({one.value})" if is_coded else one.label
