"""The search of a site of plain files: what is handed to Pagefind, and the words it is asked by.

For each language there are two records of every practice: its texts, which snippets are cut from
and which find what no list knows; and its signals, by which words find it, see `kb.web.site.words`.
Facets stand in a file beside the index: each is counted under the filters of all others, which
Pagefind does not do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from kb.model import Practice
from kb.parallel import share_out
from kb.search.fields import Document
from kb.translation.formats import country_name, language_name, sort_key
from kb.version import __version__
from kb.web.addresses import Address
from kb.web.page import Reader
from kb.web.site.folder import digest_of
from kb.web.site.pagefind import (
    FOLDER,
    MOST_WEIGHT,
    Entry,
    SearchIndex,
    make_index,
    pagefind_version,
)
from kb.web.site.pages import SiteReader
from kb.web.site.words import STEPS, Signals, find_words, open_finder, plan_words
from kb.words.analysis import ANALYSIS_VERSION
from kb.words.languages import primary

FACETS = ("country", "topic", "target", "year", "lang", "funding")
"""What results can be narrowed down by."""
_FORMAT = "1"
"""Raised whenever something else is written of the same entries."""
_VOCABULARIES = {"topic": "topics", "target": "target-groups"}
_LEFT_OUT = ("events", "sources", "links", "press", "media", "contacts", "period")
"""Fields a search does not look into."""


class _Item(NamedTuple):
    """A practice, and what is indexed of it."""

    practice: Practice
    facets: Mapping[str, Sequence[str]]
    signals: Mapping[int, Sequence[str]]


def make_search(reader: SiteReader, cache: Path, processes: int) -> Iterator[tuple[str, bytes]]:
    """The files of the search, relative to the site's root.

    Args:
        reader: of the site.
        cache: folder for dictionaries.
        processes: how many work side by side.

    Raises:
        KbError: the package pagefind is missing, or its program fails.
    """
    edition = reader.edition
    root, digest = edition.root, edition.digest
    finder = open_finder(root, cache, digest)
    shares = plan_words(root, cache, digest, finder.langs, processes)
    words = dict(share_out(shares, find_words))
    signals = Signals()
    lists = {lang: signals.entries(words[lang]) for lang in finder.langs}
    of_practices = signals.of_practices()
    shown = {one.id: one for one in edition.shelf.practices}
    items = [
        _Item(shown[document.id], _facets_of(document), of_practices.get(number, {}))
        for number, document in enumerate(finder.documents)
        if document.id in shown
    ]
    index = make_index(_entries(reader, items))
    for name, data in index.files.items():
        yield f"{FOLDER}/{name}", data
    for lang in edition.langs:
        yield f"{FOLDER}/site.{lang}.json", _json(_about(reader, lang, finder.langs, items, index))
    for lang, entries in lists.items():
        yield f"{FOLDER}/words.{lang}.json", _json(entries)


def key_of_search(digest: str, langs: Sequence[str]) -> str:
    """Changes with anything that is in the files of the search.

    Args:
        digest: of the content of the knowledge base.
        langs: languages of the site.
    """
    parts = (_FORMAT, __version__, pagefind_version(), str(ANALYSIS_VERSION), digest, *langs)
    return digest_of("\n".join(parts).encode())


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _facets_of(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in document.facets:
        name, _colon, value = one.partition(":")
        if name in FACETS:
            found.setdefault(name, []).append(value)
    return found


def _about(
    reader: SiteReader, lang: str, langs: Sequence[str], items: Sequence[_Item], index: SearchIndex
) -> dict[str, object]:
    """What a page of a language must know to search."""
    urls = [(one.practice.id, *_urls(one.practice, lang)) for one in items]
    return {
        # Lists of words, the page's own language first.
        "langs": sorted(langs, key=lambda one: one != primary(lang)),
        # Ids of Pagefind's results → practice.
        "texts": {index.ids[texts]: practice for practice, texts, _signals in urls},
        "signals": {index.ids[signals]: practice for practice, _texts, signals in urls},
        "facets": _describe_facets(reader.at(Address(lang, "search")), items),
    }


def _describe_facets(
    reader: Reader, items: Sequence[_Item]
) -> dict[str, dict[str, tuple[str, list[str]]]]:
    """Facet → value → what it is called in a language, and the practices that have it."""
    facets: dict[str, dict[str, list[str]]] = {}
    for one in items:
        for name, values in one.facets.items():
            for value in values:
                facets.setdefault(name, {}).setdefault(value, []).append(one.practice.id)
    described = {}
    for name in FACETS:
        if found := facets.get(name):
            labels = {value: _label(reader, name, value) for value in found}
            order = sorted(found, key=lambda value: _order(reader, name, value, labels[value]))
            described[name] = {value: (labels[value], found[value]) for value in order}
    return described


def _order(reader: Reader, name: str, value: str, label: str) -> tuple[str, str]:
    """Years from the latest on, everything else by the alphabet."""
    if name == "year":
        return f"{9999 - int(value):04}", ""
    return sort_key(label, reader.lang)


def _label(reader: Reader, facet: str, value: str) -> str:
    match facet:
        case "country":
            return country_name(value, reader.lang)
        case "lang":
            return language_name(value, reader.lang)
        case "topic" | "target":
            return reader.voices.concept(_VOCABULARIES[facet], value)[0].value
    return value


# Records


def _entries(reader: SiteReader, items: Sequence[_Item]) -> Iterator[Entry]:
    for lang in reader.edition.langs:
        for one in items:
            texts, signals = _urls(one.practice, lang)
            yield Entry(texts, _texts_page(reader.at(Address(lang, "search")), one))
            yield Entry(signals, _signals_page(lang, one))


def _urls(practice: Practice, lang: str) -> tuple[str, str]:
    """Of the texts, and of the signals."""
    url = f"{lang}/practices/{practice.id}.html"
    return url, f"{url}#"


def _texts_page(reader: Reader, item: _Item) -> str:
    """The texts of a practice as Pagefind reads them.

    They have no filters there: Pagefind writes those in another order each time.
    """
    texts = reader.voices.of(item.practice).texts[0]
    shown = (one for field, one in texts if field.partition(".")[0] not in _LEFT_OUT)
    body = "".join(f"<p>{escape(one.value)}</p>" for one in shown)
    return f'<html lang="{reader.lang}"><body>{body}</body></html>'


def _signals_page(lang: str, item: _Item) -> str:
    scale = MOST_WEIGHT / STEPS
    body = "".join(
        f'<p data-pagefind-weight="{(weight + 0.5) * scale:.3f}">{" ".join(names)}</p>'
        for weight, names in sorted(item.signals.items())
    )
    return f'<html lang="{lang}"><body>{body}</body></html>'
