"""`kb quality`: how well the search finds what people mean, beside two other engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.base import command
from kb.cli.options import json_option, option, quiet_option
from kb.cli.output import pad, pad_left, tell, width_of, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import field_label

if TYPE_CHECKING:
    from kb.authoring.advising.measuring import SuggestionReport
    from kb.authoring.advising.passivequality import PassiveScores
    from kb.search.quality import Answer, Floors, FormAnswer, QualityReport

JUDGED_SETS = Path("tests", "quality")
_MOST_SHOWN = 3


@command(
    "quality",
    examples=(
        ("kb quality", N_("All languages, against Whoosh's analysers and SQLite FTS5.")),
        ("kb quality --lang fi --failures", N_("Finnish, with all that went wrong.")),
        ("kb quality --holdout --floor ndcg=0.85", N_("Queries nobody has tuned against.")),
    ),
    details=(
        N_(
            "People judged which practices answer a query, and which words should find each "
            "other. Measured are nDCG@10, recall@10 and success at the first hit (s@1: a good "
            "entry comes first), and the share of word pairs that are right, for three systems "
            "asked on the same texts."
        ),
        N_(
            "Topics and target groups are suggested for each entry as if it were a new draft, and "
            "compared with those its authors chose: precision is the share of the suggestions "
            "that are right, recall the share of the chosen ones that are suggested. Beside ours "
            "stand two simple ways: labels that stand in the text, and what is chosen most often."
        ),
        N_(
            "“kb review” tells of passive sentences; people judged some sentences whether they "
            "are. Precision is the share of those called passive that are, recall the share of "
            "the passive ones that were called so."
        ),
    ),
    exits=N_("This search stays below a floor."),
)
@option(
    "--set",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help=N_("Folder of judged sets; tests/quality of the knowledge base if not given."),
)
@option("--lang", "langs", multiple=True, metavar="TAG", help=N_("Only this language."))
@option("--holdout", "is_holdout", is_flag=True, help=N_("Take the queries held out from tuning."))
@option(
    "--floor",
    "floors",
    multiple=True,
    metavar="NAME=VALUE",
    callback=lambda _ctx, _param, values: _read_floors(values),
    help=N_("What must be reached; forms=0.97, ndcg=0.86 and gap=0.05 if not given."),
)
@option("--failures", is_flag=True, help=N_("List queries below 0.8 nDCG, and wrong pairs."))
@json_option
@quiet_option
@click.pass_obj
def quality(
    settings: Settings,
    *,
    folder: Path | None,
    langs: tuple[str, ...],
    is_holdout: bool,
    floors: Floors,
    failures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Measure the search and print how it did."""
    from kb.authoring.advising.measuring import measure_suggestions
    from kb.authoring.advising.passivequality import load_judged_sentences, measure_passives
    from kb.authoring.advising.profiles import KnownEntries
    from kb.knowledgebase import default_cache
    from kb.search.judged import DEPTH, load_judged
    from kb.search.quality import measure

    with open_base(settings, settings.lang, quiet=quiet) as base:
        folder = folder or base.root / JUDGED_SETS
        judged = load_judged(folder, langs, is_holdout)

        def search(text: str, lang: str) -> list[str]:
            return [hit.id for hit in base.search(text, lang, limit=DEPTH).hits]

        report = measure(judged, search, base.root, settings.cache or default_cache())
        known = KnownEntries.load_with(base.content, base.analysers)
        suggestions = measure_suggestions(known, langs)
        sentences = load_judged_sentences(folder, langs, is_holdout=is_holdout)
        passives = measure_passives(sentences, base.analysers)
    if as_json:
        data = report.as_json(floors, with_failures=failures)
        told = [one.as_json() for one in passives]
        write_json({**data, "suggestions": suggestions.as_json(), "passives": told})
    else:
        write_lines(_lines(report, suggestions, passives, failures))
    shortcomings = report.shortcomings(floors)
    if not quiet:
        for one in shortcomings:
            tell(_(one.message) % one.params)
    click.get_current_context().exit(1 if shortcomings else 0)


def _read_floors(values: Sequence[str]) -> Floors:
    from kb.search.quality import Floors

    given = {}
    for value in values:
        name, _equals, number = value.partition("=")
        try:
            if name not in Floors.__dataclass_fields__:
                raise ValueError
            given[name] = float(number)
        except ValueError:
            sentence = _("“%(value)s” is no floor. Write forms=0.97, ndcg=0.86 or gap=0.05.")
            raise click.BadParameter(sentence % {"value": value}) from None
    return Floors(**given)


def _lines(
    report: QualityReport,
    suggestions: SuggestionReport,
    passives: Sequence[PassiveScores],
    failures: bool,
) -> Iterator[str]:
    if report.answers:
        yield from _ranking_table(report)
    if report.forms:
        yield ""
        yield from _forms_table(report)
    if any(one.entries for one in suggestions.hits.values()):
        yield ""
        yield from _suggestions_table(suggestions)
    if passives:
        yield ""
        yield from _passives_table(passives)
    if failures:
        yield from _failures(report.failures(), report.wrong_pairs())
        yield from _passive_failures(passives)


