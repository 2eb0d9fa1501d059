"""The result of a search as text: hits to stdout, all that is said about them to stderr."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.cli.output import Look, bold, look_of_stdout, tell, wrap, wrap_pieces, write_lines
from kb.search.results import FacetValue, Hit, Results
from kb.search.wording import (
    Names,
    find_reasons,
    iter_sentences,
    shortened,
    tell_missing,
    tell_reasons,
)
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import value_label

_INDENT = "    "
_MOST_VALUES = 6
"""Values offered of each facet."""
_MOST_REASONS = 3
_MOST_WORDS = 3
"""Reasons told of each hit, and words of each; all of them with --verbose and in JSON."""
_OPTIONS = {
    "country": "--country",
    "topic": "--topic",
    "target": "--target",
    "year": "--year",
    "lang": "--source-lang",
}
"""Facet → the option that chooses its values."""


def show_results(
    results: Results,
    offset: int,
    *,
    facets: bool | None = None,
    quiet: bool = False,
    verbose: bool = False,
) -> None:
    """Print hits, and around them what the reader should know."""
    look = look_of_stdout()
    if not quiet:
        tell(introduce(results, offset))
    names = Names(results)
    blocks = [_hit(hit, names, look, verbose) for hit in results.hits]
    if facets or (facets is None and look.is_terminal):
        blocks.append(list(_narrowing(results, look)))
    write_lines("\n\n".join("\n".join(block) for block in blocks if block).splitlines())
    if verbose:
        tell(_("The search took %(time).1f ms.") % {"time": results.took_ms})


def introduce(results: Results, offset: int) -> str:
    """What is said before the hits: corrected spelling, how many there are, which follow."""
    return " ".join(_sentences(results, offset))


def _sentences(results: Results, offset: int) -> Iterator[str]:
    yield from iter_sentences(results)
    if not results.total:
        yield _nothing(results)
        return
    if not results.hits:
        yield _("There are none from number %(first)d on.") % {"first": offset + 1}
        return
    last = offset + len(results.hits)
    if len(results.hits) < results.total:
        params = {"first": offset + 1, "last": last}
        yield _("Shown: %(first)d–%(last)d.") % params
    if last < results.total:
        yield _("The next: --offset %(next)d.") % {"next": last}


def _nothing(results: Results) -> str:
    if not results.query:
        return _("No practice fits these options. Try with fewer of them.")
    sentence = _(
        "Nothing found for “%(query)s”. Try fewer or other words, or begin* of a word; "
        '"kb topics" shows what there is.'
    )
    return sentence % {"query": shortened(results.query)}


def _hit(hit: Hit, names: Names, look: Look, verbose: bool) -> list[str]:
    notes = _bracketed(names.notes(hit.title_lang, hit.title_state))
    title = wrap(f"{hit.title} {notes}".rstrip(), look)
    lines = [bold(line) for line in title]
    lines += wrap(_facts(hit, names), look, _INDENT)
    snippet = list(hit.snippet)
    is_other = (hit.snippet_lang, hit.snippet_state) != (hit.title_lang, hit.title_state)
    if hit.snippet_lang and is_other:
        notes = _bracketed(names.notes(hit.snippet_lang, hit.snippet_state or "source"))
        snippet += [(" " + notes, False)] if notes else []
    if hit.snippet:
        lines += wrap_pieces(snippet, look, _INDENT)
    if hit.matched:
        most = (None, None) if verbose else (_MOST_REASONS, _MOST_WORDS)
        lines += wrap(tell_reasons(find_reasons(hit, names, *most)), look, _INDENT)
    if missing := tell_missing(hit):
        lines += wrap(missing, look, _INDENT)
    if verbose:
        lines.append(_INDENT + _("Score: %(score).3f") % {"score": hit.score})
    return [*lines, _INDENT + hit.id]


def _facts(hit: Hit, names: Names) -> str:
    facts = [names.name("country", hit.country)] if hit.country else []
    if topics := [names.name("topic", one) for one in hit.topics]:
        facts.append(", ".join(topics))
    if hit.start:
        facts.append(pgettext("period", "from %(year)s") % {"year": hit.start[:4]})
    if hit.status != "published":
        facts.append(value_label("status", hit.status))
    return " · ".join(facts)


def _bracketed(notes: str) -> str:
    return f"[{notes}]" if notes else ""


def _narrowing(results: Results, look: Look) -> Iterator[str]:
    facets = {name: _offered(results.facets, name, results.total) for name in _OPTIONS}
    width = max(len(_OPTIONS[name]) for name in _OPTIONS)
    if not any(facets.values()):
        return
    yield bold(_("Narrow down by:"))
    for name, values in facets.items():
        if values:
            shown = [f"{one.label} ({one.count})" for one in values[:_MOST_VALUES]]
            more = ["…"] if len(values) > _MOST_VALUES else []
            first = f"  {_OPTIONS[name]:<{width}}  "
            yield from wrap(", ".join([*shown, *more]), look, " " * len(first), first)


def _offered(facets: Mapping[str, Sequence[FacetValue]], name: str, total: int) -> list[FacetValue]:
    """Values that would leave fewer, or others, than there are now."""
    values = facets.get(name, ())
    return [one for one in values if one.count and not one.selected and one.count != total]
