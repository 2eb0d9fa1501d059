"""Checks of translations: do facts, names, limits and the glossary's words hold in each language?

A fault is told at its message in the PO file. Outdated texts are not checked for facts: they
belong to an older source.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from kb.content.store import Content
from kb.errors import Issue, Location
from kb.model import Record
from kb.model.glossary import GlossaryTerm
from kb.model.text import iter_passages
from kb.translation.catalogs import (
    LOCALES,
    MESSAGES,
    catalog_langs,
    catalog_path,
    folder_of,
    former_ids,
)
from kb.translation.extract import TRANSLATED_KINDS
from kb.translation.facts.compare import FactFault, find_fact_faults
from kb.translation.marks import IGNORED_KINDS, iter_ignored, iter_unknown
from kb.translation.names import Names
from kb.translation.pofile import Message, PoError, parse_po
from kb.translation.terms import Terms, find_rendering

_NAMELESS = ("press.", "sources.", "links.", "media.")


def check_translations(
    content: Content,
    terms: Terms | None = None,
    only: Sequence[Path] = (),
    langs: Collection[str] = (),
    ids: Collection[str] = (),
) -> list[Issue]:
    """Everything that is wrong with the catalogs, sorted by file and line.

    Args:
        content: the knowledge base.
        terms: the glossary, ready to be found; without it terms are not checked.
        only: only catalogs that are one of these files, lie in one of these folders or belong to
            a record that does; all where empty.
        langs: only these languages.
        ids: only these records.
    """
    checker = _Checker(content, terms)
    wanted = [one.resolve() for one in only]
    issues: list[Issue] = []
    for lang in catalog_langs(content.root):
        if langs and lang not in langs:
            continue
        for kind in TRANSLATED_KINDS:
            for record_id in _catalog_ids(content.root, lang, kind):
                path = catalog_path(content.root, lang, kind, record_id)
                if ids and record_id not in ids:
                    continue
                if _is_wanted(wanted, path, content.paths.get((kind, record_id))):
                    issues += checker.check(path, lang, kind, record_id)
    return sorted(issues, key=lambda one: (one.where, one.code))


def _is_wanted(only: Sequence[Path], catalog: Path, record: Path | None) -> bool:
    if not only:
        return True
    paths = [one.resolve() for one in (catalog, record) if one]
    return any(path == one or one in path.parents for path in paths for one in only)


def _catalog_ids(root: Path, lang: str, kind: str) -> list[str]:
    folder = root / LOCALES / lang.replace("-", "_") / MESSAGES / folder_of(kind)
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - ten thousand of them
    except OSError:
        return []
    return [one[:-3] for one in names if one.endswith(".po") and not one.startswith(".")]


_Faults = list[tuple[str, Issue]]
"""Kind of check → what it found."""
_Kept = dict[str, tuple[GlossaryTerm, Message, list[str]]]
"""Id of a term without equivalent → the term, its first mention, all texts that mention it."""


class _Checker:
    """Checks catalogs one by one; keeps what all of them ask for."""

    def __init__(self, content: Content, terms: Terms | None) -> None:
        self._content = content
        self._terms = terms

    def check(self, path: Path, lang: str, kind: str, record_id: str) -> Iterator[Issue]:
        """All faults of one catalog."""
        record = self._content.records(kind).get(record_id)
        if record is None:
            if (kind, record_id) not in self._content.paths and not self._is_former(
                kind, record_id
            ):
                yield Issue("KB602", Location(path), {"value": record_id})
            return
        try:
            catalog = parse_po(path.read_text("utf-8"))
        except UnicodeDecodeError:
            yield Issue("KB601", Location(path), {"value": "", "encoding": "UTF-8"})
            return
        except OSError as error:
            yield Issue("KB101", Location(path), {"reason": error.strerror or str(error)})
            return
        except PoError as error:
            yield Issue("KB601", Location(path, error.line), {"value": error.found[:60]})
            return
        if not catalog.is_utf8:
            yield Issue("KB601", Location(path), {"value": "", "encoding": "UTF-8"})
            return
        yield from self._check_messages(
            path, lang, record, [one for one in catalog.messages if not one.is_obsolete]
        )

    def _is_former(self, kind: str, record_id: str) -> bool:
        records = self._content.records(kind).values()
        return any(record_id in former_ids(one) for one in records)

    def _check_messages(
        self, path: Path, lang: str, record: Record, messages: Sequence[Message]
    ) -> Iterator[Issue]:
        limits = {(one.field, one.text): one.limit for one in iter_passages(record)}
        known = {one.key for one in messages}
        if any(key not in known for key in limits):
            yield Issue("KB603", Location(path), {"value": record.id})
        names = Names(self._content, record, self._terms.analysers if self._terms else None)
        source_lang: str = getattr(record, "language", "en")
        found: list[tuple[Message, _Faults]] = []
        kept: _Kept = {}
        for message in messages:
            if message.is_header:
                continue
            faults: _Faults = []
            if message.text and not message.is_fuzzy:
                faults += _fact_issues(message, path, source_lang, lang, names)
                faults += _length_issues(message, path, limits.get(message.key))
                terms = self._terms_in(message, source_lang, names)
                faults += self._term_issues(terms, message, path, lang)
                _note_kept(terms, message, lang, kept)
            found.append((message, faults))
        for first, issue in self._unexplained(path, lang, kept):
            next(faults for message, faults in found if message is first).append(("term", issue))
        has_terms = self._terms is not None
        for message, faults in found:
            yield from _judged(message, path, faults, has_terms=has_terms)

    def _terms_in(self, message: Message, source_lang: str, names: Names) -> Sequence[GlossaryTerm]:
        if self._terms is None or message.context.startswith(_NAMELESS):
            return ()
        return self._terms.find(message.source, source_lang, names.organisations)

    def _term_issues(
        self, terms: Sequence[GlossaryTerm], message: Message, path: Path, lang: str
    ) -> Iterator[tuple[str, Issue]]:
        for fault in self._terms.faults(terms, message.text, lang) if self._terms else ():
            code = "KB616" if fault.kind == "term" else "KB617"
            params = {"value": fault.term, "expected": fault.wanted}
            yield "term", Issue(code, Location(path, message.line), params)

    def _unexplained(self, path: Path, lang: str, kept: _Kept) -> Iterator[tuple[Message, Issue]]:
        """Terms that no text explains, each at its first mention."""
        for term, first, texts in kept.values():
            if self._terms is None or self._terms.is_explained(term, texts, lang):
                continue
            rendering = find_rendering(term, lang)
            explain = rendering.explain if rendering and rendering.explain else ""
            params = {"value": term.term, "expected": explain, "explain": "1"}
            yield first, Issue("KB617", Location(path, first.line), params)


def _note_kept(terms: Iterable[GlossaryTerm], message: Message, lang: str, kept: _Kept) -> None:
    """Note where a term stands that is kept and explained once."""
    for term in terms:
        rendering = find_rendering(term, lang)
        if rendering and rendering.explain and not rendering.term:
            kept.setdefault(term.id, (term, message, []))[2].append(message.text)


def _judged(message: Message, path: Path, faults: _Faults, *, has_terms: bool) -> Iterator[Issue]:
    """The faults that no comment passes over, and the comments that are wrong themselves."""
    here = Location(path, message.line)
    ignored = list(iter_ignored(message.comments))
    for kind, issue in faults:
        if not any(one.kind == kind and one.reason for one in ignored):
            yield issue
    known = ", ".join(sorted(IGNORED_KINDS))
    is_checked = bool(message.text) and not message.is_fuzzy
    for one in iter_unknown(message.comments):
        yield Issue("KB604", here, {"value": one, "known": known})
    for entry in ignored:
        text = f"kb: ignore {entry.kind}"
        if entry.kind not in IGNORED_KINDS:
            yield Issue("KB604", here, {"value": text, "known": known})
        elif not entry.reason:
            yield Issue("KB604", here, {"value": text, "kind": entry.kind, "reason": "1"})
        elif entry.kind == "term" and not has_terms:
            continue
        elif is_checked and entry.kind not in {kind for kind, _ in faults}:
            yield Issue("KB605", here, {"value": f"{text}: {entry.reason}"})


def _fact_issues(
    message: Message, path: Path, source_lang: str, lang: str, names: Names
) -> Iterator[tuple[str, Issue]]:
    groups = () if message.context.startswith(_NAMELESS) else names.groups
    for fault in find_fact_faults(message.source, source_lang, message.text, lang, groups):
        yield fault.kind, Issue(_code_of(fault), Location(path, message.line), _params_of(fault))


def _code_of(fault: FactFault) -> str:
    if fault.is_added:
        return "KB612"
    return {"name": "KB613", "url": "KB614", "placeholder": "KB614"}.get(fault.kind, "KB611")


def _params_of(fault: FactFault) -> dict[str, str]:
    return {"value": fault.missing, "expected": fault.expected, "kind": fault.kind}


def _length_issues(message: Message, path: Path, limit: int | None) -> Iterator[tuple[str, Issue]]:
    if limit is not None and len(message.text) > limit:
        params = {"count": str(len(message.text)), "limit": str(limit)}
        yield "length", Issue("KB615", Location(path, message.line), params)