def _ranking_table(report: QualityReport) -> Iterator[str]:
    """One line per language and kind; of each system nDCG@10, recall@10, success@1."""
    heads = (pgettext("column", "lang"), pgettext("column", "kind"), pgettext("column", "queries"))
    names = [(lang, kind) for lang in _groups(report) for kind in (*report.kinds(lang), None)]
    rows = [(*_named(*one), str(report.scores("kb", *one).queries)) for one in names]
    first, *others = _columns([heads, *rows])
    yield " " * width_of(first) + "".join(f"{one:>19}" for one in report.systems)
    yield first + "   nDCG   rec    s@1" * len(report.systems)
    for start, one in zip(others, names, strict=True):
        line = start
        for system in report.systems:
            scores = report.scores(system, *one)
            line += f"  {scores.ndcg:.3f} {scores.recall:.3f} {scores.success:.3f}"
        yield line


def _forms_table(report: QualityReport) -> Iterator[str]:
    """One line per language and kind; of each system the share of pairs that are right."""
    heads = (
        pgettext("column", "lang"), pgettext("column", "word forms"), pgettext("column", "pairs")
    )  # fmt: skip
    names = [(lang, kind) for lang in _groups(report) for kind in (*report.form_kinds(lang), None)]
    rows = [(*_named(*one), str(report.share("kb", *one).pairs)) for one in names]
    first, *others = _columns([heads, *rows])
    yield first + "".join(f"{system:>8}" for system in report.systems)
    for start, one in zip(others, names, strict=True):
        shares = (report.share(system, *one).right for system in report.systems)
        yield start + "".join(f"{share:8.3f}" for share in shares)


def _suggestions_table(report: SuggestionReport) -> Iterator[str]:
    """One line per field; of each system precision and recall."""
    heads = (
        pgettext("column", "suggested"), pgettext("column", "most"), pgettext("column", "entries")
    )  # fmt: skip
    rows = [
        (field_label(field), str(report.most), str(report.hits[field, report.systems[0]].entries))
        for field in report.fields
    ]
    first, *others = _columns([heads, *rows])
    yield " " * width_of(first) + "".join(f"{one:>15}" for one in report.systems)
    yield first + "    prec    rec" * len(report.systems)
    for start, field in zip(others, report.fields, strict=True):
        hits = (report.hits[field, system] for system in report.systems)
        yield start + "".join(f"   {one.precision:.3f}  {one.recall:.3f}" for one in hits)


def _passives_table(passives: Sequence[PassiveScores]) -> Iterator[str]:
    """One line per language; precision and recall of what is called passive."""
    heads = (
        pgettext("column", "lang"), pgettext("column", "passive"), pgettext("column", "sentences")
    )  # fmt: skip
    rows = [(one.lang, str(one.passive), str(one.passive + one.active)) for one in passives]
    first, *others = _columns([heads, *rows])
    yield first + "    prec    rec"
    for start, one in zip(others, passives, strict=True):
        yield start + f"   {one.precision:.3f}  {one.recall:.3f}"


def _named(lang: str | None, kind: str | None) -> tuple[str, str]:
    everything = pgettext("column", "all")
    return lang or everything, kind or everything


def _columns(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """The first columns of a table as wide as they need to be, numbers to the right."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join((pad(lang, widths[0]), pad(kind, widths[1]), pad_left(count, widths[2])))
        for lang, kind, count in rows
    ]


def _groups(report: QualityReport) -> tuple[str | None, ...]:
    """Languages, and None for all of them together where there are several."""
    return (*report.langs, None) if len(report.langs) > 1 else report.langs


def _failures(answers: Sequence[Answer], pairs: Sequence[FormAnswer]) -> Iterator[str]:
    yield ""
    yield _("Queries below 0.8 nDCG@10: %(count)d") % {"count": len(answers)}
    for answer in answers:
        query = answer.query
        yield f"{answer.ndcg:.3f}  {query.lang}  {query.kind}  {query.text}"
        wanted = sorted(query.grades.items(), key=lambda item: -item[1])
        best = ", ".join(f"{one} {grade}" for one, grade in wanted[:_MOST_SHOWN])
        yield "       " + _("wanted: %(practices)s") % {"practices": best}
        came = [f"{one} {query.grades.get(one, 0)}" for one in answer.found[:_MOST_SHOWN]]
        yield "       " + _("found: %(practices)s") % {"practices": ", ".join(came) or "–"}
    yield ""
    yield _("Wrong pairs: %(count)d") % {"count": len(pairs)}
    for one in pairs:
        pair = one.pair
        found = _("%(query)s does not find %(text)s")
        if not pair.should_meet:
            found = _("%(query)s finds %(text)s, which means something else")
        words = found % {"query": pair.query, "text": pair.text}
        yield f"{pair.lang}  {pair.kind:10}  {words}"


def _passive_failures(passives: Sequence[PassiveScores]) -> Iterator[str]:
    wrong = [(one.lang, text) for one in passives for text in (*one.missed, *one.wrong)]
    if wrong:
        yield ""
        yield _("Sentences taken for passive or active by mistake: %(count)d") % {
            "count": len(wrong)
        }
        yield from (f"{lang}  {text}" for lang, text in wrong)
