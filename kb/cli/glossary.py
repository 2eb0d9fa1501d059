"""`kb glossary`: terms of law and administration, and how each language says them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kb.cli.base import command
from kb.cli.options import force_option, json_option, lang_option, option
from kb.cli.output import Look, bold, look_of_stdout, table, wrap, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.content.nearmiss import find_near
from kb.errors import N_, KbError, UsageError
from kb.model.glossary import Glossary, GlossaryTerm
from kb.translation.formats import country_name, language_name, sort_key
from kb.translation.glossary import definition_for, find_terms, iter_wordings
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.words.languages import primary


@command(
    "glossary",
    examples=(
        ("kb glossary", N_("All terms in a table.")),
        ("kb glossary kotoutumissuunnitelma --lang de", N_("What it means, in German.")),
        ("kb glossary --country SE", N_("Terms of one country.")),
        ("kb glossary --tbx terms.tbx", N_("For a translator's own program.")),
    ),
    details=(
        N_(
            "A term is found by its words in any language. Definitions are in our own words and "
            "no legal advice; those not reviewed by a person say so."
        ),
    ),
)
@click.argument("term", required=False, metavar="[TERM]")
@option("--country", metavar="CODE", help=N_("Only terms of this country: AT, for example."))
@option(
    "--tbx",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Write the terms as TBX, the exchange format of terminology programs."),
)
@force_option
@json_option
@lang_option
@click.pass_obj
def glossary(
    settings: Settings,
    term: str | None,
    *,
    country: str | None,
    tbx: Path | None,
    force: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Print terms."""
    with open_base(settings, lang) as base:
        record = base.find_record("glossary", "glossary")
        settings_record = base.find_record("settings", "kb")
    if not isinstance(record, Glossary):
        raise KbError(
            N_("There is no glossary that can be read. It lies in practices/vocabulary/.")
        )
    chosen = _chosen(record, term, country)
    if tbx is not None:
        from kb.cli.files import write_files
        from kb.translation.tbx import render_tbx

        part = Glossary(id=record.id, terms=tuple(chosen))
        write_files([(tbx.name, render_tbx(part))], tbx, is_single=True, force=force)
        return
    if as_json:
        write_json({"terms": [one.model_dump(mode="json", exclude_none=True) for one in chosen]})
        return
    fallback = str(getattr(settings_record, "fallback", "en"))
    look = look_of_stdout()
    if term is None:
        write_lines(_overview(chosen, lang, look))
    else:
        write_lines(_pages(chosen, lang, fallback, look))


def _chosen(record: Glossary, term: str | None, country: str | None) -> list[GlossaryTerm]:
    chosen = list(record.terms) if term is None else find_terms(record, term)
    if not chosen and term is not None:
        words = [word for one in record.terms for word in iter_wordings(one)]
        near = find_near(term, words)
        if near:
            raise UsageError(
                N_("The glossary has no “%(term)s”. Did you mean “%(near)s”?"), term=term, near=near
            )
        raise UsageError(N_("The glossary has no “%(term)s”. “kb glossary” lists all."), term=term)
    if country is None:
        return chosen
    of_country = [one for one in chosen if (one.country or "EU").casefold() == country.casefold()]
    if not of_country:
        raise UsageError(N_("The glossary has no terms of “%(country)s”."), country=country)
    return of_country


def _overview(terms: Sequence[GlossaryTerm], lang: str, look: Look) -> Iterator[str]:
    heads = [
        pgettext("field", "Country"),
        pgettext("glossary", "Term"),
        language_name(lang, lang).capitalize(),
    ]
    ordered = sorted(terms, key=lambda one: (one.country or "", sort_key(one.term, lang)))
    rows = [[one.country or "EU", one.term, _said(one, lang)] for one in ordered]
    yield from table(heads, rows, look, 2)


def _said(term: GlossaryTerm, lang: str) -> str:
    """How a language says a term, in a few words."""
    if primary(term.language) == primary(lang):
        return ", ".join(term.also)
    for tag, rendering in term.renderings.items():
        if primary(tag) == primary(lang):
            explained = f"({rendering.explain})" if rendering.explain else ""
            return " ".join(filter(None, (rendering.term, explained)))
    return ""


def _pages(terms: Sequence[GlossaryTerm], lang: str, fallback: str, look: Look) -> Iterator[str]:
    for number, one in enumerate(terms):
        if number:
            yield ""
        yield from _page(one, lang, fallback, look)


def _page(term: GlossaryTerm, lang: str, fallback: str, look: Look) -> Iterator[str]:
    """One term: the word, what it means, and how each language says it."""
    country = country_name(term.country, lang) if term.country else pgettext("country", "EU")
    place = ", ".join((language_name(term.language, lang), country))
    yield from map(bold, wrap(f"{term.term} ({place})", look))
    if term.also:
        yield from wrap(_("also: %(words)s") % {"words": ", ".join(term.also)}, look, "  ")
    if found := definition_for(term, lang, fallback):
        text, tag = found
        notes = [] if primary(tag) == primary(lang) else [language_name(tag, lang)]
        notes += _review_notes(term, tag)
        yield from wrap(f"{text} [{', '.join(notes)}]" if notes else text, look, "  ")
    for tag, rendering in term.renderings.items():
        name = language_name(tag, lang)
        words = ", ".join(filter(None, (rendering.term, *rendering.also)))
        if rendering.term is None:
            sentence = _("no equivalent, keep the word and explain it: %(text)s")
            words = sentence % {"text": rendering.explain or words}
        elif rendering.explain:
            words = f"{words} ({rendering.explain})"
        notes = _review_notes(term, tag)
        line = f"{name}: {words} [{notes[0]}]" if notes else f"{name}: {words}"
        yield from wrap(line, look, "    ", "  ")
    if not term.reviewed:
        yield from wrap(_("Not yet reviewed by a person in any language."), look, "  ")


def _review_notes(term: GlossaryTerm, lang: str) -> list[str]:
    """What is said of a language nobody has reviewed; if that holds for all, it is said once."""
    is_reviewed = primary(lang) in map(primary, term.reviewed)
    if is_reviewed or not term.reviewed:
        return []
    return [pgettext("translation", "not yet reviewed")]
