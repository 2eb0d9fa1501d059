"""`kb topics`: the tree of topics, and how many practices each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from kb.cli.base import command
from kb.cli.listing import warn_of_faults
from kb.cli.options import PUBLISHED, json_option, lang_option
from kb.cli.output import look_of_stdout, table, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_, KbError
from kb.model import Concept, Vocabulary
from kb.search.selection import Selection
from kb.translation.interface import pgettext
from kb.translation.labels import field_label

_DEEPEST = 20
"""A circle in the vocabulary ends here; "kb check" tells of it."""


@command(
    "topics",
    examples=(
        ("kb topics", N_("All topics, in the terminal's language.")),
        ("kb topics --lang sv", N_("In Swedish.")),
        ("kb topics --json", N_("With labels in all languages.")),
    ),
    details=(N_("A topic counts its own published practices and those of narrower topics."),),
)
@json_option
@lang_option
@click.pass_obj
def topics(settings: Settings, *, as_json: bool, lang: str) -> None:
    """Print the tree of topics."""
    with open_base(settings, lang) as base:
        content = base.content
    vocabulary = content.vocabularies.get("topics")
    if vocabulary is None:
        raise KbError(
            N_('practices/vocabulary/topics.yaml is missing or has faults; "kb check" lists them.')
        )
    selection = Selection(content)
    counts: Counter[str] = Counter()
    for practice in selection.choose({"status": PUBLISHED}):
        counts.update(selection.lineage("topics", practice.topics))
    warn_of_faults(selection.faulty)
    if as_json:
        write_json({"topics": [_record(one, counts) for one, _depth in _tree(vocabulary)]})
        return
    fallback = content.settings.fallback
    rows = [
        ("  " * depth + one.label(lang, fallback), str(counts[one.id]), one.id)
        for one, depth in _tree(vocabulary)
    ]
    heads = [field_label("topics"), pgettext("column", "Practices"), field_label("id")]
    write_lines(table(heads, rows, look_of_stdout(), 0))


def _tree(
    vocabulary: Vocabulary, concepts: tuple[Concept, ...] | None = None, depth: int = 0
) -> Iterator[tuple[Concept, int]]:
    """Concepts with how deep they stand, narrower ones below their broader."""
    for one in vocabulary.top() if concepts is None else concepts:
        yield one, depth
        if depth < _DEEPEST:
            yield from _tree(vocabulary, vocabulary.narrower(one.id), depth + 1)


def _record(concept: Concept, counts: Counter[str]) -> dict[str, object]:
    return {
        "id": concept.id,
        "broader": concept.broader,
        "labels": {lang: one.preferred for lang, one in concept.labels.items()},
        "alternative_labels": {
            lang: list(one.alternative) for lang, one in concept.labels.items() if one.alternative
        },
        "exact_matches": list(concept.exact_matches),
        "count": counts[concept.id],
    }
